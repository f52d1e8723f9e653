package io.github.patientpayments.internal.snapshot.mapping;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How amounts are written. What is not declared is not accepted.
 *
 * @param decimal the character before the decimals
 * @param group the character between groups of three digits; null if there are none
 * @param currency a text that may precede or follow the number; empty if none may
 * @param parentheses whether a number in parentheses is negative
 */
record AmountForm(char decimal, @Nullable Character group, String currency, boolean parentheses) {

    static final char POINT = '.';
    static final AmountForm USUAL = new AmountForm(POINT, null, "", false);

    private static final int GROUP = 3;

    boolean isUsual() {
        return equals(USUAL);
    }

    /** What could mean two things. */
    Optional<String> problem() {
        if (group != null && group == decimal) {
            return Optional.of("it is the same as group");
        }
        String marks = decimal + (group == null ? "" : group.toString());
        if (marks.chars().anyMatch(c -> Character.isLetter(c) || isPartOfNumber(c))) {
            return Optional.of("decimal and group can be neither letters, digits, a minus nor parentheses");
        }
        return currency.chars().anyMatch(c -> marks.indexOf(c) >= 0 || isPartOfNumber(c))
                ? Optional.of("currency can have neither digits, a minus, parentheses, decimal nor group in it")
                : Optional.empty();
    }

    private static boolean isPartOfNumber(int c) {
        return Character.isDigit(c) || c == '-' || c == '(' || c == ')';
    }

    /** The amount; null if it is not written in this form. */
    @Nullable
    BigDecimal parse(String written) {
        String text = written.strip();
        boolean enclosed = parentheses && text.length() > 2 && text.startsWith("(") && text.endsWith(")");
        if (enclosed) {
            text = text.substring(1, text.length() - 1).strip();
        }
        boolean minus = text.startsWith("-");
        text = withoutCurrency(minus ? text.substring(1) : text);
        if (!minus && text.startsWith("-")) {
            minus = true;
            text = text.substring(1);
        }
        if (text.isEmpty() || !isDigit(text.charAt(0)) || (enclosed && minus)) {
            return null;
        }
        String plain = isUsual() ? text : plain(text);
        BigDecimal amount = plain == null ? null : Numbers.decimal(plain);
        return amount == null || minus == enclosed ? amount : amount.negate();
    }

    private String withoutCurrency(String text) {
        if (currency.isEmpty()) {
            return text;
        }
        if (text.startsWith(currency)) {
            return text.substring(currency.length()).strip();
        }
        return text.endsWith(currency)
                ? text.substring(0, text.length() - currency.length()).strip()
                : text;
    }

    /**
     * The text without groups and with a point. Null if it has anything else than digits, such as an exponent, or a
     * group of another number of digits than three.
     */
    private @Nullable String plain(String text) {
        int end = text.indexOf(decimal);
        String whole = end < 0 ? text : text.substring(0, end);
        String decimals = end < 0 ? null : text.substring(end + 1);
        String digits = group == null ? whole : withoutGroups(whole, group);
        if (digits == null || !isDigits(digits) || (decimals != null && !isDigits(decimals))) {
            return null;
        }
        return decimals == null ? digits : digits + POINT + decimals;
    }

    private static @Nullable String withoutGroups(String whole, char group) {
        String[] groups = whole.split(Pattern.quote(String.valueOf(group)), -1);
        boolean grouped = groups.length == 1 || groups[0].length() <= GROUP;
        for (int i = 1; i < groups.length; i++) {
            grouped &= groups[i].length() == GROUP;
        }
        return grouped ? String.join("", groups) : null;
    }

    private static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> isDigit((char) c));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
