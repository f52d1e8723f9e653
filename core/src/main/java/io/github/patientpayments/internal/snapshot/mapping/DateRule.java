package io.github.patientpayments.internal.snapshot.mapping;

import io.github.patientpayments.internal.record.Faults;
import io.github.patientpayments.sync.Rejection.Code;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A date.
 *
 * @param place where it is
 * @param forms how it may be written
 * @param partialMissing whether a year, or a year and a month, stands for a missing date
 * @param missing the texts that stand for a missing date
 */
record DateRule(int place, List<DateForm> forms, boolean partialMissing, Set<String> missing)
        implements FieldRule<LocalDate> {

    static final List<DateForm> USUAL = List.of(DateForm.ISO);

    private static final Pattern PARTIAL = Pattern.compile("(?!0000)\\d{4}(-(0[1-9]|1[0-2]))?");

    @Override
    public @Nullable LocalDate read(PlacedValues values, String field, Faults faults) {
        String text = values.scalar(place, field, faults);
        if (text == null || text.isBlank() || missing.contains(text)) {
            return null;
        }
        LocalDate date = forms.size() == 1 ? forms.get(0).parse(text) : unambiguous(text);
        if (date == null && !(partialMissing && PARTIAL.matcher(text).matches())) {
            faults.add(field, forms.equals(USUAL) ? Code.INVALID_DATE : Code.WRONG_FORM);
        }
        return date;
    }

    /** Null if two forms read different dates in it, as in 01/02/2025. */
    private @Nullable LocalDate unambiguous(String text) {
        LocalDate found = null;
        for (DateForm form : forms) {
            LocalDate date = form.parse(text);
            if (date != null && found != null && !date.equals(found)) {
                return null;
            }
            found = date == null ? found : date;
        }
        return found;
    }
}
