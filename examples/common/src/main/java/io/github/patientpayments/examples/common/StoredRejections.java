package io.github.patientpayments.examples.common;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.RejectionSort;
import io.github.patientpayments.sync.Rejection;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The rejections of a run that a store has kept, in the order of the input; a page of them in memory. */
public final class StoredRejections implements Iterator<Rejection> {

    /** The most that a store can keep of a run. */
    public static final int CAPACITY = 1_000_000;

    private final PatientPaymentStore store;
    private final long run;
    private final Queue<Rejection> loaded = new ArrayDeque<>();
    private @Nullable String cursor;
    private boolean last;

    /** Asks nothing yet. */
    public StoredRejections(PatientPaymentStore store, long run) {
        this.store = store;
        this.run = run;
    }

    @Override
    public boolean hasNext() {
        if (loaded.isEmpty() && !last) {
            load();
        }
        return !loaded.isEmpty();
    }

    @Override
    public Rejection next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return loaded.remove();
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
