package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that a guard refuses. */
class LoaderRefusalTest {

    private Loader loader;

    @BeforeEach
    void loaded(@TempDir Path folder) {
        loader = Clinic.loaded(new Loader(folder));
    }

    @Test
    void manyDeletionsAreRefusedWithFiguresAndTheOptionThatLiftsTheRefusal() throws Exception {
        String before = loader.everything();
        loader.file("payments.json", "[{\"externalId\": \"603\", \"patientId\": \"8\", \"amount\": 9.29}]");
        Outcome refused = loader.run("load", "--payments", "payments.json");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err().replaceAll(" +", " "))
                .contains("refused; nothing was changed:")
                .contains("DELETIONS: 5 of 6 live payments would be deleted (83.3 %")
                .contains(" payments 1 0 0 1 5 0 0")
                .contains("\nIf the input is correct, load it again with --lift deletions\n")
                .doesNotContain("SyncOptions");
        assertThat(loader.everything()).isEqualTo(before);

        assertThat(loader.answer("load", "--payments", "payments.json", "--lift", "DELETIONS,empty"))
                .as("as the refusal prints them, or as the help does")
                .contains("APPLIED", " payments 1 0 0 1 5 0 0");
    }

    /** Nothing but the names of the fields is wrong, or the option. */
    @Test
    void aFileThatIsNotWhatItShouldBeIsNamed() {
        loader.file(
                "other.json",
                Clinic.PATIENTS.replace("externalId", "external_id").replace("firstName", "first_name"));
        assertThat(loader.run("load", "--patients", "other.json").err())
                .contains(
                        "The first one has the unknown fields external_id, first_name; known are externalId, firstName,")
                .doesNotContain("--lift");
        assertThat(loader.run("load", "--payments", "patients.json").err())
                .contains("unknown fields firstName, lastName, dateOfBirth: it looks like patients.")
                .doesNotContain("--lift");
        assertThat(loader.run("load", "--patients", "payments.json").err()).contains("it looks like payments.");
    }

    @Test
    void anEmptyFileIsRefusedUnlessLifted() throws Exception {
        Outcome refused = loader.runWithInput("[]", "load", "--payments", "-");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err()).contains("EMPTY: There are no payments in it, and 6 in the store.");
        Outcome lifted = loader.runWithInput("[]", "load", "--payments", "-", "--lift", "deletions,empty");
        assertThat(lifted.exitCode()).as(lifted.err()).isZero();
        assertThat(loader.everything()).contains("8 Roy Batti 0.00");
    }

    /** A file that lost its end at the border of two records, or a new form of ids, for some. */
    @Test
    void controlTotalsCanBeRequired() throws Exception {
        String before = loader.everything();
        loader.file("patients.json", Clinic.PATIENTS.replace("\"4\"", "\"MRN-4\""));
        String[] required = {
            "load", "--patients", "patients.json", "--payments", "payments.json", "--require-control-totals"
        };
        Outcome refused = loader.run(required);
        assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err())
                .contains("CONTROL_TOTALS: The store requires control totals, and these are missing: the number of"
                        + " patients, the number of payments, the sum of the payments.")
                .contains("--expect-patients, --expect-payments, --expect-sum");
        assertThat(loader.everything()).isEqualTo(before);
        assertThat(loader.run(with(required, "--keep-missing")).exitCode()).isEqualTo(ExitCode.REFUSED);

        assertThat(loader.answer(
                        with(required, "--expect-patients", "3", "--expect-payments", "6", "--expect-sum", "52.12")))
                .contains("APPLIED");
    }

    @Test
    void severalRefusalsMustAllBeLifted() throws Exception {
        loader.answer("load", "--patients", "patients.json", "--exported-at", "2026-03-02T02:00:00Z");
        loader.file("patients.json", Clinic.PATIENTS.replace("Batti", "Batty"));
        String[] old = {
            "load", "--patients", "patients.json", "--exported-at", "2026-03-01T02:00:00Z", "--expect-patients", "4"
        };
        Outcome refused = loader.run(old);
        assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err())
                .contains("STALE: It was exported at 2026-03-01T02:00:00Z")
                .contains("CONTROL_TOTALS: 3 patients were read; the control total is 4.")
                .contains("--lift control-totals,stale");

        Outcome half = loader.run(with(old, "--lift", "stale"));
        assertThat(half.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(half.err()).doesNotContain("STALE");
        assertThat(loader.answer(with(old, "--lift", "stale", "--lift", "control-totals")))
                .contains("APPLIED");
    }

    /** Three of four would go: a small store has a guard too. */
    @Test
    void deletionsCanBeWithheld() throws Exception {
        loader.file("payments.json", """
                [{"externalId": "603", "patientId": "8", "amount": 10.29}]""");
        Outcome refused = loader.run("load", "--payments", "payments.json");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err())
                .endsWith("To load everything except the deletions, load it again with --keep-missing\n");

        assertThat(loader.answer(
                        "load", "--payments", "payments.json", "--keep-missing", "--note", "Ada: a part of it"))
                .contains("APPLIED:", " payments 1 0 1 0 0 0 0 5\n");
        assertThat(loader.answer("runs", "--limit", "1")).contains("APPLIED; Ada: a part of it");
        assertThat(loader.everything()).contains("603 10.29", "501 4.46").doesNotContain("deleted");
    }

    @Test
    void aNoteIsOneShortLine() throws Exception {
        loader.run("load", "--payments", "payments.json", "--note", "a\nb")
                .assertFailed(ExitCode.USAGE, "A note can't have control characters");
        loader.run("revert", "--to-run", "0", "--yes", "--note", "x".repeat(501))
                .assertFailed(ExitCode.USAGE, "A note can have 500 characters, and this one has 501");
    }

    /** A changed date format, for example: without a guard the mirror would freeze, and the load look successful. */
    @Test
    void mostRecordsRejectedIsNoSuccess() throws Exception {
        String before = loader.everything();
        loader.file("patients.json", Clinic.PATIENTS.replaceAll("\"lastName\": \"[^\"]*\"", "\"lastName\": \" \""));
        Outcome refused = loader.run("load", "--patients", "patients.json");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err())
                .contains("3 of 3 patients were rejected (100 %;", "most often for lastName (BLANK)")
                .contains("Nothing in it can be loaded: correct the input")
                .doesNotContain("--lift");
        assertThat(loader.everything()).isEqualTo(before);

        loader.file("patients.json", Clinic.PATIENTS.replace("Batti", " "));
        Outcome partly = loader.run("load", "--patients", "patients.json", "--color", "always");
        assertThat(partly.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(partly.out()).startsWith("\u001b[33mRun 3, UNCHANGED, but 1 of 3 records were rejected:");
    }

    @Test
    void amountsInCentsAreRefused() throws Exception {
        String before = loader.everything();
        loader.file("payments.json", Clinic.PAYMENTS.replaceAll("(\\d+)\\.(\\d\\d)", "$1$2"));
        Outcome refused = loader.run("load", "--payments", "payments.json");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err()).contains("CHANGES: ", "--lift changes");
        assertThat(loader.everything()).isEqualTo(before);
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
    }

    /** An option without effect is a mistake on the command line. */
    @ParameterizedTest
    @ValueSource(strings = {"too-many-rejections", "base-moved", "insertions", "host"})
    void aReasonThatNeverRefusesThisLoadCantBeLifted(String reason) throws Exception {
        Outcome mistake = loader.run("load", "--patients", "patients.json", "--strict", "--lift", reason);
        assertThat(mistake.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(mistake.err()).contains("--lift " + reason).hasLineCount(1);
        assertThat(loader.answer("runs")).doesNotContain(" 2 ");
    }
}
