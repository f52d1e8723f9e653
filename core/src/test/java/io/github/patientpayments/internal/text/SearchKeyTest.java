package io.github.patientpayments.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs in a Turkish locale, as all tests do. */
class SearchKeyTest {

    /** U+1F642: one code point, two chars. */
    private static final String ASTRAL = "\uD83D\uDE42";

    @Test
    void everyIIsTheSameIInEveryLocale() {
        assertAllFoldTo("istanbul", "istanbul", "ISTANBUL", "İSTANBUL", "ıstanbul", "I\u0307stanbul", "i\u0307stanbul");
    }

    @Test
    void accentsMakeNoDifferenceComposedOrNot() {
        assertAllFoldTo("e", "e", "É", "\u00e9", "e\u0301", "\u1ec7", "e\u0323\u0302", "e\u0302\u0323");
        assertAllFoldTo("muller", "Müller", "MU\u0308LLER");
    }

    @Test
    void lettersThatDoNotDecomposeHaveABase() {
        assertAllFoldTo("olodht", "Øłöđħŧ", "ØŁÖĐĦŦ");
    }

    @Test
    void sharpSIsTwoLetters() {
        assertAllFoldTo("gross", "groß", "GROẞ", "GROSS", "Gross");
    }

    @Test
    void bothSmallSigmasAreOne() {
        assertAllFoldTo("σισυφοσ", "Σίσυφος", "ΣΊΣΥΦΟΣ", "σισυφοσ");
    }

    @Test
    void ligaturesAndWideLettersAreTheirPlainOnes() {
        assertAllFoldTo("fischer", "\ufb01scher", "Ｆｉｓｃｈｅｒ");
    }

    @Test
    void lettersOutsideTheBasicPlaneHaveCaseToo() {
        assertAllFoldTo("\uD801\uDC28", "\uD801\uDC00", "\uD801\uDC28");
        assertAllFoldTo("a", "\uD835\uDC00"); // U+1D400, a bold A
    }

    @Test
    void otherCharactersStay() {
        assertAllFoldTo("o'brien-smith 2%_!", "O'Brien-Smith 2%_!");
        assertAllFoldTo(ASTRAL, ASTRAL);
        assertAllFoldTo("", "", "\u0301");
    }

    @Test
    void foldingTwiceChangesNothing() {
        for (String text : List.of("İ", "ẞ", "ŉ", "ΐ", "ﬃ", "Ǆ", "Σς", "Å", "ǰ")) {
            assertThat(SearchKey.fold(SearchKey.fold(text))).as(text).isEqualTo(SearchKey.fold(text));
        }
    }

    @Test
    void aKeyHasAtMost100Chars() {
        assertThat(SearchKey.of("A".repeat(100))).isEqualTo("a".repeat(100));
        assertThat(SearchKey.of("A".repeat(101))).isEqualTo("a".repeat(100));
        assertThat(SearchKey.of("ß".repeat(51))).isEqualTo("s".repeat(100));
    }

    @Test
    void aKeyDoesNotEndInHalfASurrogatePair() {
        assertThat(SearchKey.of("a".repeat(98) + ASTRAL)).isEqualTo("a".repeat(98) + ASTRAL);
        assertThat(SearchKey.of("a".repeat(99) + ASTRAL)).isEqualTo("a".repeat(99));
        assertThat(SearchKey.of("a".repeat(100) + ASTRAL)).isEqualTo("a".repeat(100));
    }

    /** PostgreSQL sorts by code points, H2 by UTF-16 units. */
    @Test
    void keysHaveTheSameOrderByCodePointsAndByUnits() {
        List<String> names = Stream.of("x", "\uD7A3", ASTRAL, "\uE000", "\uFEFFx", "\uFFFD", "\uFFFF", "\uDBBF\uDFFD")
                .map(SearchKey::fold)
                .toList();

        assertThat(names).doesNotHaveDuplicates();
        assertThat(names.stream().sorted())
                .containsExactlyElementsOf(names.stream()
                        .sorted(Comparator.comparing(
                                key -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned))
                        .toList());
        assertThat(SearchKey.fold("\uE000")).isEqualTo("\uDBF8\uDC00"); // U+10E000
    }

    private static void assertAllFoldTo(String key, String... names) {
        for (String name : names) {
            assertThat(SearchKey.of(name)).as(name).isEqualTo(key);
        }
    }
}
