package io.github.patientpayments.examples.common;

import java.util.ArrayList;
import java.util.List;

/** How many columns of a terminal a text takes: names may be of any script. */
final class TextWidth {

    private static final String CUT = "..";

    private TextWidth() {}

    static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
    }

    private static int of(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return isWide(codePoint) ? 2 : 1;
    }

    /** Hangul, Chinese and Japanese characters, and emoji. */
    private static boolean isWide(int c) {
        return (c >= 0x1100 && c <= 0x115f)
                || (c >= 0x2e80 && c <= 0xa4cf)
                || (c >= 0xac00 && c <= 0xd7a3)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0xfe30 && c <= 0xfe6f)
                || (c >= 0xff00 && c <= 0xff60)
                || (c >= 0xffe0 && c <= 0xffe6)
                || (c >= 0x1f300 && c <= 0x1faff)
                || c >= 0x20000;
    }

    /** The text itself, or its beginning with a mark that it was cut. */
    static String shortened(String text, int width) {
        return of(text) <= width ? text : text.substring(0, end(text, width - CUT.length())) + CUT;
    }

    /** The lines of a text, broken after a blank where there is one. */
    static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (of(rest) > width) {
            int end = Math.max(end(rest, width), rest.offsetByCodePoints(0, 1));
            int blank = rest.lastIndexOf(' ', end);
            lines.add(rest.substring(0, blank > 0 ? blank : end).stripTrailing());
            rest = rest.substring(blank > 0 ? blank + 1 : end);
        }
        if (!rest.isEmpty() || lines.isEmpty()) {
            lines.add(rest);
        }
        return lines;
    }

    /** The index up to which a text fits. */
    private static int end(String text, int width) {
        int end = 0;
        int used = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            used += of(codePoint);
            if (used > width) {
                return end;
            }
            end += Character.charCount(codePoint);
        }
        return end;
    }
}
