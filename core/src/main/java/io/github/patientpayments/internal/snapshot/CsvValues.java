package io.github.patientpayments.internal.snapshot;

import io.github.patientpayments.internal.record.Faults;
import io.github.patientpayments.internal.snapshot.mapping.Numbers;
import io.github.patientpayments.internal.snapshot.mapping.PlacedValues;
import io.github.patientpayments.sync.Rejection.Code;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of one line of CSV. An empty value is a missing one. Reused for every line. */
final class CsvValues implements PlacedValues {

    private final List<String> columns;
    private final @Nullable String[] texts;

    CsvValues(List<String> columns) {
        this.columns = columns;
        this.texts = new String[columns.size()];
    }

    void clear() {
        Arrays.fill(texts, null);
    }

    void set(int place, String text) {
        texts[place] = text;
    }

    /** Whether each is the name of its column, as in the first line of most files. */
    boolean areTheirNames() {
        boolean some = false;
        for (int i = 0; i < texts.length; i++) {
            if (texts[i] != null && !columns.get(i).equals(texts[i])) {
                return false;
            }
            some |= texts[i] != null;
        }
        return some;
    }

    @Override
    public @Nullable String id(int place, String field, Faults faults) {
        return texts[place];
    }

    @Override
    public @Nullable String text(int place, String field, Faults faults) {
        return texts[place];
    }

    @Override
    public @Nullable String scalar(int place, String field, Faults faults) {
        return texts[place];
    }

    @Override
    public boolean flag(int place, String field, Faults faults) {
        String text = texts[place];
        boolean flag = "true".equals(text);
        if (text != null && !flag && !"false".equals(text)) {
            faults.add(field, Code.WRONG_TYPE);
        }
        return flag;
    }

    @Override
    public @Nullable BigDecimal decimal(int place, String field, Faults faults) {
        return Numbers.decimal(texts[place], field, faults);
    }

    @Override
    public boolean isNumber(int place) {
        return false;
    }
}
