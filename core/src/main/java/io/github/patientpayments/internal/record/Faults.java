package io.github.patientpayments.internal.record;

import io.github.patientpayments.sync.Rejection.Code;
import io.github.patientpayments.sync.Rejection.Fault;
import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with one record. */
public final class Faults {

    private final List<Fault> list = new ArrayList<>(0);

    public void add(String field, Code code) {
        list.add(new Fault(field, code));
    }

    /** Whether a field is known to be wrong, so that what follows from it need not be told. */
    boolean on(String field) {
        return list.stream().anyMatch(fault -> fault.field().equals(field));
    }

    /** Forgets what is wrong with other fields than this, which do not matter. */
    void keepOn(String field) {
        list.removeIf(fault -> !fault.field().equals(field));
    }

    List<Fault> list() {
        return List.copyOf(list);
    }
}
