package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;

import io.github.patientpayments.Delivery;
import io.github.patientpayments.Guard;
import io.github.patientpayments.Preview;
import io.github.patientpayments.Refusal.Reason;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.SyncOptions;
import io.github.patientpayments.SyncReport;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.db.Ending;
import io.github.patientpayments.internal.snapshot.Deadline;
import io.github.patientpayments.internal.snapshot.HostFailure;
import io.github.patientpayments.internal.snapshot.SnapshotInput;
import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;
import java.util.function.Function;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over a host's snapshot or delta and mirrors it under the lock; {@link Mirroring} tells how. Thread-safe. */
public final class Syncer {

    private static final Logger LOG = LoggerFactory.getLogger(Syncer.class);

    private final Database database;
    private final Options options;

    public Syncer(Database database, Options options) {
        this.database = database;
        this.options = options;
    }

    /** See {@link io.github.patientpayments.PatientPaymentStore#sync(Delivery, SyncOptions)}. */
    public SyncReport sync(Delivery delivery, SyncOptions terms) {
        Outcome outcome = mirror(delivery, terms, Mirroring::sync);
        SyncReport report = outcome.report();
        LOG.info(
                "Run {} {} {} in {} ms; patients {}; payments {}",
                report.run(),
                report.status(),
                report.refusedFor(),
                report.duration().toMillis(),
                report.patients(),
                report.payments());
        if (!outcome.refusals().isEmpty()) {
            throw new SnapshotRefusedException(outcome.refusals(), report);
        }
        return report;
    }

    /** See {@link io.github.patientpayments.PatientPaymentStore#preview(Delivery, int)}. */
    public Preview preview(Delivery delivery, int changes) {
        if (changes < 0 || changes > Preview.MAX_CHANGES) {
            throw new IllegalArgumentException(
                    "A preview shows 0 to " + Preview.MAX_CHANGES + " changes, not " + changes);
        }
        return mirror(delivery, SyncOptions.defaults(), mirroring -> mirroring.preview(changes));
    }

    private Outcome mirror(Delivery delivery, SyncOptions terms, Function<Mirroring, Ending<Outcome>> how) {
        Attempt attempt = Attempt.now();
        boolean countsChecked = options.guard().guards(Reason.CONTROL_TOTALS);
        try (SnapshotInput input = new SnapshotInput(delivery, countsChecked)) {
            LocalDate today = LocalDate.ofInstant(options.clock().instant(), options.zone());
            Incoming incoming = Incoming.of(delivery, terms, input, today);
            foresee(incoming);
            return database.writeOrNot(
                    attempt.id(),
                    input.repeatable(),
                    transaction -> how.apply(new Mirroring(transaction, attempt, options, incoming)));
        } catch (HostFailure e) {
            throw e.original();
        }
    }

    /** Most nights nothing has changed: what can be read again is read without the lock first, if it may be known. */
    private void foresee(Incoming incoming) {
        if (incoming.recognisable()) {
            StoreStateRecord state = database.read(dsl -> Objects.requireNonNull(dsl.fetchOne(STORE_STATE)));
            Deadline deadline = new Deadline(options.inputDeadline());
            if (state.getPatientsFingerprint() != null) {
                incoming.patients().ifPresent(set -> set.foresee(deadline));
            }
            if (state.getPaymentsFingerprint() != null) {
                incoming.payments().ifPresent(set -> set.foresee(deadline));
            }
        }
    }

    /**
     * What the host has chosen.
     *
     * @param clock tells the time of a run
     * @param zone tells which day it is
     * @param inputDeadline how long reading may take; null for as long as it takes
     * @param maxStoredRejections how many rejections of a run are stored
     * @param guard what is refused
     * @param erasureKey by what erased patients are recognised; null if nobody was
     * @param keepErasedMoney whether the money of erased patients is added up
     */
    public record Options(
            Clock clock,
            ZoneId zone,
            @Nullable Duration inputDeadline,
            int maxStoredRejections,
            Guard guard,
            @Nullable SecretKey erasureKey,
            boolean keepErasedMoney) {}
}
