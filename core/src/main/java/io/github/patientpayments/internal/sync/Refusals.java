package io.github.patientpayments.internal.sync;

import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.SyncOptions;
import java.util.ArrayList;
import java.util.List;

/** Collects the refusals of a run, for the reasons that neither the store nor its sync has lifted. */
final class Refusals {

    private final Guard guard;
    private final SyncOptions options;
    private final List<Refusal> refusals = new ArrayList<>();

    Refusals(Guard guard, SyncOptions options) {
        this.guard = guard;
        this.options = options;
    }

    /** Whether the run can be refused for this reason. */
    boolean watch(Reason reason) {
        return guard.guards(reason) && !options.lifts(reason);
    }

    void add(Reason reason, String message) {
        refusals.add(new Refusal(reason, message));
    }

    List<Refusal> list() {
        return List.copyOf(refusals);
    }
}
