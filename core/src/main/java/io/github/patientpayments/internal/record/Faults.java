package io.github.patientpayments.internal.record;

import io.github.patientpayments.sync.Rejection.Code;
import io.github.patientpayments.sync.Rejection.Fault;
import java.util.ArrayList;
import java.util.List;

/** Collects the faults of one record. */
public final class Faults {

    private final List<Fault> list = new ArrayList<>(0);

    public void add(String field, Code code) {
        list.add(new Fault(field, code));
    }

    /** Whether a field has a fault already, so that faults that follow from it need not be reported. */
    boolean on(String field) {
        return list.stream().anyMatch(fault -> fault.field().equals(field));
    }

    /** Removes the faults of all other fields. */
    void keepOn(String field) {
        list.removeIf(fault -> !fault.field().equals(field));
    }

    List<Fault> list() {
        return List.copyOf(list);
    }
}
