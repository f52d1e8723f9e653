package io.github.patientpayments.internal.sync;

import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.runlog.Run;
import io.github.patientpayments.internal.snapshot.HostFailure;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.SyncReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Checks whether a run may change the mirror. The patients have been written by then, and the diff of the payments is
 * complete but not merged: so every figure is known, and little has to be rolled back.
 */
final class Guards {

    private final Guard guard;
    private final Refusals refusals;
    private final InputGuards inputGuards;
    private final LimitGuards limitGuards;

    Guards(
            Transaction transaction,
            Run run,
            SyncRequest request,
            Guard guard,
            SetCounter patients,
            SetCounter payments) {
        this.guard = guard;
        this.refusals = new Refusals(guard, request.options());
        this.inputGuards = new InputGuards(transaction.state(), request, guard, patients, payments, refusals);
        this.limitGuards = new LimitGuards(transaction.dsl(), run, guard, patients, payments, refusals);
    }

    /**
     * Gives every reason to refuse the run, the most fundamental ones first.
     *
     * @param planned the report of the run, for the host's own check
     */
    List<Refusal> check(Instant now, Supplier<SyncReport> planned) {
        inputGuards.check(now);
        limitGuards.check();
        if (refusals.watch(Reason.HOST)) {
            guard.check().ifPresent(check -> checkByHost(check, planned.get()));
        }
        return refusals.list();
    }

    private void checkByHost(Guard.Check check, SyncReport planned) {
        Optional<String> refusal = HostFailure.call(() -> check.refusal(planned));
        refusal.ifPresent(message -> refusals.add(Reason.HOST, message));
    }
}
