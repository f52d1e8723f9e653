package io.github.patientpayments.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The quick start, as the person in front of the screen sees it. */
class QuickstartMainTest {

    private static String challenge;
    private static String firstNight;
    private static String secondNight;
    private static String answers;

    @BeforeAll
    static void run() {
        try (HikariDataSource database = new HikariDataSource()) {
            database.setJdbcUrl("jdbc:h2:mem:quickstart_test");
            split(Printed.by(out -> QuickstartMain.run(database, out)));
        }
    }

    private static void split(String printed) {
        challenge = Printed.between(printed, "1. The challenge", "2. Two nights");
        firstNight = Printed.between(printed, "The first night", "The second night");
        secondNight = Printed.between(printed, "The second night", "Who has paid between 10000");
        answers = printed.substring(printed.indexOf("Who has paid between 10000"));
    }

    @Test
    void fourPatientsOfTheChallengeAreStoredAndTheFirstIsRejectedForItsBirthDate() {
        assertThat(challenge)
                .contains(" patients 5 4 0 0 0 1 0")
                .contains(" PATIENT no. 1 52 DATE_IN_FUTURE Date of birth cannot be in future")
                .contains(" 52 Rick Deckard 1983-02-01 ")
                .contains(" 4 Pris Stratton 1993-12-20 ")
                .contains(" 8 Roy Batti 1993-06-12 ")
                .contains(" 15 Eldon Tyrell 1956-04-01 ");
    }

    @Test
    void exactlyOnePaymentOfTheChallengeIsStored() {
        assertThat(challenge).contains(" payments 6 1 0 0 0 5 0");
        assertThat(Printed.between(challenge, "Stored payments of patient 8", "Who has paid"))
                .contains(" 602 9.29 ");
        assertThat(challenge.substring(challenge.indexOf("Who has paid")))
                .contains(" 8 Roy Batti 1993-06-12 1 9.29")
                .doesNotContain("Deckard");
    }

    @Test
    void theFirstNightIsNew() {
        assertThat(firstNight)
                .contains("Run 1, APPLIED")
                .contains(" patients 40 40 0 0 0 0 0")
                .contains(" payments 3314 3314 0 0 0 0 0")
                .doesNotContain("Rejected");
    }

    @Test
    void theSecondNightChangesWhatChangedAndSaysWhatItRejected() {
        assertThat(secondNight)
                .contains("Run 2, APPLIED")
                .contains(" patients 39 0 1 37 1 1 1")
                .contains(" payments 3252 1 1 3248 65 2 0")
                .contains(" DATE_IN_FUTURE Date of birth cannot be in future")
                .contains(" PAYMENT no. 3251 new-2 UNKNOWN_PATIENT Select a valid choice.")
                .contains(" DUPLICATE A different record with the same external id came before");
    }

    @Test
    void updatedMovesOnlyWithTheRecord() {
        assertThat(secondNight)
                .contains(" a new name Alesha810 Grant-Mohr 2022-12-14 15509.07 2026-03-01 2026-03-02 ")
                .contains(" a new amount Kirby843 Gleichner915 1998-08-04 10160.36 2026-03-01 2026-03-01 ")
                .contains(" a bad birth date Gayle448 Wiza601 2022-05-05 11773.41 2026-03-01 2026-03-01 ")
                .contains(" nothing Trent525 Tremblay80 1984-06-24 0.00 2026-03-01 2026-03-02 ");
    }

    @Test
    void bothQuestionsAreAnswered() {
        assertThat(answers)
                .contains(" Kirby843 Gleichner915 1998-08-04 39 10160.36")
                .contains("Together: 7 patients, 436 payments, 92411.78.")
                .contains(" 516b08d4-1ac9-503c-17d0-efbd2fbfc3bf 585.55 2026-03-01T02:00:00Z 2026-03-02T02:00:00Z")
                .contains("5 of 39;")
                .doesNotContain("Tremblay80");
    }
}
