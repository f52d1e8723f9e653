package io.github.patientpayments.examples.service.admin;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * CSV that a spreadsheet may open: no cell of another system's is taken for a formula, even if the spreadsheet expects
 * semicolons or tabs in place of commas.
 */
final class CsvCells {

    private static final Pattern FORMULA = Pattern.compile("[=+\\-@\\t\\r\\n].*", Pattern.DOTALL);

    /** What would begin a cell there. Quotes and blanks at its beginning do not count. */
    private static final Pattern INNER_FORMULA = Pattern.compile("([;\\t\\r\\n][\\s\"]*)(?=[=+\\-@])");

    /** An amount may be negative: it is a number and no formula. */
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

    private static final Pattern TO_QUOTE = Pattern.compile("[\",\\r\\n]");

    private CsvCells() {}

    static String line(String... cells) {
        return Arrays.stream(cells).map(CsvCells::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    static String cell(String text) {
        boolean formula =
                FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches();
        String harmless = INNER_FORMULA.matcher(formula ? "'" + text : text).replaceAll("$1'");
        return TO_QUOTE.matcher(harmless).find() ? "\"" + harmless.replace("\"", "\"\"") + "\"" : harmless;
    }
}
