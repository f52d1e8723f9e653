package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.fixture.AtEveryIsolationLevel;
import io.github.patientpayments.fixture.Changed;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.history.ChangePage;
import io.github.patientpayments.history.PatientChange;
import io.github.patientpayments.history.PaymentChange;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The events of all records, in order and each exactly once. */
@AtEveryIsolationLevel(
        "A reader must neither see an event that is rolled back nor miss one that is committed concurrently.")
class ChangeFeedContract extends ContractTest {

    @Test
    void anEmptyStoreHasNoEvents() {
        ChangePage page = store.history().changes(start(), 10);

        assertThat(page.changes()).isEmpty();
        assertThat(page.hasMore()).isFalse();
        assertThat(page.next()).isEqualTo(start());
    }

    @Test
    void withinARunPatientsAreCreatedFirstAndDeletedLast() {
        fourRuns();

        assertThat(described(after(0)))
                .containsExactly(
                        "1 CREATED patient 1",
                        "1 CREATED patient 2",
                        "1 CREATED patient 3",
                        "1 CREATED payment p",
                        "1 CREATED payment q",
                        "1 CREATED payment r",
                        "2 UPDATED patient 1",
                        "2 CREATED patient 4",
                        "2 UPDATED payment p",
                        "2 CREATED payment s",
                        "2 DELETED payment q",
                        "2 DELETED payment r",
                        "2 DELETED patient 2",
                        "2 DELETED patient 3",
                        "3 RESTORED patient 2",
                        "3 RESTORED payment q",
                        "5 DELETED payment p",
                        "5 DELETED payment q",
                        "5 DELETED payment s",
                        "5 DELETED patient 1",
                        "5 DELETED patient 2",
                        "5 DELETED patient 4");
    }

    @Test
    void everyEventAppearsOnceAtEveryPageSize() {
        fourRuns();
        List<Change> all = after(0);
        for (int limit = 1; limit <= all.size() + 1; limit++) {
            List<Change> found = new ArrayList<>();
            ChangePage page = store.history().changes(start(), limit);
            while (page.hasMore()) {
                assertThat(page.changes()).hasSize(limit);
                found.addAll(page.changes());
                page = store.history().changes(page.next(), limit);
            }
            found.addAll(page.changes());
            assertThat(found).as("pages of %d", limit).isEqualTo(all);
        }
    }

    @Test
    void theFeedCanBeReadFromAnyRunOn() {
        fourRuns();
        List<Change> all = after(0);
        for (int run = 0; run <= 5; run++) {
            long from = run;
            assertThat(after(run))
                    .isEqualTo(all.stream()
                            .filter(change -> change.runNumber() > from)
                            .toList());
        }
    }

    @Test
    void anEventHasTheRecordBeforeAndAfter() {
        PatientData before = PatientData.builder()
                .externalId("1")
                .firstName("Ann")
                .lastName("Miller")
                .middleName("M.")
                .build();
        PatientData after = PatientData.builder()
                .externalId("1")
                .firstName("Ann")
                .lastName("Moore")
                .dateOfBirth(LocalDate.of(1977, 7, 7))
                .build();
        syncPatients(before);
        syncPatients(after);
        syncPatients(patient("2"));
        syncPatients(before, patient("2"));

        List<PatientChange> changes = after(0).stream()
                .filter(change -> change.id() == 1)
                .map(PatientChange.class::cast)
                .toList();

        assertThat(changes)
                .extracting(PatientChange::before)
                .map(data -> data.orElse(null))
                .containsExactly(null, before, after, after);
        assertThat(changes)
                .extracting(PatientChange::after)
                .map(data -> data.orElse(null))
                .containsExactly(before, after, null, before);
        assertThat(Changed.fieldsOf(changes.get(0)))
                .containsExactly(
                        new Changed("firstName", null, "Ann"),
                        new Changed("lastName", null, "Miller"),
                        new Changed("middleName", null, "M."));
        assertThat(Changed.fieldsOf(changes.get(1)))
                .containsExactly(
                        new Changed("lastName", "Miller", "Moore"),
                        new Changed("middleName", "M.", null),
                        new Changed("dateOfBirth", null, "1977-07-07"));
        assertThat(changes.get(2).fields()).isEmpty();
        assertThat(Changed.fieldsOf(changes.get(3)))
                .containsExactly(
                        new Changed("lastName", "Moore", "Miller"),
                        new Changed("middleName", null, "M."),
                        new Changed("dateOfBirth", "1977-07-07", null));
        assertThat(changes).extracting(Change::recordType).containsOnly(RecordType.PATIENT);
        assertThat(changes)
                .extracting(Change::time)
                .isEqualTo(store.syncRuns(4).stream()
                        .map(run -> run.time())
                        .sorted()
                        .toList());
    }

    @Test
    void anEventOfAPaymentHasAmountAndPatient() {
        sync(List.of(patient("1"), patient("2")), List.of(payment("p", "1", "7.1")));
        syncPayments(payment("p", "2", "7.1"));
        syncPayments(payment("p", "2", "-0.1234"));
        syncPatients(patient("1"));
        syncPatients(patient("1"), patient("2"));

        List<PaymentChange> changes = after(0).stream()
                .filter(change -> change.recordType() == RecordType.PAYMENT)
                .map(PaymentChange.class::cast)
                .toList();

        PaymentData last = payment("p", "2", "-0.1234");
        assertThat(changes)
                .extracting(PaymentChange::before)
                .map(data -> data.orElse(null))
                .containsExactly(null, payment("p", "1", "7.10"), payment("p", "2", "7.10"), last, last);
        assertThat(changes)
                .extracting(PaymentChange::after)
                .map(data -> data.orElse(null))
                .containsExactly(payment("p", "1", "7.10"), payment("p", "2", "7.10"), last, null, last);
        assertThat(changes)
                .map(Changed::fieldsOf)
                .containsExactly(
                        List.of(new Changed("patientId", null, "1"), new Changed("amount", null, "7.10")),
                        List.of(new Changed("patientId", "1", "2")),
                        List.of(new Changed("amount", "7.10", "-0.1234")),
                        List.of(),
                        List.of());
        assertThat(changes).extracting(Change::kind).endsWith(Change.Kind.DELETED, Change.Kind.RESTORED);
    }

    @Test
    void aVersionSupersededBetweenTwoPagesIsStillReported() {
        sync(
                List.of(patient("1"), patient("2"), patient("3")),
                List.of(payment("p", "1", "1"), payment("q", "2", "2")));
        ChangePage first = store.history().changes(start(), 2);
        sync(List.of(patient("1"), patient("3", "New", "Name")), List.of(payment("p", "3", "5")));

        ChangePage rest = store.history().changes(first.next(), 100);

        assertThat(described(first.changes())).containsExactly("1 CREATED patient 1", "1 CREATED patient 2");
        assertThat(described(rest.changes()))
                .containsExactly(
                        "1 CREATED patient 3",
                        "1 CREATED payment p",
                        "1 CREATED payment q",
                        "2 UPDATED patient 3",
                        "2 UPDATED payment p",
                        "2 DELETED payment q",
                        "2 DELETED patient 2");
        assertThat(((PatientChange) rest.changes().get(0)).after()).contains(patient("3"));
        assertThat(((PaymentChange) rest.changes().get(1)).after()).contains(payment("p", "1", "1.00"));
    }

    /** Its ids are assigned again. */
    @Test
    void aRefusedRunDoesNotHideLaterCreations() {
        syncPatients(patient("1"));
        assertThatThrownBy(() -> store.sync(Snapshot.builder()
                        .patients(Source.of(List.of(patient("1"), patient("2"), patient("3"), patient("4"))))
                        .controlTotals(ControlTotals.patients(9))
                        .build()))
                .isInstanceOf(SnapshotRefusedException.class);
        syncPatients(patient("1"), patient("5"), patient("6"));

        assertThat(described(after(0)))
                .containsExactly("1 CREATED patient 1", "3 CREATED patient 5", "3 CREATED patient 6");
        assertThat(described(after(2))).containsExactly("3 CREATED patient 5", "3 CREATED patient 6");
        assertThat(store.verifyIntegrity().isConsistent()).isTrue();
    }

    /** A cursor that is returned while a writer works is before all events of that writer. */
    @Test
    void noEventIsInsertedBeforeAReturnedCursor() {
        syncPatients(patient("1"));
        PatientPaymentStore other =
                PatientPaymentStore.builder(otherPool()).schema(schema).build();
        List<String> cursors = new ArrayList<>();

        store.sync(Snapshot.builder()
                .patients(Source.once(Stream.of("2", "1", "0").map(id -> {
                    ChangePage meanwhile =
                            other.history().changes(other.history().beginning(), 10);
                    assertThat(described(meanwhile.changes())).containsExactly("1 CREATED patient 1");
                    cursors.add(meanwhile.next());
                    return patient(id, "New" + id, "Name");
                })))
                .build());

        assertThat(cursors).hasSize(3);
        for (String cursor : cursors) {
            assertThat(described(other.history().changes(cursor, 10).changes()))
                    .containsExactly("2 UPDATED patient 1", "2 CREATED patient 2", "2 CREATED patient 0");
        }
    }

    /** The second run commits after the page has read that the first one is the last. */
    @Test
    void aRunThatCommitsDuringAQueryIsLeftForTheNextPage() {
        syncPatients(patient("1"));
        AtomicBoolean due = new AtomicBoolean(true);
        PatientPaymentStore other = PatientPaymentStore.builder(Intercepted.dataSource(otherPool(), call -> {
                    if (call.sql().contains("patient_versions") && due.getAndSet(false)) {
                        syncPatients(patient("1", "New", "Name"), patient("2"));
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .build();

        ChangePage first = other.history().changes(start(), 10);
        ChangePage second = other.history().changes(first.next(), 10);

        assertThat(due).isFalse();
        assertThat(described(first.changes())).containsExactly("1 CREATED patient 1");
        assertThat(((PatientChange) first.changes().get(0)).after()).contains(patient("1"));
        assertThat(described(second.changes())).containsExactly("2 UPDATED patient 1", "2 CREATED patient 2");
    }

    @Test
    void runsThatChangeNothingAdvanceTheCursor() {
        syncPatients(patient("1"));
        String first = store.history().changes(start(), 10).next();
        syncPatients(patient("1"));
        ChangePage second = store.history().changes(first, 10);

        assertThat(second.changes()).isEmpty();
        assertThat(second.hasMore()).isFalse();
        assertThat(first).isEqualTo(store.history().cursorAfter(1));
        assertThat(second.next()).isEqualTo(store.history().cursorAfter(2));
    }

    @Test
    void anErasedRecordHasOnlyItsId() {
        store = store(builder -> builder.erasureKey(ErasureContract.KEY));
        sync(List.of(patient("1"), patient("2")), List.of(payment("p", "1", "1"), payment("q", "2", "2")));
        store.erase("1");

        List<Change> changes = after(0);

        assertThat(described(changes))
                .containsExactly(
                        "1 CREATED patient 2", "1 CREATED payment q", "2 ERASED payment -", "2 ERASED patient -");
        PatientChange erased = (PatientChange) changes.get(3);
        assertThat(erased.id()).isEqualTo(1);
        assertThat(erased.before()).isEmpty();
        assertThat(erased.after()).isEmpty();
        assertThat(erased.fields()).isEmpty();
        assertThat(changes.get(2).id()).isEqualTo(1);
    }

    @Test
    void malformedCursorsAreRejected() {
        syncPatients(patient("1"), patient("2"));
        String cursor = store.history().changes(start(), 1).next();
        for (int end = 0; end < cursor.length(); end++) {
            assertRefused(cursor.substring(0, end));
            char other = cursor.charAt(end) == 'A' ? 'Q' : 'A';
            assertRefused(cursor.substring(0, end) + other + cursor.substring(end + 1));
        }
        assertRefused(store.patients(
                        PatientFilter.all(), PageRequest.by(PatientSort.ID).limit(1))
                .next()
                .orElseThrow());
        assertThat(forged(cursor, "1", "1", "1")).isEqualTo(cursor);
        assertRefused(forgedCursor(cursor, Map.of(5, "1")));
        for (List<String> keys : List.of(
                List.of("1", "0", "1"),
                List.of("1", "6", "0"),
                List.of("1", "5", "1"),
                List.of("1", "x", "1"),
                List.of("1", "1", "01"),
                List.of("1", "1", "0"),
                List.of("0", "1", "1"),
                List.of("-1", "5", "0"),
                List.of("1", "1", "9".repeat(30)))) {
            assertRefused(forged(cursor, keys.get(0), keys.get(1), keys.get(2)));
        }
    }

    /** A replica may not have the run yet. An empty page would be wrong, since the next events would be missed. */
    @Test
    void aCursorAfterTheLastRunIsUsableOnceTheRunIsThere() {
        syncPatients(patient("1"));
        String cursor = store.history().cursorAfter(2);

        assertThatThrownBy(() -> store.history().changes(cursor, 10))
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        e -> assertThat(e.isRetryable()).isTrue())
                .hasMessageContainingAll("run 2", "run 1", "replica", "backup");

        syncPatients(patient("1"), patient("2"));
        assertThat(store.history().changes(cursor, 10).changes()).isEmpty();
        syncPatients(patient("1"), patient("2"), patient("3"));
        assertThat(described(store.history().changes(cursor, 10).changes())).containsExactly("3 CREATED patient 3");
        assertThatThrownBy(() -> store.history().cursorAfter(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPageHas1To1000Events() {
        for (int limit : List.of(0, -1, 1_001, Integer.MAX_VALUE)) {
            assertThatThrownBy(() -> store.history().changes(start(), limit))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void eventsAreEqualByValueAndPrintNoNames() {
        sync(List.of(patient("1", "Secret", "Name")), List.of(payment("p", "1", "4711")));
        syncPatients(patient("1", "Hidden", "Name"));

        ChangePage page = store.history().changes(start(), 10);

        assertThat(page.changes()).isEqualTo(after(0));
        assertThat(page.toString() + page.changes())
                .contains("CREATED", "UPDATED", "id=1")
                .doesNotContain("Secret", "Hidden", "Name", "4711");
        assertThat(page.changes().get(2).fields().toString()).isEqualTo("[FieldChange[firstName]]");
        assertThat(new String(Base64.getUrlDecoder().decode(page.next()), StandardCharsets.UTF_8))
                .doesNotContain("Secret", "Hidden");
    }

    /** And a fifth that deletes everything. */
    private void fourRuns() {
        sync(
                List.of(patient("1"), patient("2"), patient("3")),
                List.of(payment("p", "1", "1"), payment("q", "2", "2"), payment("r", "3", "3")));
        sync(
                List.of(patient("4"), patient("1", "New", "Name")),
                List.of(payment("s", "4", "4"), payment("p", "4", "1")));
        for (int i = 0; i < 2; i++) {
            sync(
                    List.of(patient("4"), patient("1", "New", "Name"), patient("2")),
                    List.of(payment("s", "4", "4"), payment("p", "4", "1"), payment("q", "2", "2")));
        }
        sync(List.of(), List.of());
    }

    private String start() {
        return store.history().beginning();
    }

    private List<Change> after(long run) {
        return store.history().changes(store.history().cursorAfter(run), 1_000).changes();
    }

    private void assertRefused(String cursor) {
        assertThatThrownBy(() -> store.history().changes(cursor, 10))
                .as(cursor)
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String forged(String cursor, String run, String phase, String id) {
        return forgedCursor(cursor, Map.of(1, run, 3, phase, 4, id));
    }

    private static List<String> described(List<Change> changes) {
        return changes.stream()
                .map(change -> change.runNumber() + " " + change.kind() + " "
                        + (change.recordType() == RecordType.PATIENT ? "patient " : "payment ")
                        + change.externalId().orElse("-"))
                .toList();
    }
}
