package io.github.patientpayments.examples.common;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.sync.Rejection;
import java.util.Iterator;

/** The rejections of a run that a store has kept. */
public final class StoredRejections {

    /** The most that a store can keep of a run. */
    public static final int CAPACITY = 1_000_000;

    private StoredRejections() {}

    /** All of them in the order of the input, with a page of them in memory. */
    public static Iterator<Rejection> of(PatientPaymentStore store, long run) {
        return PageRequest.first().limit(PageRequest.MAX_LIMIT).stream(page -> store.rejections(run, page))
                .iterator();
    }
}
