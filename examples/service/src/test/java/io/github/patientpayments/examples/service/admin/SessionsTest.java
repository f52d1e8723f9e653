package io.github.patientpayments.examples.service.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** How long a session lasts. */
class SessionsTest {

    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final Sessions sessions = new Sessions(((InstantSource) () -> now).withZone(ZoneOffset.UTC));

    private void passes(Duration time) {
        now = now.plus(time);
    }

    @Test
    void aSessionThatIsNotUsedEnds() {
        String id = sessions.begin(false);
        passes(Sessions.IDLE);
        assertThat(sessions.find(id)).isPresent();
        passes(Sessions.IDLE);
        assertThat(sessions.find(id)).as("used in between").isPresent();
        passes(Sessions.IDLE.plusSeconds(1));
        assertThat(sessions.find(id)).isEmpty();
        assertThat(sessions.find(id)).as("it does not come back").isEmpty();
    }

    @Test
    void aSessionThatIsUsedEndsAfterTwelveHours() {
        String id = sessions.begin(false);
        for (int i = 0; i < 36; i++) {
            passes(Duration.ofMinutes(20));
            assertThat(sessions.find(id)).isPresent();
        }
        passes(Duration.ofMinutes(20));
        assertThat(sessions.find(id)).isEmpty();
    }

    @Test
    void theOldestOfTooManySessionsEnds() {
        String first = sessions.begin(false);
        String second = sessions.begin(true);
        for (int i = 0; i < 999; i++) {
            sessions.begin(false);
        }
        assertThat(sessions.find(first)).isEmpty();
        assertThat(sessions.find(second)).isPresent();
    }

    @Test
    void idsAreLongAndDiffer() {
        String id = sessions.begin(false);

        assertThat(id).hasSize(43).isNotEqualTo(sessions.begin(false));
        assertThat(sessions.find("")).isEmpty();
    }
}
