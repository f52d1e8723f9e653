package io.github.patientpayments.internal.snapshot.mapping;

import io.github.patientpayments.internal.record.Faults;
import io.github.patientpayments.internal.record.PaymentFields;
import io.github.patientpayments.internal.record.RecordRules;
import io.github.patientpayments.sync.CsvFormat;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The mapping of one set.
 *
 * @param places where in a record its values are, as a mapping writes them; rules refer to them by their number
 * @param optional the numbers of the places that a file need not have
 * @param rules how each field is read, by its name; a field that is not mapped is missing in all records
 * @param filters the conditions that all hold for a record of the set
 * @param envelope where the records are in a document; null for the default forms, an array or one object per line
 * @param header the line before the records of CSV; null if there is none
 * @param trailer the line after them; null if there is none
 * @param csv how CSV is written, unless its source says so
 * @param delimited whether the mapping says that the set is CSV
 * @param text the text of the mapping; null if there is none
 */
public record SetMapping(
        List<String> places,
        List<Integer> optional,
        Map<String, FieldRule<?>> rules,
        List<Condition> filters,
        @Nullable Envelope envelope,
        @Nullable ControlRow header,
        @Nullable ControlRow trailer,
        CsvFormat csv,
        boolean delimited,
        @Nullable String text) {

    /** The field that a value of a condition is, for faults. */
    private static final String WHOLE_RECORD = RecordRules.WHOLE_RECORD;

    /** Each field has its own name and the usual form. */
    public static SetMapping none(RecordRules<?> set) {
        Map<String, FieldRule<?>> rules = new LinkedHashMap<>();
        Places places = new Places();
        for (String name : set.fieldNames()) {
            int place = places.numberOf(name, !set.requiredNames().contains(name));
            rules.put(
                    name,
                    name.equals(RecordRules.DELETED)
                            ? FieldRule.usualMark(place)
                            : FieldRule.usual(set.typeOf(name), place));
        }
        return new SetMapping(
                places.names(),
                places.optional(),
                rules,
                List.of(),
                null,
                null,
                null,
                CsvFormat.defaults(),
                false,
                null);
    }

    /** Whether the last line has a count: without one, it could be any record of a file that was cut. */
    public boolean hasCountAtEnd() {
        return trailer != null && trailer.values().contains(ControlRow.COUNT);
    }

    public boolean isNone() {
        return text == null;
    }

    /** An amount that is written like those of the records; null if it is not. */
    public @Nullable BigDecimal amountOf(String written) {
        return rules.get(PaymentFields.AMOUNT.name()) instanceof AmountRule rule ? rule.amountOf(written) : null;
    }

    /** The places that a file of CSV has to have. */
    public List<String> neededPlaces() {
        return IntStream.range(0, places.size())
                .filter(place -> !optional.contains(place))
                .mapToObj(places::get)
                .toList();
    }

    /** Whether a record belongs to the set; a value that can't be compared is a fault. */
    public boolean keeps(PlacedValues values, Faults faults) {
        boolean keeps = true;
        for (int i = 0; i < filters.size(); i++) {
            keeps &= filters.get(i).holds(values, WHOLE_RECORD, faults);
        }
        return keeps;
    }
}
