package io.github.patientpayments.internal.snapshot;

import io.github.patientpayments.internal.record.Faults;
import io.github.patientpayments.internal.record.Location;
import io.github.patientpayments.internal.record.ParsedRecord;
import io.github.patientpayments.internal.record.RecordHash;
import io.github.patientpayments.internal.record.RecordRules;
import io.github.patientpayments.internal.snapshot.mapping.MappedFields;
import io.github.patientpayments.internal.snapshot.mapping.PlacedValues;
import io.github.patientpayments.internal.snapshot.mapping.SetMapping;
import io.github.patientpayments.sync.Rejection.Code;
import java.util.function.Consumer;

/** Makes records of the values of elements, and passes them on, unless the mapping leaves them out. */
final class Intake<T> {

    private final RecordRules<T> rules;
    private final SetMapping mapping;
    private final PlacedValues values;
    private final MappedFields fields;
    private final RecordHash hash;
    private final Consumer<ParsedRecord> consumer;
    private long filtered;

    Intake(
            RecordRules<T> rules,
            SetMapping mapping,
            PlacedValues values,
            RecordHash hash,
            Consumer<ParsedRecord> consumer) {
        this.rules = rules;
        this.mapping = mapping;
        this.values = values;
        this.fields = new MappedFields(rules.fieldNames(), mapping, values);
        this.hash = hash;
        this.consumer = consumer;
    }

    /** Takes the element whose values were read last. */
    void take(Location location) {
        if (!mapping.filters().isEmpty()) {
            Faults faults = new Faults();
            boolean kept = mapping.keeps(values, faults);
            if (!faults.isEmpty()) {
                reject(location, Code.WRONG_TYPE); // it may belong to the set or not
                return;
            }
            if (!kept) {
                filtered++;
                return;
            }
        }
        consumer.accept(rules.read(location, fields, hash));
    }

    /** Rejects an element of which nothing can be read. */
    void reject(Location location, Code why) {
        consumer.accept(rules.unreadable(location, why));
    }

    /** The elements that the mapping left out. */
    long filtered() {
        return filtered;
    }
}
