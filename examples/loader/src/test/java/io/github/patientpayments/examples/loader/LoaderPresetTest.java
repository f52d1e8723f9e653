package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.sync.SyncRun.Status;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each preset reads a small invented sample of its format. */
class LoaderPresetTest {

    private static final List<String> ANN_AND_BO = List.of("71 Ann Example 1980-01-31", "72 Bo Q Sample");
    private static final List<String> THEIR_PAYMENTS =
            List.of("9001 71 25.00 2025-02-28", "9002 71 -5.50 2025-03-01", "9003 72 40.00");

    private Loader loader;

    @BeforeEach
    void inFolder(@TempDir Path folder) {
        loader = new Loader(folder);
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(
                Objects.requireNonNull(LoaderPresetTest.class.getResource(name)).toURI());
    }

    private static String sample(String name) throws URISyntaxException {
        return resource("samples/" + name).toString();
    }

    private Mirror loaded(String preset, String... more) {
        List<String> arguments = new ArrayList<>(List.of("load", "--migrate", "--preset", preset));
        arguments.addAll(List.of(more));
        arguments.add("--accept-unterminated");
        loader.answer(arguments.toArray(String[]::new));
        return Mirror.of(loader);
    }

    /** A payment needs its patient. */
    private void patients(String... ids) {
        loader.file(
                "patients.json",
                Stream.of(ids)
                        .map(id -> "{\"externalId\": \"" + id + "\", \"firstName\": \"A\", \"lastName\": \"B\"}")
                        .toList()
                        .toString());
        loader.answer("load", "--migrate", "--patients", "patients.json");
    }

    @Test
    void patientsOfFhirHaveTheirOfficialName() throws Exception {
        Mirror mirror = loaded("fhir-r4-patients", "--patients", sample("fhir-r4-patients"));

        assertThat(mirror.patients())
                .containsExactly("a-1 Ann Marie Example 1980-01-31", "b-2 Bo Sample", "c-3 Cy Test");
        assertThat(mirror.faults()).containsExactly("5 firstName MISSING", "5 lastName MISSING");
        assertThat(mirror.run().patients().read()).isEqualTo(4);
        assertThat(mirror.run().patients().filtered()).isEqualTo(1);
    }

    @Test
    void deletionsOfFhirAreADelta() throws Exception {
        patients("a-1", "b-2");
        Mirror mirror = loaded("fhir-r4-deleted", "--delta", "--patients", sample("fhir-r4-deleted/deleted.ndjson"));

        assertThat(mirror.patients()).containsExactly("b-2 A B");
        assertThat(mirror.run().patients().deleted()).isEqualTo(1);
        assertThat(mirror.run().patients().filtered()).isEqualTo(1);
        assertThat(mirror.faults()).isEmpty();
    }

    @Test
    void refundsOfDrChronoAreNegative() throws Exception {
        Mirror mirror = loaded(
                "drchrono", "--patients", sample("drchrono/patients"), "--payments", sample("drchrono/payments"));

        assertThat(mirror.patients()).isEqualTo(ANN_AND_BO);
        assertThat(mirror.payments()).isEqualTo(THEIR_PAYMENTS);
        assertThat(mirror.faults()).isEmpty();
    }

    @Test
    void aPageOfDrChronoIsNotAll() throws Exception {
        loader.run("load", "--migrate", "--preset", "drchrono", "--patients", sample("drchrono/patients/page-1.json"))
                .assertFailed(ExitCode.INPUT, "its last page says that there is another one: specify a directory");
    }

    @Test
    void theFirstDateOfOpenDentalIsNone() throws Exception {
        Mirror mirror = loaded(
                "open-dental",
                "--patients",
                sample("open-dental/patients.json"),
                "--payments",
                sample("open-dental/payments.json"));

        assertThat(mirror.patients()).isEqualTo(ANN_AND_BO);
        assertThat(mirror.payments()).isEqualTo(THEIR_PAYMENTS);
        assertThat(mirror.run().patients().filtered()).isEqualTo(1);
    }

    /** What a record is does not depend on where it comes from. */
    @Test
    void theSameContentIsUnchangedThroughEveryPreset() throws Exception {
        loaded("open-dental", "--patients", sample("open-dental/patients.json"));
        loaded("open-dental", "--payments", sample("open-dental/payments.json"));
        Mirror other = loaded(
                "drchrono", "--patients", sample("drchrono/patients"), "--payments", sample("drchrono/payments"));
        assertUnchanged(other);
        loader.file("patients.json", """
                [{"externalId": "72", "firstName": "Bo", "middleName": "Q", "lastName": "Sample"},
                 {"externalId": "71", "firstName": "Ann", "lastName": "Example", "dateOfBirth": "1980-01-31"}]""");
        loader.file("payments.json", """
                [{"externalId": "9001", "patientId": "71", "amount": 25, "paidOn": "2025-02-28"},
                 {"externalId": "9002", "patientId": "71", "amount": -5.5, "paidOn": "2025-03-01"},
                 {"externalId": "9003", "patientId": "72", "amount": 40}]""");
        loader.answer("load", "--patients", "patients.json", "--payments", "payments.json");
        assertUnchanged(Mirror.of(loader));
    }

    private static void assertUnchanged(Mirror mirror) {
        assertThat(mirror.run().status()).isEqualTo(Status.UNCHANGED);
        assertThat(mirror.run().patients().unchanged()).isEqualTo(2);
        assertThat(mirror.run().payments().unchanged()).isEqualTo(3);
    }

    /** The ids 72, 15, 1 and 72, 1, 51 differ. */
    @Test
    void payersOfOpenEmrAreThePatients() throws Exception {
        Mirror mirror = loaded(
                "openemr",
                "--patients",
                sample("openemr/patient_data.csv"),
                "--payments",
                sample("openemr/ar_activity.csv"));

        assertThat(mirror.patients()).isEqualTo(ANN_AND_BO);
        assertThat(mirror.payments()).containsExactly("71-5-1 71 25.00 2025-02-28", "72-1-51 72 -7.50 2025-03-07");
        assertThat(mirror.faults()).containsExactly("5 paidOn WRONG_FORM");
        assertThat(mirror.run().payments().filtered()).isEqualTo(3);
    }

    @Test
    void paymentsOfSyntheaAreTransactions() throws Exception {
        Mirror mirror = loaded(
                "synthea",
                "--patients",
                sample("synthea/patients.csv"),
                "--payments",
                sample("synthea/claims_transactions.csv"));

        String id = "5f0c7a1e-0000-4000-8000-0000000000";
        assertThat(mirror.patients())
                .containsExactly(id + "71 Ann1 Example2 1980-01-31", id + "72 Bo3 Q4 Sample5 1975-06-15");
        assertThat(mirror.payments())
                .containsExactly("e2 " + id + "71 20.00 2025-02-28", "e3 " + id + "72 80.00 2025-03-02");
        assertThat(mirror.run().payments().filtered()).isEqualTo(2);
    }

    /** One second before midnight in UTC, and half an hour after it. */
    @Test
    void chargesOfStripeAreInCents() throws Exception {
        patients("cus_A", "cus_B");
        Mirror mirror = loaded("stripe", "--payments", sample("stripe/charges"));

        assertThat(mirror.payments()).containsExactly("ch_1 cus_A 25.00 2025-02-28", "ch_3 cus_B 0.05 2025-03-01");
        assertThat(mirror.faults()).containsExactly("4 patientId MISSING");
        assertThat(mirror.run().payments().filtered()).isEqualTo(1);
    }

    /** Its trailer is the evidence that it is complete. */
    @Test
    void amountsOfALockboxHaveImpliedDecimals() throws Exception {
        patients("00071", "00072");
        loader.answer("load", "--preset", "lockbox", "--payments", sample("lockbox/deposit.txt"));
        Mirror mirror = Mirror.of(loader);

        assertThat(mirror.payments()).containsExactly("T0001 00071 25.00 2025-02-28", "T0002 00072 12345.67");
        assertThat(mirror.faults()).containsExactly("3 paidOn WRONG_FORM");
        loader.file(
                "cut.txt",
                Files.readString(resource("samples/lockbox/deposit.txt")).replace("P|T0001", "T|T0001"));
        assertThat(loader.run("load", "--preset", "lockbox", "--payments", "cut.txt")
                        .exitCode())
                .isEqualTo(ExitCode.INPUT);
    }

    /** Without a database. */
    private static Outcome run(String... arguments) {
        Outcome outcome = Outcome.of(InputStream.nullInputStream(), arguments);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return outcome;
    }

    @Test
    void presetsAreListedAndShown() throws Exception {
        String list = run("presets").words();
        assertThat(list.lines()
                        .skip(1)
                        .filter(line -> !line.isBlank())
                        .map(line -> line.strip().split(" ", 2)[0]))
                .containsExactlyElementsOf(Presets.NAMES);
        assertThat(list).contains("open-dental patients, payments Lists of the Open Dental API");
        try (Stream<Path> files = Files.list(resource("presets"))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
                    .containsExactlyInAnyOrderElementsOf(Presets.NAMES);
        }
        for (String name : Presets.NAMES) {
            assertThat(Presets.mapping(name).description()).as(name).isPresent();
        }
    }

    /** What is shown can be changed and given back. */
    @Test
    void aShownPresetIsAMapping() throws Exception {
        loader.file("mine.json", run("presets", "show", "open-dental").out());
        loader.answer("load", "--migrate", "--mapping", "mine.json", "--patients", sample("open-dental/patients.json"));
        assertThat(Mirror.of(loader).patients()).isEqualTo(ANN_AND_BO);
    }

    @Test
    void anUnknownPresetIsAMistake() throws Exception {
        String known = "There is no preset 'dentrix'; known are drchrono, fhir-r4-deleted";
        Clinic.files(loader);
        loader.run("load", "--preset", "dentrix", "--patients", "patients.json").assertFailed(ExitCode.USAGE, known);
        loader.run("load", "--preset", "stripe", "--patients", "patients.json", "--payments", "payments.json")
                .assertFailed(ExitCode.USAGE, "--preset stripe has no part for patients: it can load payments only");
        assertThat(loader.hasDatabase()).isFalse();
    }
}
