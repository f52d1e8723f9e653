package io.github.patientpayments.internal.snapshot.mapping;

import io.github.patientpayments.internal.record.Faults;
import io.github.patientpayments.sync.Rejection.Code;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An id, of one part or several. Parts are joined so that different parts never become the same id: a separator within
 * a part is escaped.
 *
 * @param places where its parts are
 * @param separator the character between two parts
 * @param prefix the text before the id, which is no part of it
 * @param missing the texts that stand for a missing value
 */
record IdRule(List<Integer> places, char separator, String prefix, Set<String> missing) implements FieldRule<String> {

    static final char ESCAPE = '\\';

    @Override
    public @Nullable String read(PlacedValues values, String field, Faults faults) {
        if (places.size() == 1) {
            return part(places.get(0), values, field, faults);
        }
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < places.size(); i++) {
            String part = part(places.get(i), values, field, faults);
            if (part == null) {
                return null;
            }
            if (part.isBlank()) {
                return part; // and so the whole is
            }
            if (i > 0) {
                joined.append(separator);
            }
            appendEscaped(part, joined);
        }
        return joined.toString();
    }

    private @Nullable String part(int place, PlacedValues values, String field, Faults faults) {
        String text = values.id(place, field, faults);
        if (text == null || missing.contains(text)) {
            return null;
        }
        if (!text.startsWith(prefix)) {
            faults.add(field, Code.WRONG_FORM);
            return null;
        }
        return text.substring(prefix.length());
    }

    private void appendEscaped(String part, StringBuilder joined) {
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == separator || c == ESCAPE) {
                joined.append(ESCAPE);
            }
            joined.append(c);
        }
    }
}
