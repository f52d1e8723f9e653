package io.github.patientpayments.internal.snapshot;

import io.github.patientpayments.internal.record.Faults;
import io.github.patientpayments.internal.record.FieldReader;
import io.github.patientpayments.sync.Rejection.Code;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The known fields of one line of CSV. An empty value is a missing one. Reused for every line. */
final class CsvFields implements FieldReader {

    private final List<String> names;
    private final @Nullable String[] texts;

    CsvFields(List<String> names) {
        this.names = names;
        this.texts = new String[names.size()];
    }

    void clear() {
        Arrays.fill(texts, null);
    }

    void set(int field, String text) {
        texts[field] = text;
    }

    /** Whether each has its own name as value, as in the first line of most files. */
    boolean areTheirNames() {
        boolean some = false;
        for (int i = 0; i < texts.length; i++) {
            if (texts[i] != null && !names.get(i).equals(texts[i])) {
                return false;
            }
            some |= texts[i] != null;
        }
        return some;
    }

    @Override
    public @Nullable String id(int field, Faults faults) {
        return texts[field];
    }

    @Override
    public @Nullable String text(int field, Faults faults) {
        return texts[field];
    }

    @Override
    public boolean flag(int field, Faults faults) {
        String text = texts[field];
        boolean flag = "true".equals(text);
        if (text != null && !flag && !"false".equals(text)) {
            faults.add(names.get(field), Code.WRONG_TYPE);
        }
        return flag;
    }

    @Override
    public @Nullable LocalDate date(int field, Faults faults) {
        return Numbers.date(texts[field], names.get(field), faults);
    }

    @Override
    public @Nullable BigDecimal decimal(int field, Faults faults) {
        return Numbers.decimal(texts[field], names.get(field), faults);
    }
}
