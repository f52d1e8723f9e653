package io.github.patientpayments.examples.loader;

import io.github.patientpayments.examples.common.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A mapping to start from, and what a person has to decide before it can be used. */
final class MappingDraft {

    private static final String FROM = "from";
    private static final String UNKNOWN = "?";
    private static final int CENTS = 2;

    private final FileSample sample;
    private final FieldGuess guess;
    private final List<String> openPoints = new ArrayList<>();

    MappingDraft(FileSample sample, FieldGuess guess) {
        this.sample = sample;
        this.guess = guess;
        if (!sample.named()) {
            openPoints.add("The first line has no known names, so it counts as a record and the columns are numbered."
                    + " If it has the names, add --header.");
        }
        if (!guess.missing().isEmpty()) {
            openPoints.add("No column was found for " + String.join(", ", guess.missing()) + ": replace each \""
                    + UNKNOWN + "\" with the name of one.");
        }
        guess.columns().forEach(this::check);
    }

    /** What is not certain, in sentences. */
    List<String> openPoints() {
        return List.copyOf(openPoints);
    }

    private void check(String field, SampleColumn column) {
        if (guess.byValues().contains(field)) {
            note(field, "only the values speak for this column, not its name.");
        }
        List<SampleColumn> others = guess.others().getOrDefault(field, List.of());
        if (!others.isEmpty()) {
            note(
                    field,
                    "it could also be "
                            + others.stream().map(SampleColumn::name).collect(Collectors.joining(" or ")) + ".");
        }
        if (FieldGuess.isRequired(field) && column.size() < sample.count()) {
            note(
                    field,
                    (sample.count() - column.size()) + " of " + sample.count()
                            + " records have no value. They are rejected unless \"where\" leaves them out.");
        }
        if (field.equals(FieldGuess.EXTERNAL_ID) && !column.isDistinct()) {
            note(
                    field,
                    "several records have the same value. If an id consists of several columns, \"from\" can be a"
                            + " list of them, with a \"separator\".");
        }
        if (column.size() > 0 && FieldGuess.isDate(field)) {
            checkDates(field, column.dates());
        }
        if (field.equals(FieldGuess.AMOUNT)) {
            checkAmounts(column);
        }
    }

    private void checkDates(String field, SampleDates dates) {
        if (dates.patterns().size() > 1) {
            note(field, String.join(" and ", dates.patterns()) + " fit all values. Add the right one as \"formats\".");
        } else if (dates.patterns().isEmpty()) {
            String best = dates.best().isEmpty() ? "" : " (" + dates.best() + " fits " + dates.fitting() + ")";
            note(field, "no known pattern fits all values" + best + ". Add the right ones as \"formats\".");
        }
        if (!dates.missing().isEmpty()) {
            note(field, String.join(", ", dates.missing()) + " counts as a missing date: see \"missing\".");
        }
    }

    private void checkAmounts(SampleColumn column) {
        List<SampleAmounts> amounts = column.amounts();
        if (amounts.size() > 1) {
            note(
                    FieldGuess.AMOUNT,
                    "a comma or point can be before the decimals or between groups of three digits."
                            + " Add \"decimal\", \"group\" or both.");
        } else if (isCents(column)) {
            note(FieldGuess.AMOUNT, "all values are integers and the name says cents, hence \"minorUnits\".");
        } else if (amounts.stream().anyMatch(SampleAmounts::integers)) {
            note(FieldGuess.AMOUNT, "all values are integers, perhaps cents. If they are, add \"minorUnits\": 2.");
        }
    }

    private static boolean isCents(SampleColumn column) {
        String name = column.name().toLowerCase(Locale.ROOT);
        return (name.contains("cent") || name.contains("minor"))
                && column.amounts().stream().anyMatch(SampleAmounts::integers);
    }

    private void note(String field, String what) {
        openPoints.add(field + ": " + what);
    }

    /** The text of the mapping. */
    String text() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Json json = Json.inLines(bytes)) {
            write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory has none
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void write(Json json) throws IOException {
        json.object();
        if (!openPoints.isEmpty()) {
            json.text("description", "Draft. " + String.join(" ", openPoints));
        }
        json.object(guess.type().plural());
        if (sample.isCsv()) {
            csv(json);
        }
        if (sample.records().isPresent()) {
            json.text("records", sample.records());
        }
        json.object("fields");
        for (String field : guess.fields()) {
            SampleColumn column = guess.columns().get(field);
            if (column != null) {
                field(json, field, column);
            } else if (guess.missing().contains(field)) {
                json.text(field, UNKNOWN);
            }
        }
        json.end().end().end().line();
    }

    private void csv(Json json) throws IOException {
        json.object("csv").text("delimiter", sample.delimiter());
        if (!sample.text().isUtf8()) {
            json.text("encoding", sample.text().encoding().name());
        }
        if (!sample.named()) {
            list(
                    json,
                    "columns",
                    sample.columns().stream().map(SampleColumn::name).toList());
        }
        json.end();
    }

    private static void list(Json json, String key, List<String> values) throws IOException {
        json.array(key);
        for (String value : values) {
            json.element(value);
        }
        json.end();
    }

    private static void field(Json json, String field, SampleColumn column) throws IOException {
        SampleDates dates = FieldGuess.isDate(field) ? column.dates() : null;
        List<SampleAmounts> amounts = field.equals(FieldGuess.AMOUNT) ? column.amounts() : List.of();
        SampleAmounts form = amounts.size() == 1 && !amounts.get(0).isUsual() ? amounts.get(0) : null;
        boolean cents = field.equals(FieldGuess.AMOUNT) && isCents(column);
        if (form == null && !cents && (dates == null || isUsual(dates))) {
            json.text(field, column.name());
            return;
        }
        json.object(field).text(FROM, column.name());
        if (cents) {
            json.number("minorUnits", CENTS);
        }
        dates(json, dates);
        amounts(json, form);
        json.end();
    }

    private static boolean isUsual(SampleDates dates) {
        return dates.missing().isEmpty()
                && (dates.patterns().size() != 1 || dates.patterns().contains(SampleDates.ISO));
    }

    private static void dates(Json json, @Nullable SampleDates dates) throws IOException {
        if (dates == null) {
            return;
        }
        if (dates.patterns().size() == 1 && !dates.patterns().contains(SampleDates.ISO)) {
            json.text("formats", dates.patterns().get(0));
        }
        if (!dates.missing().isEmpty()) {
            list(json, "missing", dates.missing());
        }
    }

    private static void amounts(Json json, @Nullable SampleAmounts form) throws IOException {
        if (form == null) {
            return;
        }
        if (!form.decimal().equals(SampleAmounts.POINT)) {
            json.text("decimal", form.decimal());
        }
        if (!form.group().isEmpty()) {
            json.text("group", form.group());
        }
        if (!form.currency().isEmpty()) {
            json.text("currency", form.currency());
        }
        if (form.parentheses()) {
            json.flag("parentheses", true);
        }
    }
}
