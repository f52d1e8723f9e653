package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.examples.testing.JavaProgram;
import io.github.patientpayments.sync.SyncProgress;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is printed on terminals of any width: a line that wraps is no line of a table any more. */
class LoaderWidthTest {

    private static final String LONG_ID = "eaaa8694-cbcd-66c9-1a0f-37db7e07cc94";

    /** Each of these takes two columns. */
    private static final String WIDE = "\u5c71\u7530\u592a\u90ce";

    private static Loader loader;

    @BeforeAll
    static void load(@TempDir Path folder) {
        loader = new Loader(folder);
        String first = Clinic.PATIENTS.replace("\"4\"", "\"" + LONG_ID + "\"");
        loader.store(store -> {
            Clinic.sync(store, first, Clinic.PAYMENTS.replaceFirst("\"5\"", "\"" + LONG_ID + "\""));
            return Clinic.sync(
                    store,
                    first.replace("Batti", WIDE + " von und zu einem langen Namen")
                            .replace("1983-02-01", "2083-02-01"),
                    Clinic.PAYMENTS.replaceFirst("\"5\"", "\"" + LONG_ID + "\"").replace("23.32", "24.32"));
        });
        loader.file(
                "delta.json",
                "[{\"externalId\": \"8\", \"deleted\": true},"
                        + " {\"externalId\": \"N1\", \"firstName\": \"Eldon\"}, {\"externalId\": \"N2\", \"deleted\": true},"
                        + " {\"externalId\": \"N3\", \"firstName\": \"J. F.\", \"lastName\": \"Sebastian\"},"
                        + " {\"externalId\": \"N3\", \"firstName\": \"J. F.\", \"lastName\": \"Sebastian\"}]");
        loader.file(
                "payments.json",
                "[{\"externalId\": \"N11\", \"patientId\": \"N1\", \"amount\": 2310.55},"
                        + " {\"externalId\": \"N12\", \"patientId\": \"N3\", \"amount\": 1}]");
    }

    private static Outcome onTerminal(int columns, String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(1, List.of("--jdbc-url", loader.url()));
        return Outcome.onTerminal(columns, InputStream.nullInputStream(), all.toArray(String[]::new));
    }

    private static int width(String line) {
        return line.codePoints().map(c -> WIDE.indexOf(c) < 0 ? 1 : 2).sum();
    }

    private static void assertFits(Outcome outcome, int columns) {
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines())
                .allSatisfy(line -> assertThat(width(line)).as(line).isLessThanOrEqualTo(columns));
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 120})
    void tablesFitTheTerminal(int columns) {
        for (String command : List.of(
                "patients",
                "patients --deleted",
                "payments",
                "runs",
                "totals",
                "changes --after-run 1",
                "history patient 8",
                "history payment 601",
                "rejections",
                "status")) {
            Outcome outcome = onTerminal(columns, command.split(" "));
            assertFits(outcome, columns);
            assertThat(outcome.out()).as(command).isNotBlank();
        }
    }

    @Test
    void whatIsImportantIsKept() {
        Outcome narrow = onTerminal(40, "patients");
        assertThat(narrow.words())
                .startsWith(" patient name total\n")
                .contains(" eaaa8694-c", " 5 Rick Deckard 12.76\n");
        assertThat(narrow.err()).isEqualTo("Too narrow for created, updated, born, payments: --wide shows all.\n");
        Outcome usual = onTerminal(80, "patients");
        assertThat(usual.words()).startsWith(" patient name born payments total\n");
        assertThat(onTerminal(120, "patients").out()).contains(LONG_ID, WIDE + " von und zu einem langen Namen");
        assertThat(onTerminal(40, "runs").words())
                .contains(
                        " run 2\n",
                        " kind SNAPSHOT\n",
                        " status APPLIED\n",
                        " patients 3 read, 1 updated, 1\n rejected\n");
        assertThat(onTerminal(80, "runs").out().lines().skip(1).findFirst().orElse(""))
                .containsPattern("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\dZ  SNAPSHOT  APPLIED");
    }

    /** The end of a version that is current, for instance. */
    @Test
    void anEmptyCellHasNoLine() {
        assertThat(onTerminal(40, "history", "payment", "601").words())
                .containsPattern(
                        " from run 1\\n from 20\\S+Z\\n to run 2\\n to 20\\S+Z\\n state live\\n patient 8\\n amount 23.32\\n")
                .containsPattern(" from run 2\\n from 20\\S+Z\\n state live\\n patient 8\\n amount 24.32\\n");
    }

    @Test
    void everythingIsShownOnRequestAndInAPipe() {
        String piped = loader.run("patients").out();
        assertThat(piped).contains(LONG_ID, WIDE + " von und zu einem langen Namen");
        Outcome wide = onTerminal(40, "patients", "--wide");
        assertThat(wide.out()).isEqualTo(piped);
        assertThat(wide.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 120})
    void theReportOfALoadFitsTheTerminal(int columns) {
        Outcome outcome = onTerminal(
                columns,
                "load",
                "--delta",
                "--dry-run",
                "--patients",
                loader.path("delta.json"),
                "--payments",
                loader.path("payments.json"),
                "--changes",
                "0",
                "--lift",
                "deletions");

        String table = outcome.out().replaceAll("(?m)^\\S.*$", "");
        assertThat(outcome.exitCode()).as(outcome.out()).isZero();
        assertThat(table.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns));
        assertThat(outcome.words())
                .contains("Rejected only because their patients were: 1 payment, 2310.55 in total\n")
                .contains("Without effect, since the store does not know the records: 1 deletion\n");
        if (columns < 120) {
            assertThat(outcome.words())
                    .contains(" patients payments\n read 5 2\n inserted 1 1\n")
                    .contains(" cascaded 0 3\n");
        } else {
            assertThat(outcome.words()).contains(" patients 5 1 0 1 1 ");
        }
    }

    @Test
    void theProgressLineFitsTheTerminal(@TempDir Path folder) {
        Loader clinic = new Loader(folder);
        Clinic.files(clinic);
        Outcome outcome = Outcome.onTerminal(
                20,
                InputStream.nullInputStream(),
                "load",
                "--jdbc-url",
                clinic.url(),
                "--migrate",
                "--patients",
                clinic.path("patients.json"));

        assertThat(outcome.err()).contains("\rReading patients").doesNotContain("\n", "Waiting");
        assertThat(Stream.of(outcome.err().split("\r")))
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(20));
    }

    /** A long line loses whole words, the least important first. */
    @Test
    void theProgressLineIsNotCut() {
        ProgressLine line = new ProgressLine(20_000_000);
        line.update(new Read(0, 0), 0);
        line.update(new Read(72_539, 9_000_000), 21_000_000_000L);
        List<String> lines = IntStream.rangeClosed(20, 100)
                .mapToObj(width -> line.text(21_000_000_000L, width))
                .distinct()
                .toList();

        assertThat(lines)
                .containsExactly(
                        "Reading patients",
                        "Reading patients   45%",
                        "Reading patients   45%  0:26 left",
                        "Reading patients  [#########-----------]  45%  0:26 left",
                        "Reading patients  [#########-----------]  45%  72,539 records  0:26 left",
                        "Reading patients  [#########-----------]  45%  72,539 records  3,454/s  0:26 left");
        for (int width = 0; width < 100; width++) {
            assertThat(line.text(21_000_000_000L, width)).hasSizeLessThanOrEqualTo(width);
        }
    }

    private record Read(long patientsRead, long bytesRead) implements SyncProgress {

        @Override
        public UUID attempt() {
            return new UUID(0, 0);
        }

        @Override
        public Phase phase() {
            return Phase.READING_PATIENTS;
        }

        @Override
        public long paymentsRead() {
            return 0;
        }
    }

    /** As the terminal itself says it. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theWidthOfTheTerminalIsFound(@TempDir Path folder) throws Exception {
        Loader clinic = Clinic.loaded(new Loader(folder));
        JavaProgram runs = clinic.process("runs").with("COLUMNS", "").onTerminal(40);
        assertThat(Outcome.of(runs).words().replace("\r", "")).contains(" kind SNAPSHOT\n");
    }
}
