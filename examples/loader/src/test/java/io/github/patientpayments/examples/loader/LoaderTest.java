package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.sync.SyncRun;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads of files in every format. */
class LoaderTest {

    private Loader loader;

    @BeforeEach
    void inFolder(@TempDir Path folder) {
        loader = new Loader(folder);
    }

    @Test
    void aSecondLoadAcceptsKnownRecordsAndAppliesWhatHasChanged() throws Exception {
        Clinic.files(loader);
        assertThat(loader.answer("load", "--migrate", "--patients", "patients.json", "--payments", "payments.json"))
                .contains("Run 1, APPLIED", " patients 3 3 0 0 0 0 0", " payments 6 6 0 0 0 0 0");

        loader.file("patients.json", Clinic.PATIENTS.replace("Batti", "Batty"));
        assertThat(loader.answer("load", "--patients", "patients.json", "--payments", "payments.json"))
                .contains("Run 2, APPLIED", " patients 3 0 1 2 0 0 0", " payments 6 0 0 6 0 0 0")
                .doesNotContain("Rejected");
        assertThat(loader.everything()).contains("8 Roy Batty 34.90");
    }

    @Test
    void loadDataLoadsOneFileAndKeepsTheOtherRecords() throws Exception {
        Clinic.files(loader);
        assertThat(loader.answer("load_data", "--migrate", "--input-file", "patients.json", "--model-name", "patient"))
                .contains("APPLIED", " patients 3 3");
        assertThat(loader.answer("load_data", "--input-file", "payments.json", "--model-name", "payment"))
                .contains("APPLIED", " patients 0 0", " payments 6 6");
        assertThat(loader.everything()).contains("5 Rick Deckard 17.22");
    }

    @Test
    void csvIsLoadedByTheNameOfTheFileOrByAnOption() throws Exception {
        String patients = "externalId;lastName;firstName\n8;Batty;Jürgen\n";
        Files.write(loader.folder().resolve("patients.csv"), patients.getBytes(Charset.forName("windows-1252")));
        gzip("payments.txt.gz", "externalId\tpatientId\tamount\n1\t8\t7.10\n");
        assertThat(loader.answer(
                        "load",
                        "--migrate",
                        "--patients",
                        "patients.csv",
                        "--payments",
                        "payments.txt.gz",
                        "--encoding",
                        "windows-1252",
                        "--expect-patients",
                        "1"))
                .contains(" patients 1 1 0", " payments 1 1 0");
        assertThat(loader.everything()).contains("8 Jürgen Batty 7.10");

        Outcome line = loader.runWithInput(
                "externalId~patientId~amount\n1~8~8\n",
                "load",
                "--payments",
                "-",
                "--format",
                "csv",
                "--delimiter",
                "~",
                "--expect-payments",
                "1");
        assertThat(line.exitCode()).isZero();
        assertThat(loader.everything()).contains("8 Jürgen Batty 8.00");
    }

    /** What is in an archive is told by its own name only: the names in it may be people's. */
    @Test
    void theOnlyFileOfAZipArchiveIsLoaded() throws Exception {
        zip("patients.csv.zip", "externalId,lastName,firstName\n8,Batty,Roy\n");
        zip("payments.zip", "[{\"externalId\": 1, \"patientId\": \"8\", \"amount\": 7.1}]");
        assertThat(loader.answer("load", "--migrate", "--patients", "patients.csv.zip", "--payments", "payments.zip"))
                .contains(" patients 1 1 0", " payments 1 1 0");

        zip("payments.zip", "externalId,patientId,amount\n1,8,8\n");
        assertThat(loader.run("load", "--payments", "payments.zip").output()).contains("but looks like CSV");
        assertThat(loader.answer("load", "--payments", "payments.zip", "--format", "csv"))
                .contains(" payments 1 0 1");
        assertThat(loader.everything()).contains("8 Roy Batty 8.00");
    }

    private void zip(String name, String text) throws IOException {
        try (ZipOutputStream out =
                new ZipOutputStream(Files.newOutputStream(loader.folder().resolve(name)))) {
            out.putNextEntry(new ZipEntry("export"));
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void whatCsvLacksIsNamedInWordsOfTheOptions() throws Exception {
        loader.file("patients.csv", "id,name\n8,Batty\n");
        Outcome columns = loader.run("load", "--migrate", "--patients", "patients.csv", "--accept-unterminated");
        assertThat(columns.exitCode()).isEqualTo(ExitCode.INPUT);
        assertThat(columns.output())
                .contains("it has no column externalId, firstName, lastName; the first line has to name the columns (");

        loader.file("payments.csv", "externalId,patientId,amount\n1,8,1\n");
        assertThat(loader.run("load", "--payments", "payments.csv").output())
                .contains("CSV without gzip has no end marker", "give --expect-patients or --expect-payments");
        loader.file("patients.json", "[]");
        assertThat(loader.run("load", "--patients", "patients.json", "--delimiter", ",")
                        .output())
                .contains("--delimiter has no effect on JSON: omit it, or add --format csv");
        assertThat(loader.run("load", "--payments", "payments.csv", "--delimiter", "::")
                        .output())
                .contains("--delimiter is one character or tab, not ::");
    }

    /** More records than a batch or a page. */
    @Test
    void aLargeFileIsLoadedToItsEnd() throws Exception {
        loader.file("patients.json", Clinic.patients(3_000));
        gzip("payments.json.gz", Clinic.payments(3_000));
        assertThat(loader.answer("load", "--migrate", "--patients", "patients.json", "--payments", "payments.json.gz"))
                .contains(" patients 3000 3000 0", " payments 3000 3000 0");
        BigDecimal sum = loader.store(store -> store.totals(PatientFilter.all()).sum());
        assertThat(sum).isEqualByComparingTo("21300");
    }

    private void gzip(String name, String text) throws IOException {
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(loader.folder().resolve(name)))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void linesAreLoadedFromStandardInputIfTheirNumberIsGiven() throws Exception {
        Clinic.loaded(loader);
        String lines = Clinic.PAYMENTS.replaceAll("[\\[\\]]|,(?=\\n)", "").replace("23.32", "24.32");
        Outcome unknown = loader.runWithInput(lines, "load", "--payments", "-");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.INPUT);
        assertThat(unknown.err())
                .contains("--expect-payments", "--accept-unterminated")
                .doesNotContain("acceptUnterminated")
                .hasLineCount(1);

        Outcome known = loader.runWithInput(
                lines, "load", "--payments", "-", "--expect-payments", "6", "--expect-sum", "53.12");
        assertThat(known.out()).as(known.err()).contains("APPLIED");
        assertThat(loader.everything()).contains("601 24.32");
    }

    @Test
    void linesAreLoadedWithoutTheirNumberIfUnterminatedInputIsAccepted() throws Exception {
        loader.file("patients.ndjson", Clinic.patient(1, "1980-05-17") + "\n" + Clinic.patient(2, "1980-05-17"));
        assertThat(loader.answer("load", "--migrate", "--patients", "patients.ndjson", "--accept-unterminated"))
                .contains(" patients 2 2");
    }

    /** A file is read twice, first for its fingerprint; the second time a pipe would be empty. */
    @Test
    void aNamedPipeIsReadOnce() throws Exception {
        Clinic.loaded(loader);
        Outcome changed = Outcome.of(loader.process("load", "--patients", "/dev/stdin", "--payments", "payments.json")
                .reading(Clinic.PATIENTS.replace("Batti", "Batty")));
        assertThat(changed.words()).as(changed.err()).contains(" patients 3 0 1 2 0");
        assertThat(changed.exitCode()).isZero();
    }

    @Test
    void aDeltaKeepsTheRecordsThatItDoesNotContain() throws Exception {
        Clinic.loaded(loader);
        loader.file("changed.json", "[{\"externalId\": \"603\", \"deleted\": true}]");
        assertThat(loader.answer("load", "--delta", "--payments", "changed.json"))
                .contains(" payments 1 0 0 0 1 0 0");
        assertThat(loader.everything()).contains("8 Roy Batti 25.61");
    }

    @Test
    void aDeltaSaysWhichDeletionsHadNoEffect() throws Exception {
        Clinic.loaded(loader);
        loader.file("changed.json", "[{\"externalId\": \"N603\", \"deleted\": true}]");
        assertThat(loader.answer("load", "--delta", "--payments", "changed.json"))
                .contains("UNCHANGED", "\nWithout effect, since the store does not know the records: 1 deletion\n");
    }

    @Test
    void aDryRunShowsEachChangedFieldAndChangesNothing() throws Exception {
        String before = Clinic.loaded(loader).everything();
        loader.file("patients.json", Clinic.PATIENTS.replace("Batti", "Batty"));
        loader.file("payments.json", Clinic.PAYMENTS.replace("23.32", "24.32").replace("602", "604"));
        assertThat(loader.answer(
                        "load",
                        "--dry-run",
                        "--changes",
                        "3",
                        "--patients",
                        "patients.json",
                        "--payments",
                        "payments.json"))
                .contains("Dry run; nothing was changed. The load would do this:")
                .contains(" patients 3 0 1 2 0", " payments 6 1 1 4 1")
                .contains(" PATIENT 8 UPDATED lastName: Batti -> Batty\n")
                .contains(" PAYMENT 604 CREATED patientId: - -> 8; amount: - -> 2.29\n")
                .contains(" PAYMENT 601 UPDATED amount: 23.32 -> 24.32\n")
                .doesNotContain("PAYMENT 602");
        assertThat(loader.everything()).isEqualTo(before);
        List<SyncRun> runs = loader.store(store -> store.syncRuns(10));
        assertThat(runs).hasSize(1);
    }

    @Test
    void aDryRunReportsThatTheLoadWouldBeRefused() throws Exception {
        String before = Clinic.loaded(loader).everything();
        loader.file("payments.json", "[]");
        Outcome refused = loader.run("load", "--dry-run", "--payments", "payments.json");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.out())
                .contains(
                        "Dry run; nothing was changed. The load would be refused:",
                        "EMPTY: There are no payments in it, and 6 in the store.")
                .contains("PAYMENT 601 DELETED", "--lift empty,deletions");
        assertThat(loader.everything()).isEqualTo(before);
    }
}
