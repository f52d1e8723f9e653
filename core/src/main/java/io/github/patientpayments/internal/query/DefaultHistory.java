package io.github.patientpayments.internal.query;

import io.github.patientpayments.Mirror;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.history.ChangePage;
import io.github.patientpayments.history.History;
import io.github.patientpayments.history.Version;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.history.ChangeFeed;
import io.github.patientpayments.internal.history.ChangePageValue;
import io.github.patientpayments.internal.history.FeedCursor;
import io.github.patientpayments.internal.history.FeedPosition;
import io.github.patientpayments.internal.history.Horizon;
import io.github.patientpayments.internal.history.LastRun;
import io.github.patientpayments.internal.history.PatientEvents;
import io.github.patientpayments.internal.history.VersionQueries;
import io.github.patientpayments.internal.runlog.RunLog;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import java.time.Instant;
import java.util.List;

/** Queries of the past. Thread-safe. */
public final class DefaultHistory implements History {

    private final Database database;
    private final VersionQueries versions;
    private final PatientEvents patientEvents;

    public DefaultHistory(Database database) {
        this.database = database;
        this.versions = new VersionQueries(database);
        this.patientEvents = new PatientEvents(database);
    }

    @Override
    public Mirror asOf(Instant time) {
        return database.read(dsl -> {
            long run = RunLog.lastAt(dsl, time);
            Horizon.of(dsl).checkRun(run);
            return new DefaultMirror(database, new AsOfView(run));
        });
    }

    @Override
    public Mirror asOfRun(long run) {
        checkNumber(run);
        return database.read(dsl -> {
            LastRun.of(dsl).checkReached(run);
            Horizon.of(dsl).checkRun(run);
            return new DefaultMirror(database, new AsOfView(run));
        });
    }

    @Override
    public Page<Version<PatientData>> patientVersions(String externalId, PageRequest<Void> request) {
        return versions.ofPatient(externalId, request);
    }

    @Override
    public Page<Version<PaymentData>> paymentVersions(String externalId, PageRequest<Void> request) {
        return versions.ofPayment(externalId, request);
    }

    @Override
    public String cursorAfter(long run) {
        checkNumber(run);
        return FeedCursor.text(FeedPosition.endOf(run));
    }

    @Override
    public Page<Change> changesOfPatient(String externalId, long lastRun, PageRequest<Void> request) {
        checkNumber(lastRun);
        return patientEvents.of(externalId, lastRun, request);
    }

    @Override
    public ChangePage changes(String cursor, int limit) {
        FeedPosition after = FeedCursor.parse(cursor);
        if (limit < 1 || limit > PageRequest.MAX_LIMIT) {
            throw new IllegalArgumentException(
                    "1 to " + PageRequest.MAX_LIMIT + " events can be requested, not " + limit);
        }
        return database.readByIndexes(dsl -> {
            // Runs commit in the order of their numbers, so all events up to this run are visible.
            LastRun last = LastRun.of(dsl);
            last.checkReached(after.run());
            List<Change> changes = ChangeFeed.read(dsl, after, last.run(), limit + 1);
            // A purge that removed events of the page was committed before they were read.
            Horizon.of(dsl).checkPosition(after);
            return ChangePageValue.of(changes, limit, last.run());
        });
    }

    private static void checkNumber(long run) {
        if (run < 0) {
            throw new IllegalArgumentException("Runs are numbered from 1, and 0 is before the first; not " + run);
        }
    }
}
