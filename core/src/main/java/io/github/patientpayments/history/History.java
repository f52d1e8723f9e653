package io.github.patientpayments.history;

import io.github.patientpayments.Mirror;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import java.time.Instant;

/**
 * What the mirror was at earlier times, and what has changed in it. Every run that changed a record has kept the
 * previous version; a purge deletes old versions, and an erasure removes a patient from the past too. Thread-safe.
 *
 * <pre>{@code
 * History history = store.history();
 * Mirror newYear = history.asOf(Instant.parse("2026-01-01T00:00:00Z"));
 * PaymentTotals totals = newYear.totals(PatientFilter.all());
 *
 * String cursor = history.beginning();
 * ChangePage page;
 * do {
 *     page = history.changes(cursor, 500);
 *     page.changes().forEach(change -> show(change));
 *     cursor = page.next();
 * } while (page.hasMore());
 * }</pre>
 *
 * <p>A query that reaches back before the horizon of a purge throws
 * {@link io.github.patientpayments.HistoryPurgedException}, and never returns a partial result. Every method may throw
 * the exceptions that {@link io.github.patientpayments.PatientPaymentStore} lists for all methods.
 */
public interface History {

    /**
     * Returns the mirror as of a time: after the last run whose time is not later. A time in the future means now.
     *
     * <p>The run is looked up once, here: the results stay the same whatever is synced afterwards. They cost more than
     * those of the present, since the totals of the past are computed and not stored. {@code updatedAt} is that of the
     * version; deleted records are those that were deleted by then.
     *
     * <p>A run has the time at which it got the lock, and becomes visible when it commits. For a time since the start
     * of a sync that is still running, a second call may therefore find a later run than the first one. Use
     * {@link #asOfRun} where that matters, and {@link #changes} to find what is new.
     *
     * @param time the time
     * @return the mirror at that time; without records before the first run
     * @throws io.github.patientpayments.HistoryPurgedException if the run is before the horizon
     */
    Mirror asOf(Instant time);

    /**
     * Returns the mirror as a run left it.
     *
     * @param run the number of a run, or 0 for the time before the first
     * @return the mirror after that run
     * @throws IllegalArgumentException if the number is negative
     * @throws io.github.patientpayments.StoreUnavailableException if the database does not have this run: retryable,
     *     since a replica may have it soon. The queries of the mirror throw it too
     * @throws io.github.patientpayments.HistoryPurgedException if the run is before the horizon
     */
    Mirror asOfRun(long run);

    /**
     * Returns every version of a patient, including the present one, with the runs between which it was valid. After a
     * purge they begin with the first version that was kept.
     *
     * @param externalId the patient's id in the other system, compared exactly
     * @param request which page
     * @return the page; empty for an unknown or erased patient
     * @throws IllegalArgumentException if the cursor is malformed, or belongs to another record
     */
    Page<Version<PatientData>> patientVersions(String externalId, PageRequest<Void> request);

    /**
     * Returns every version of a payment, including the present one, with the runs between which it was valid. After a
     * purge they begin with the first version that was kept.
     *
     * @param externalId the payment's id in the other system, compared exactly
     * @param request which page
     * @return the page; empty for an unknown or erased payment, and without versions that belonged to a patient who is
     *     erased
     * @throws IllegalArgumentException if the cursor is malformed, or belongs to another record
     */
    Page<Version<PaymentData>> paymentVersions(String externalId, PageRequest<Void> request);

    /**
     * Returns what has happened to a patient: the events of the patient, and those of payments that belonged to the
     * patient before or after the event, in the order of the {@linkplain #changes feed}. A payment that moved has one
     * such event with both patients. After a purge they begin after the horizon. The events of erasures are left out.
     *
     * <p>A page costs a few statements, which find all events of the patient by indexes, and read the content of those
     * on the page: few large pages cost less than many small ones.
     *
     * @param externalId the patient's id in the other system, compared exactly
     * @param request which page
     * @return the page; empty for an unknown or erased patient
     * @throws IllegalArgumentException if the cursor is malformed, or belongs to another patient
     */
    default Page<Change> changesOfPatient(String externalId, PageRequest<Void> request) {
        return changesOfPatient(externalId, Long.MAX_VALUE, request);
    }

    /**
     * Returns what has happened to a patient up to a run, like {@link #changesOfPatient(String, PageRequest)}.
     *
     * @param externalId the patient's id in the other system, compared exactly
     * @param lastRun the number of the last run whose events are returned; 0 for none
     * @param request which page
     * @return the page; empty for an unknown or erased patient
     * @throws IllegalArgumentException if the number is negative, or if the cursor is malformed, or belongs to another
     *     patient or run
     */
    Page<Change> changesOfPatient(String externalId, long lastRun, PageRequest<Void> request);

    /**
     * Returns the position in the change feed after all events of a run and of the runs before it. Does not touch the
     * database.
     *
     * @param run the number of a run; 0 for the beginning
     * @return a cursor for {@link #changes}
     * @throws IllegalArgumentException if the number is negative
     */
    String cursorAfter(long run);

    /**
     * Returns the cursor before the first event, for a reader that has read nothing yet. Does not touch the database.
     *
     * @return a cursor for {@link #changes}
     */
    default String beginning() {
        return cursorAfter(0);
    }

    /**
     * Returns the events after a cursor, in the order in which they happened: by run, and within a run first patients
     * created, changed or restored; then payments created, changed or restored; then payments deleted; then patients
     * deleted. If you follow the cursors, you see each event exactly once: nothing that commits later comes before a
     * cursor that was returned (except on an H2 connection at READ UNCOMMITTED, which sees what may be rolled back).
     *
     * <p>Whatever is erased, the events from {@link #beginning()} up to any run lead to the mirror as that run left it,
     * and those after any cursor lead from a copy made there to the present mirror. The events of an erased record are
     * left out, and an {@link Change.Kind#ERASED} event follows. A payment that had moved to another patient before an
     * erasure has no events of the time when it was the erased patient's, and an event without {@link Change#before()}
     * in the run of the erasure, by which copies are rewritten. What had been purged before the erasure is not
     * reported.
     *
     * @param cursor where to begin: {@link #beginning()}, {@link #cursorAfter}, or {@link ChangePage#next()} of the
     *     previous page
     * @param limit the greatest number of events to return, 1 to {@value PageRequest#MAX_LIMIT}
     * @return the events; none if nothing has happened since
     * @throws IllegalArgumentException if the cursor is malformed, or if the limit is outside this range
     * @throws io.github.patientpayments.StoreUnavailableException if the cursor is after a run that the database does
     *     not have: retryable, since a replica may have it soon; unless the cursor comes from another store, or a
     *     backup was restored
     * @throws io.github.patientpayments.HistoryPurgedException if events after the cursor were purged: read the whole
     *     mirror again, and continue from {@link #cursorAfter} of the run at which it was read
     */
    ChangePage changes(String cursor, int limit);
}
