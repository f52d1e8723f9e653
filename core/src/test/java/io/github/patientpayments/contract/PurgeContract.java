package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.HistoryPurgedException;
import io.github.patientpayments.Mirror;
import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PurgeReport;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.fixture.AtEveryIsolationLevel;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.fixture.Isolation;
import io.github.patientpayments.history.History;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.sync.SyncRun;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * A purge deletes what ended before the horizon and keeps what was valid at it. No query returns an incomplete result.
 */
@AtEveryIsolationLevel("What a reader sees during a purge depends on the level.")
class PurgeContract extends ContractTest {

    private static final PatientFilter WITH_DELETED =
            PatientFilter.builder().includeDeleted().build();
    private static final PageRequest<PatientSort> BY_ID = PageRequest.by(PatientSort.ID);

    @Test
    void versionsThatEndedArePurgedAndValidOnesStay() {
        syncPatients(patient("1", "A", "L"));
        syncPatients(patient("1", "B", "L"));
        syncPatients(patient("1", "C", "L"));
        syncPatients(patient("1", "D", "L"));

        PurgeReport report = store.purge(timeOf(3));

        assertThat(report.runNumber()).isEqualTo(5);
        assertThat(report.horizonRun()).isEqualTo(3);
        assertThat(report.versions()).isEqualTo(2);
        assertThat(report.patients()).isZero();
        assertThat(report.payments()).isZero();
        assertThat(report.rejections()).isZero();
        assertThat(firstNameAt(3)).isEqualTo("C");
        assertThat(firstNameAt(4)).isEqualTo("D");
        assertPurged(() -> store.history().asOfRun(2), "run 2", "3");
        assertPurged(() -> store.history().asOfRun(0), "run 0");
        assertPurged(() -> store.history().asOf(timeOf(3).minusNanos(1)), "run 2");
        assertThat(store.history().asOf(timeOf(3)).patient("1")).isPresent();
        assertThat(store.history().patientVersions("1", PageRequest.first()).items())
                .extracting(version -> version.fromRun())
                .containsExactly(3L, 4L);
    }

    @Test
    void liveRecordsStayHoweverOldTheyAre() {
        sync(List.of(patient("1")), List.of(payment("p", "1", "7")));
        syncPatients(patient("1"), patient("2"));

        PurgeReport report = store.purge(timeOf(2));

        assertThat(report.patients() + report.payments() + report.versions()).isZero();
        assertThat(store.payment("p")).isPresent();
        assertThat(store.patient("1").orElseThrow().paymentTotal()).isEqualTo("7.00");
        assertThat(store.history().asOfRun(2).totals(PatientFilter.all()).sum()).isEqualTo("7.00");
    }

    @Test
    void theHorizonIsTheLastRunThatIsNotLater() {
        syncPatients(patient("1", "A", "L"));
        syncPatients(patient("1", "B", "L"));
        syncPatients(patient("1", "C", "L"));

        assertThat(store.purge(timeOf(1).minusNanos(1)).horizonRun()).isZero();
        assertThat(firstNameAt(1)).isEqualTo("A");
        assertThat(store.purge(timeOf(2).minusNanos(1)).horizonRun()).isEqualTo(1);
        assertThat(firstNameAt(1)).isEqualTo("A");
        assertPurged(() -> store.history().asOfRun(0), "run 0");
        assertThat(store.purge(timeOf(2)).horizonRun()).isEqualTo(2);
        assertPurged(() -> store.history().asOfRun(1), "run 1");
        assertThat(store.purge(timeOf(1)).horizonRun()).as("never moves back").isEqualTo(2);
        assertThat(store.purge(Instant.MIN).horizonRun()).isEqualTo(2);
        assertThat(firstNameAt(2)).isEqualTo("B");
    }

    @Test
    void aPurgeIsARun() {
        syncPatients(patient("1"));
        syncPatients(patient("1", "B", "L"));
        store.purge(timeOf(2));
        store.purge(timeOf(2));

        List<SyncRun> runs = store.syncRuns(10);
        assertThat(runs).extracting(SyncRun::number).containsExactly(4L, 3L, 2L, 1L);
        assertThat(runs)
                .extracting(SyncRun::kind)
                .containsExactly(SyncRun.Kind.PURGE, SyncRun.Kind.PURGE, SyncRun.Kind.SNAPSHOT, SyncRun.Kind.SNAPSHOT);
        assertThat(runs)
                .extracting(SyncRun::status)
                .startsWith(SyncRun.Status.UNCHANGED, SyncRun.Status.APPLIED, SyncRun.Status.APPLIED);
        assertThat(runs.get(1).patients().read()).isZero();
        assertThat(runs.get(1).exportedAt()).isEmpty();
        assertThat(store.patients(WITH_DELETED, BY_ID).baseRun()).isEqualTo(3);
        assertThat(store.history().asOfRun(4).patient("1")).isPresent();
        syncPatients(patient("2"));
        assertThat(store.syncRuns(1).get(0).number()).isEqualTo(5);
    }

    @Test
    void tombstonesArePurgedAndTheirRecordsReturnAsNew() {
        sync(List.of(patient("1"), patient("2")), List.of(payment("p", "1", "1"), payment("q", "2", "2")));
        sync(List.of(patient("1")), List.of(payment("p", "1", "1")));
        sync(List.of(patient("3")), List.of());

        PurgeReport report = store.purge(timeOf(2));

        assertThat(report.patients()).isEqualTo(1);
        assertThat(report.payments()).isEqualTo(1);
        assertThat(report.versions()).isEqualTo(2);
        assertThat(store.patients(WITH_DELETED, BY_ID).items())
                .extracting(Patient::externalId)
                .containsExactly("1", "3");
        assertThat(store.history().patientVersions("2", PageRequest.first()).items())
                .isEmpty();

        var returned = sync(
                List.of(patient("1"), patient("2"), patient("3")),
                List.of(payment("p", "1", "1"), payment("q", "2", "2")));
        assertThat(returned.patients().inserted()).isEqualTo(1);
        assertThat(returned.patients().restored()).isEqualTo(1);
        assertThat(returned.payments().inserted()).isEqualTo(1);
        assertThat(returned.payments().restored()).isEqualTo(1);
        assertThat(store.patient("2").orElseThrow().id()).isEqualTo(4);
        assertThat(store.patient("1").orElseThrow().id()).isEqualTo(1);
        assertThat(store.payment("q").orElseThrow().id()).isEqualTo(3);
        assertThat(store.patient("2").orElseThrow().createdAt()).isEqualTo(returned.time());
    }

    @Test
    void idsAreNotReusedWhenAllRecordsArePurged() {
        sync(List.of(patient("1"), patient("2")), List.of(payment("p", "1", "1")));
        sync(List.of(), List.of());
        PurgeReport report = store.purge(timeOf(2));
        assertThat(report.patients()).isEqualTo(2);
        assertThat(report.payments()).isEqualTo(1);
        assertThat(rows("SELECT id FROM " + schema + ".patients")).isEmpty();

        sync(List.of(patient("1")), List.of(payment("p", "1", "1")));

        assertThat(store.patient("1").orElseThrow().id()).isEqualTo(3);
        assertThat(store.payment("p").orElseThrow().id()).isEqualTo(2);
    }

    /** The payment left its deleted patient after the horizon, so its former version still refers to the patient. */
    @Test
    void aPatientStaysWhileAVersionOfAPaymentRefersToIt() {
        sync(List.of(patient("1"), patient("2")), List.of(payment("p", "1", "1")));
        syncPatients(patient("2"));
        syncPayments(payment("p", "2", "1"));

        assertThat(store.purge(timeOf(2)).patients()).isZero();
        assertThat(store.history()
                        .asOfRun(2)
                        .payments(PaymentFilter.builder().includeDeleted().build(), PageRequest.by(PaymentSort.ID))
                        .items())
                .extracting(payment -> payment.patientExternalId())
                .containsExactly("1");
        assertThat(store.purge(timeOf(3)).patients()).isEqualTo(1);
        assertThat(rows("SELECT external_id FROM " + schema + ".patients")).containsExactly("[2]");
    }

    @Test
    void rejectionsUpToTheHorizonArePurged() {
        syncPatients(patient("1"), invalidPatient("x"));
        syncPatients(patient("1"), invalidPatient("x"), invalidPatient("y"));
        syncPatients(patient("1"), invalidPatient("z"));

        assertThat(store.purge(timeOf(2)).rejections()).isEqualTo(3);

        PageRequest<Void> request = PageRequest.first();
        assertPurged(() -> store.rejections(2, request), "The rejections of run 2 were purged");
        assertThat(store.rejections(3, request).items()).hasSize(1);
        assertThat(store.syncRuns(10).get(2).patients().rejected()).isEqualTo(2);
    }

    @Test
    void theFeedContinuesAfterTheHorizon() {
        sync(List.of(patient("1"), patient("2")), List.of(payment("p", "1", "1")));
        String within = store.history().changes(store.history().beginning(), 1).next();
        sync(List.of(patient("1", "New", "Name")), List.of());
        String atTheEndOfTheFirst =
                store.history().changes(store.history().beginning(), 3).next();
        var events = store.history().changes(store.history().cursorAfter(1), 10).changes();
        assertThat(events).hasSize(3);

        store.purge(timeOf(1));
        for (String cursor : List.of(store.history().cursorAfter(1), atTheEndOfTheFirst)) {
            assertThat(store.history().changes(cursor, 10).changes()).isEqualTo(events);
        }
        for (String cursor : List.of(store.history().beginning(), within)) {
            assertPurged(() -> store.history().changes(cursor, 10), "cursorAfter");
        }

        store.purge(timeOf(2));
        assertPurged(() -> store.history().changes(store.history().cursorAfter(1), 10), "cursorAfter");
        var rest = store.history().changes(store.history().cursorAfter(2), 10);
        assertThat(rest.changes()).isEmpty();
        assertThat(rest.hasMore()).isFalse();
    }

    @Test
    void erasuresAreInTheFeedUntilTheyArePurged() {
        syncPatients(patient("1"));
        syncPatients(patient("1"), patient("2"));
        database.execute("INSERT INTO " + schema + ".erased_records (run, record_type, record_id) VALUES"
                + " (1, 'PATIENT', 7), (2, 'PATIENT', 8)");

        store.purge(timeOf(1));

        assertThat(store.history().changes(store.history().cursorAfter(1), 10).changes())
                .extracting(change -> change.id())
                .containsExactly(2L, 8L);
        assertThat(rows("SELECT record_id FROM " + schema + ".erased_records")).containsExactly("[8]");
    }

    @Test
    void aMirrorBeforeTheHorizonReportsThePurge() {
        syncPatients(patient("1"), patient("2"));
        syncPatients(patient("1", "New", "Name"), patient("2"));
        Mirror first = store.history().asOfRun(1);
        PageRequest<PatientSort> one = BY_ID.limit(1);
        String cursor = first.patients(PatientFilter.all(), one).next().orElseThrow();
        store.purge(timeOf(2));

        assertPurged(() -> first.patient("1"), "run 1");
        assertPurged(() -> first.payment("1"), "run 1");
        assertPurged(() -> first.patients(PatientFilter.all(), BY_ID), "run 1");
        assertPurged(() -> first.patients(PatientFilter.all(), one.after(cursor)), "run 1");
        assertPurged(() -> first.payments(PaymentFilter.all(), PageRequest.by(PaymentSort.ID)), "run 1");
        assertPurged(() -> first.totals(PatientFilter.all()), "run 1");
    }

    /** The run of the purge has a later time than what it purges, even if the clock has not moved. */
    @Test
    void aPurgeUpToTheTimeOfASlowClockIsSound() {
        syncPatients(patient("1", "A", "L"));
        syncPatients(patient("1", "B", "L"));
        Instant now = START.plusSeconds(60);
        store = store(builder -> builder.clock(Clock.fixed(now, ZoneOffset.UTC)));

        assertThat(store.purge(now).horizonRun()).isEqualTo(2);

        assertThat(store.syncRuns(1).get(0).time()).isAfter(now);
        assertThat(store.verifyIntegrity()).hasToString("Sound");
    }

    /** The purge commits while the query runs, so its result could be incomplete. */
    @Test
    void aPurgeThatCommitsDuringAQueryIsNoticed() {
        syncPatients(patient("1", "A", "L"));
        syncPatients(patient("1", "B", "L"));
        Runnable purge = () -> store.purge(timeOf(2));
        var past =
                store.history().asOfRun(1).patients(PatientFilter.all(), BY_ID).items();
        Mirror first = storeWith("patient_versions", purge).history().asOfRun(1);
        assertNoticed(() -> first.patients(PatientFilter.all(), BY_ID).items(), past, "run 1");

        emptyStore();
        syncPatients(patient("1", "A", "L"));
        syncPatients(patient("1", "B", "L"));
        var whole = store.history().changes(store.history().cursorAfter(1), 10).changes();
        History feed = storeWith("patient_versions", purge).history();
        assertNoticed(() -> feed.changes(feed.cursorAfter(1), 10).changes(), whole, "cursorAfter");
    }

    /** A transaction of a stricter level may not see the purge, and then has everything. */
    private <T> void assertNoticed(Supplier<T> query, T whole, String message) {
        try {
            assertThat(query.get()).isEqualTo(whole);
            assertThat(isolation).isIn(Isolation.REPEATABLE_READ, Isolation.SERIALIZABLE);
        } catch (HistoryPurgedException e) {
            assertThat(e).hasMessageContaining(message);
        }
    }

    /** A store on which something happens before its first statement on a table. */
    private PatientPaymentStore storeWith(String table, Runnable meanwhile) {
        AtomicBoolean due = new AtomicBoolean(true);
        return PatientPaymentStore.builder(Intercepted.dataSource(otherPool(), call -> {
                    if (call.sql().contains(table) && due.getAndSet(false)) {
                        meanwhile.run();
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .build();
    }

    @Test
    void aPurgeOfTheFutureIsRejected() {
        syncPatients(patient("1"));
        var before = everything();

        for (Instant future : List.of(START.plusSeconds(3_600), Instant.MAX)) {
            assertThatThrownBy(() -> store.purge(future))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("future");
        }
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void theSameSnapshotIsComparedAgainAfterAPurge() {
        syncPatients(patient("1"));
        database.execute("UPDATE " + schema + ".store_state SET patients_fingerprint = 'x', payments_fingerprint = 'y',"
                + " patients_fingerprint_run = 1, payments_fingerprint_run = 1,"
                + " patients_prefixes = 'x', payments_prefixes = 'y'");

        store.purge(timeOf(1));

        assertThat(rows("SELECT patients_fingerprint, payments_fingerprint, patients_fingerprint_run,"
                        + " payments_fingerprint_run, patients_prefixes, payments_prefixes FROM " + schema
                        + ".store_state"))
                .containsExactly("[null, null, null, null, null, null]");
    }

    @Test
    void anEmptyStoreCanBePurged() {
        PurgeReport report = store.purge(START);

        assertThat(report.horizonRun()).isZero();
        assertThat(store.syncRuns(1).get(0).status()).isEqualTo(SyncRun.Status.UNCHANGED);
        assertThat(store.history().asOfRun(0).patients(WITH_DELETED, BY_ID).items())
                .isEmpty();
    }

    private static void assertPurged(ThrowingCallable query, String... details) {
        assertThatThrownBy(query)
                .isInstanceOf(HistoryPurgedException.class)
                .hasMessageContainingAll(details)
                .satisfies(e -> assertThat(((StoreException) e).isRetryable()).isFalse());
    }

    private String firstNameAt(long run) {
        return store.history().asOfRun(run).patient("1").orElseThrow().firstName();
    }

    private Instant timeOf(long run) {
        return store.syncRuns(100).stream()
                .filter(each -> each.number() == run)
                .findFirst()
                .orElseThrow()
                .time();
    }
}
