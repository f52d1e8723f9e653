package io.github.patientpayments.history;

import io.github.patientpayments.Mirror;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import java.time.Instant;

/**
 * What the mirror was, and what has changed in it. Every run that changed a record has left the version before; a
 * purge takes old versions away, and an erasure takes a patient out of the past too. Thread-safe. Later versions may
 * add methods.
 *
 * <p>A question that reaches back before the horizon of a purge throws {@link
 * io.github.patientpayments.HistoryPurgedException}, never a partial answer. Every method may throw what {@link
 * io.github.patientpayments.PatientPaymentStore} says of all methods.
 */
public interface History {

    /**
     * The mirror as it was at a time: after the last run whose time is not later. A time in the future is now.
     *
     * <p>The run is looked up once, here: the answers stay the same whatever is synced meanwhile. They cost more than
     * those of the present, since the totals of the past are computed and not kept. {@code updatedAt} is that of the
     * version; deleted records are those that were deleted by then.
     *
     * @param time the time
     * @return the mirror then; empty of records before the first run
     * @throws io.github.patientpayments.HistoryPurgedException if the run lies before the horizon
     */
    Mirror asOf(Instant time);

    /**
     * The mirror as a run left it.
     *
     * @param run the number of a run, or 0 for the time before the first
     * @return the mirror then
     * @throws IllegalArgumentException if there is no such run
     * @throws io.github.patientpayments.HistoryPurgedException if the run lies before the horizon
     */
    Mirror asOfRun(long run);

    /**
     * Every version of a patient, the present one included, with the runs between which it was valid. After a purge it
     * begins with the first version that was kept.
     *
     * @param externalId its id in the external system, to the letter
     * @param request which page
     * @return the page; empty for an unknown or erased patient
     * @throws IllegalArgumentException if the cursor is none, or belongs to another record
     */
    Page<Version<PatientData>> patientVersions(String externalId, PageRequest<Void> request);

    /**
     * Every version of a payment, the present one included, with the runs between which it was valid. After a purge it
     * begins with the first version that was kept.
     *
     * @param externalId its id in the external system, to the letter
     * @param request which page
     * @return the page; empty for an unknown or erased payment; what it was with a patient who is erased is left out
     * @throws IllegalArgumentException if the cursor is none, or belongs to another record
     */
    Page<Version<PaymentData>> paymentVersions(String externalId, PageRequest<Void> request);

    /**
     * A place in the change feed: behind everything that a run and the runs before it did. Does not touch the
     * database.
     *
     * @param run the number of a run; 0 for the beginning
     * @return a cursor for {@link #changes}
     * @throws IllegalArgumentException if the number is negative
     */
    String cursorAfter(long run);

    /**
     * Returns the cursor before the first event: where a follower begins that has read nothing yet. Does not touch the
     * database.
     *
     * @return a cursor for {@link #changes}
     */
    default String beginning() {
        return cursorAfter(0);
    }

    /**
     * The events behind a cursor, in the order in which they happened: by run, and in a run patients that came or
     * changed, payments that came or changed, payments that went, patients who went. Whoever follows the cursors sees
     * every event exactly once: nothing that commits later comes before a cursor that was given out (but for an H2
     * connection at READ UNCOMMITTED, which sees what may be rolled back). An event of a record that is erased meanwhile
     * is left out; its {@link Change.Kind#ERASED} follows.
     *
     * @param cursor where to begin: {@link #cursorAfter}, or {@link ChangePage#next()} of the page before
     * @param limit how many events at the most, 1 to {@value PageRequest#MAX_LIMIT}
     * @return the events; none if nothing happened since
     * @throws IllegalArgumentException if the cursor is none, or the limit is outside this range; or if the cursor lies
     *     behind a run that this store does not know, since it is another store's or a backup was restored
     * @throws io.github.patientpayments.HistoryPurgedException if events behind the cursor were purged: read the mirror
     *     anew and go on from {@link #cursorAfter} of the run it was read at
     */
    ChangePage changes(String cursor, int limit);
}
