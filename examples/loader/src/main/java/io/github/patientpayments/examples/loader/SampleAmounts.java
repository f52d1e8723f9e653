package io.github.patientpayments.examples.loader;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the values of a column may be written as amounts.
 *
 * @param decimal the character before the decimals
 * @param group the character between groups of three digits; empty if there are none
 * @param currency a text before or after the number; empty if there is none
 * @param parentheses whether some numbers are in parentheses
 * @param integers whether none has decimals
 */
record SampleAmounts(String decimal, String group, String currency, boolean parentheses, boolean integers) {

    static final String POINT = ".";
    static final String COMMA = ",";

    private static final Pattern PARTS =
            Pattern.compile("(?<open>\\(?)\\s*-?(?<before>\\p{Sc}|[A-Z]{3}|)\\s*-?(?<number>\\d[\\d.,]*)\\s*"
                    + "(?<after>\\p{Sc}|[A-Z]{3}|)(?<close>\\)?)");

    private static final List<Form> FORMS = List.of(
            new Form(POINT, "", "\\d+(\\.\\d+)?"),
            new Form(COMMA, "", "\\d+(,\\d+)?"),
            new Form(POINT, COMMA, "(\\d{1,3}(,\\d{3})+|\\d+)(\\.\\d+)?"),
            new Form(COMMA, POINT, "(\\d{1,3}(\\.\\d{3})+|\\d+)(,\\d+)?"));

    /**
     * The forms in which all values can be read; with more than one of them, they are other amounts in each.
     *
     * @return empty if a value is no number, or there is none
     */
    static List<SampleAmounts> of(List<String> values) {
        List<String> numbers = new ArrayList<>();
        Set<String> currencies = new HashSet<>();
        boolean parentheses = false;
        for (String value : values) {
            Matcher parts = PARTS.matcher(value);
            if (!parts.matches()
                    || parts.group("open").isEmpty() != parts.group("close").isEmpty()) {
                return List.of();
            }
            numbers.add(parts.group("number"));
            parentheses |= !parts.group("open").isEmpty();
            currencies.add(parts.group("before") + parts.group("after"));
        }
        currencies.remove("");
        if (numbers.isEmpty() || currencies.size() > 1) {
            return List.of();
        }
        return readings(numbers, String.join("", currencies), parentheses);
    }

    private static List<SampleAmounts> readings(List<String> numbers, String currency, boolean parentheses) {
        List<SampleAmounts> readings = new ArrayList<>();
        Set<List<BigDecimal>> known = new HashSet<>();
        boolean integers = numbers.stream().allMatch(number -> number.matches("\\d+"));
        for (Form form : FORMS) {
            if (numbers.stream().allMatch(form::fits)
                    && known.add(numbers.stream().map(form::amount).toList())) {
                readings.add(new SampleAmounts(form.decimal, form.group, currency, parentheses, integers));
            }
        }
        return readings;
    }

    /** Whether a mapping need not say anything about it. */
    boolean isUsual() {
        return decimal.equals(POINT) && group.isEmpty() && currency.isEmpty() && !parentheses;
    }

    private record Form(String decimal, String group, String pattern) {

        boolean fits(String number) {
            return number.matches(pattern);
        }

        BigDecimal amount(String number) {
            String whole = group.isEmpty() ? number : number.replace(group, "");
            return new BigDecimal(whole.replace(decimal, POINT)).stripTrailingZeros();
        }
    }
}
