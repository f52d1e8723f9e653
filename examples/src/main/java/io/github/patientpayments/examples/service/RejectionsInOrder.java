package io.github.patientpayments.examples.service;

import io.github.patientpayments.Page;
import io.github.patientpayments.PageRequest;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.Rejection;
import io.github.patientpayments.RejectionSort;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The rejections of a run, a page at a time, to be walked beside its records. */
final class RejectionsInOrder {

    private final PatientPaymentStore store;
    private final long run;
    private final Queue<Rejection> loaded = new ArrayDeque<>();
    private @Nullable String cursor;
    private boolean last;

    /**
     * Asks nothing yet.
     *
     * @param any false if it is known that there is none
     */
    RejectionsInOrder(PatientPaymentStore store, long run, boolean any) {
        this.store = store;
        this.run = run;
        this.last = !any;
    }

    /** That of the record at a position, if it was rejected. Positions are asked for in their order. */
    Optional<Rejection> at(long position) {
        if (loaded.isEmpty() && !last) {
            load();
        }
        Rejection next = loaded.peek();
        return next != null && next.position() == position ? Optional.of(loaded.remove()) : Optional.empty();
    }

    private void load() {
        PageRequest<RejectionSort> request =
                PageRequest.by(RejectionSort.POSITION).limit(PageRequest.MAX_LIMIT);
        Page<Rejection> page = store.rejections(run, cursor == null ? request : request.after(cursor));
        loaded.addAll(page.items());
        cursor = page.next().orElse(null);
        last = cursor == null;
    }
}
