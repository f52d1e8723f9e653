package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.jooq.internal.tables.PatientDiff.PATIENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PatientStage.PATIENT_STAGE;
import static io.github.patientpayments.jooq.internal.tables.PaymentDiff.PAYMENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PaymentStage.PAYMENT_STAGE;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.Refusal;
import io.github.patientpayments.SyncProgress.Phase;
import io.github.patientpayments.SyncReport;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.internal.db.Ending;
import io.github.patientpayments.internal.db.Run;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.history.ChangeFeed;
import java.util.List;
import org.jooq.Table;

/**
 * Makes the mirror equal a snapshot, or what a delta makes of it, or changes nothing.
 *
 * <p><b>One transaction under one lock.</b> A writer first locks the one row of {@code store_state}; run numbers and ids
 * are handed out from that row, so they never have gaps or clash, and whoever waited sees what the one before
 * committed (READ COMMITTED: under stricter levels it would not).
 *
 * <p><b>Stage, sift, compare, apply.</b> Both sets are streamed into working tables, an element a row, good or bad: a
 * rejected element still says that its record exists. Sifting leaves one row for each id. Comparing a stage with the
 * mirror gives a diff, a row for each record to which something is to happen; applying the diff is a handful of
 * statements, whatever its size. Neither memory nor the number of statements grows with the snapshot, and an unchanged
 * record is never written.
 *
 * <p><b>Patients before payments.</b> Whether a payment is valid depends on who is live after the patients' step, so
 * payments are sifted behind it. Missing patients are decided last: a payment that moves to another patient in the same
 * snapshot must have moved before the rest of its patient's payments go with the patient. An element without a
 * readable id could be any record of its set, so it withholds the deletions of that set, and an unreadable payment
 * also those of patients who would take payments with them.
 *
 * <p><b>Totals</b> move by what the diff of the payments says; they are never recomputed.
 *
 * <p><b>Guards</b> are asked when everything is known and the payments are not yet written. A refused run is rolled
 * back and then logged in a short transaction of its own; a preview goes on to the end, reads what it did as the change
 * feed would tell it, and is rolled back.
 *
 * <p><b>Recognised.</b> A set whose fingerprint is that of the last one applied, in a mirror that nobody has written to
 * since, is neither compared nor, if it can be read again, staged. Payments are compared all the same if patients change.
 *
 * <p><b>A delta</b> goes the same way; what it does not name is not missing, so nothing is withheld, and its joins begin
 * at the stage.
 *
 * <p>The working tables are ordinary tables of the store's schema. They are emptied before the run (should anybody have
 * left something in them) and before the commit.
 */
final class Mirroring {

    static final List<Table<?>> WORKING_TABLES = List.of(PATIENT_STAGE, PAYMENT_STAGE, PATIENT_DIFF, PAYMENT_DIFF);

    /** A delta of more elements is joined with the mirror as a whole set is. */
    private static final long LARGE_DELTA = 10_000;

    private final Transaction transaction;
    private final Syncer.Options options;
    private final Incoming incoming;
    private final Progress progress;
    private final Run run;
    private final long baseRun;
    private final Tally patients = new Tally(RecordType.PATIENT);
    private final Tally payments = new Tally(RecordType.PAYMENT);
    private final Stage patientStage;
    private final Stage paymentStage;
    private final Bookkeeping books;

    Mirroring(Transaction transaction, Attempt attempt, Syncer.Options options, Incoming incoming, Progress progress) {
        this.transaction = transaction;
        this.options = options;
        this.incoming = incoming;
        this.progress = progress;
        this.run = Run.after(transaction.state(), options.clock().instant());
        this.baseRun = transaction.state().getBaseRun();
        this.patientStage = Stage.ofPatients(transaction, patients);
        this.paymentStage = Stage.ofPayments(transaction, payments);
        this.books = new Bookkeeping(transaction, attempt, incoming, run, patients, payments);
    }

    /** From the lock to just before the commit, or to a refusal. */
    Ending<Outcome> sync() {
        List<Refusal> refusals = compare();
        if (!refusals.isEmpty()) {
            Outcome refused = outcome(books.report(refusals), refusals, List.of());
            return Ending.rollBack(refused, later -> refused.logIn(later, options.clock()));
        }
        apply();
        return Ending.commit(outcome(books.close(refusals), refusals, List.of()));
    }

    /** The same to its end, with the first changes, and nobody else sees it. */
    Ending<Outcome> preview(int changes) {
        List<Refusal> refusals = compare();
        apply();
        SyncReport report = books.close(refusals);
        List<Change> first = ChangeFeed.ofRun(transaction.dsl(), run.number(), changes);
        return Ending.rollBack(outcome(report, refusals, first));
    }

    /** Everything but writing the payments. */
    private List<Refusal> compare() {
        emptyWorkingTables();
        Suppression suppression = Suppression.in(transaction, options.erasureKey());
        Reception reception = new Reception(transaction, options, incoming, suppression, progress);
        reception.take(patientStage, patients, paymentStage, payments);
        if (patients.toCompare()) {
            progress.begin(Phase.APPLYING_PATIENTS);
            mirrorPatients(reception);
        }
        if (!payments.recognised) {
            progress.begin(Phase.APPLYING_PAYMENTS);
            comparePayments();
        }
        return new Guards(transaction, incoming, options.guard(), patients, payments)
                .refusals(options.clock().instant());
    }

    private Outcome outcome(SyncReport report, List<Refusal> refusals, List<Change> changes) {
        return new Outcome(baseRun, report, refusals, changes);
    }

    private void apply() {
        new PaymentChanges(transaction, run, payments).apply();
        progress.begin(Phase.COMMITTING);
        emptyWorkingTables();
    }

    private void mirrorPatients(Reception reception) {
        PatientComparison comparison = new PatientComparison(transaction, patients);
        PatientChanges changes = new PatientChanges(transaction, run, patients);
        compared(() -> {
            patientStage.sift(run, options.maxStoredRejections());
            comparison.compare();
        });
        if (patients.withholds()) {
            comparison.withholdDeletions();
        }
        changes.upsert();
        if (payments.recognised && patients.counts().changed()) {
            // Before anybody is deleted: what is read now may be another content, and withhold deletions.
            reception.takeInFull(paymentStage, payments);
        }
        if (payments.withholds()) {
            compared(() -> comparison.withholdDeletions(PaymentComparison.patientsWhoseDeletionWouldCascade()));
        }
        changes.delete();
    }

    private void comparePayments() {
        PaymentComparison comparison = new PaymentComparison(transaction, payments);
        compared(() -> {
            if (payments.toCompare()) {
                paymentStage.reject(PaymentComparison.patientUnknown(), PaymentComparison.UNKNOWN_PATIENT);
                paymentStage.sift(run, Math.max(0, options.maxStoredRejections() - patients.rejected));
                comparison.compare();
                if (payments.withholds()) {
                    comparison.withholdDeletions();
                } else {
                    comparison.clearMarks();
                }
            }
            if (patients.of(Kind.DELETE) > 0) {
                comparison.cascade();
            }
            comparison.returnWithPatient();
            comparison.count();
        });
    }

    /** Without statistics PostgreSQL would look through all payments for each patient who goes: better once for all. */
    private void compared(Runnable comparison) {
        boolean few = patients.read() + payments.read() <= LARGE_DELTA && patients.of(Kind.DELETE) == 0;
        if (incoming.delta() && few) {
            comparison.run();
        } else {
            transaction.dialect().compareWholeSets(transaction.dsl(), comparison);
        }
    }

    private void emptyWorkingTables() {
        transaction.dialect().empty(transaction, WORKING_TABLES);
    }
}
