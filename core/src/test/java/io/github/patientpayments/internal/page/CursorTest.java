package io.github.patientpayments.internal.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.internal.history.FeedCursor;
import io.github.patientpayments.internal.history.FeedPosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class CursorTest {

    private static final Cursor CURSOR = new Cursor(7, Cursor.digest("patients", "NAME"), List.of("müller", "", "42"));

    @Test
    void aCursorIsReadAsItWasWritten() {
        assertThat(Cursor.parse(CURSOR.text())).isEqualTo(CURSOR);
        assertThat(CURSOR.text()).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void everyTamperedCharacterIsNoticed() {
        String text = CURSOR.text();
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'A' ? 'B' : 'A';
            assertNoCursor(text.substring(0, i) + other + text.substring(i + 1));
        }
    }

    @Test
    void everyTruncationIsNoticed() {
        String text = CURSOR.text();
        for (int end = 0; end < text.length(); end++) {
            assertNoCursor(text.substring(0, end));
        }
    }

    @Test
    void anythingAppendedIsNoticed() {
        for (String more : List.of("A", "=", " ", "\n", CURSOR.text())) {
            assertNoCursor(CURSOR.text() + more);
        }
    }

    @Test
    void anotherVersionIsNoCursor() {
        List<String> parts = new ArrayList<>(List.of("2", "7", CURSOR.query(), "42"));
        parts.add(Cursor.digest(parts));

        assertNoCursor(encoded(parts));
        parts.set(0, "1");
        parts.set(4, Cursor.digest(parts.subList(0, 4)));
        assertThat(Cursor.parse(encoded(parts)).keys()).containsExactly("42");
    }

    @Test
    void aCursorWithoutKeysIsNoCursor() {
        assertNoCursor(new Cursor(7, CURSOR.query(), List.of()).text());
    }

    @Test
    void theBaseRunIsANumberInItsShortestForm() {
        for (String run : List.of("x", "", "07", "+7", "9".repeat(30))) {
            List<String> parts = new ArrayList<>(List.of("1", run, CURSOR.query(), "42"));
            parts.add(Cursor.digest(parts));

            assertNoCursor(encoded(parts));
        }
    }

    @Test
    void eachQueryHasItsOwnDigest() {
        assertThat(List.of(
                        Cursor.digest("patients", "NAME", true),
                        Cursor.digest("patients", "NAME", false),
                        Cursor.digest("patients", "ID", true),
                        Cursor.digest("payments", "ID", true)))
                .doesNotHaveDuplicates();
    }

    @Test
    void aDigestDoesNotShowTheQuery() {
        assertThat(Cursor.digest("patients", "Miller"))
                .matches("[A-Za-z0-9_-]{16}")
                .doesNotContainIgnoringCase("miller");
    }

    @Test
    void theChangeFeedDoesNotAcceptTheCursorOfAPage() {
        assertThatThrownBy(() -> FeedCursor.parse(CURSOR.text()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("belongs to a page");
        FeedPosition position = FeedPosition.endOf(7);
        assertThat(FeedCursor.parse(FeedCursor.text(position))).isEqualTo(position);
    }

    private static String encoded(List<String> parts) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join("\u0000", parts).getBytes(StandardCharsets.UTF_8));
    }

    private static void assertNoCursor(String text) {
        assertThatThrownBy(() -> Cursor.parse(text))
                .as(text)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("That is not a cursor");
    }
}
