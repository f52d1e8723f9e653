package io.github.patientpayments.internal.record;

import io.github.patientpayments.sync.Rejection.Code;
import io.github.patientpayments.sync.Rejection.Fault;
import java.util.ArrayList;
import java.util.List;

/** Collects the faults of one record. */
public final class Faults {

    private List<Fault> list = List.of();

    public void add(String field, Code code) {
        if (list.isEmpty()) {
            list = new ArrayList<>();
        }
        list.add(new Fault(field, code));
    }

    /** Adds those of another record or part of one. */
    public void addAll(Faults others) {
        others.list.forEach(fault -> add(fault.field(), fault.code()));
    }

    public boolean isEmpty() {
        return list.isEmpty();
    }

    /** Whether a field has a fault already, so that faults that follow from it need not be reported. */
    boolean on(String field) {
        for (Fault fault : list) {
            if (fault.field().equals(field)) {
                return true;
            }
        }
        return false;
    }

    /** Removes the faults of all other fields. */
    void keepOn(String field) {
        if (!list.isEmpty()) {
            list.removeIf(fault -> !fault.field().equals(field));
        }
    }

    List<Fault> list() {
        return List.copyOf(list);
    }
}
