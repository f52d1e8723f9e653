package io.github.patientpayments.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The quick start, as the person in front of the screen sees it. */
class QuickstartMainTest {

    private static final String WIZA = "eaaa8694-cbcd-66c9-1a0f-37db7e07cc94";
    private static final String TAKEN = "1ae446cc-8807-c6dd-8b01-a32e04eaa5a6";

    private static String firstNight;
    private static String secondNight;
    private static String answers;

    @BeforeAll
    static void run() {
        try (HikariDataSource database = new HikariDataSource()) {
            database.setJdbcUrl("jdbc:h2:mem:quickstart_test");
            split(Printed.by(out -> new QuickstartMain(database, out).run()));
        }
    }

    private static void split(String printed) {
        firstNight = Printed.between(printed, "The first night", "The second night");
        secondNight = Printed.between(printed, "The second night", "Who has paid between 10000");
        answers = printed.substring(printed.indexOf("Who has paid between 10000"));
    }

    @Test
    void theFirstNightIsNew() {
        assertThat(firstNight).contains("Run 1 APPLIED at 2026-03-01T02:00:00Z");
        assertThat(firstNight.lines())
                .contains(" patients: 40 read: 40 inserted", " payments: 3314 read: 3314 inserted")
                .noneMatch(line -> line.contains("rejected"));
    }

    @Test
    void theSecondNightChangesWhatChangedAndSaysWhatItRejected() {
        assertThat(secondNight).contains("Run 2 APPLIED at 2026-03-02T02:00:00Z");
        assertThat(secondNight.lines())
                .contains(
                        " patients: 39 read: 1 updated, 37 unchanged, 1 deleted, 1 rejected, 1 retained",
                        " payments: 3252 read: 1 inserted, 1 updated, 3248 unchanged, 65 deleted, 2 rejected",
                        " rejected patient 21 in line 22 (external id " + WIZA + "): dateOfBirth DATE_IN_FUTURE",
                        " rejected payment 3251 in line 3252 (external id new-2): patientId UNKNOWN_PATIENT",
                        " rejected payment 3252 in line 3253 (external id " + TAKEN + "): externalId DUPLICATE",
                        " " + WIZA + ": Date of birth cannot be in future",
                        " new-2: Select a valid choice. That choice is not one of the available choices.",
                        " " + TAKEN + ": A different record with the same external id came before");
    }

    @Test
    void updatedMovesOnlyWithTheRecord() {
        String unmoved = " created 2026-03-01 updated 2026-03-01 ";
        String moved = " created 2026-03-01 updated 2026-03-02 ";
        assertThat(secondNight)
                .contains(" a new name Alesha810 Grant-Mohr 2022-12-14 15509.07" + moved)
                .contains(" a new amount Kirby843 Gleichner915 1998-08-04 10160.36" + unmoved)
                .contains(" a bad birth date Gayle448 Wiza601 2022-05-05 11773.41" + unmoved)
                .contains(" nothing Trent525 Tremblay80 1984-06-24 0.00" + moved);
    }

    @Test
    void bothQueriesAreAnswered() {
        assertThat(answers)
                .contains(" Kirby843 Gleichner915 1998-08-04 39 payments 10160.36")
                .contains("Together: 7 patients, 436 payments, 92411.78.")
                .contains(" 516b08d4-1ac9-503c-17d0-efbd2fbfc3bf 585.55"
                        + " created 2026-03-01T02:00:00Z updated 2026-03-02T02:00:00Z")
                .contains("5 of 39;")
                .doesNotContain("Tremblay80");
    }
}
