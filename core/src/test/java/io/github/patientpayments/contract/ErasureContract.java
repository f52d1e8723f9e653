package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.ErasureReport;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncCounts;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncRun;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an erasure removes, and what it leaves: {@code Erika} is erased, {@code Otto} stays. */
class ErasureContract extends ContractTest {

    static final byte[] KEY = "a key of at least thirty-two bytes".getBytes(StandardCharsets.UTF_8);

    private static final PageRequest<Void> VERSIONS = PageRequest.first();

    @BeforeEach
    void aPatientWithAPast() {
        store = store(builder -> builder.erasureKey(KEY));
        sync(
                List.of(patient("Erika", "Erika-first", "Erika-last"), patient("Otto")),
                List.of(
                        payment("Erika-1", "Erika", "1"),
                        payment("Erika-2", "Erika", "2"),
                        payment("Erika-3", "Erika", "4"),
                        payment("Otto-1", "Otto", "8")));
        sync(
                List.of(patient("Erika", "Erika-second", "Erika-last"), patient("Otto")),
                List.of(
                        payment("Erika-1", "Erika", "10"),
                        payment("Erika-2", "Erika", "2"),
                        payment("Otto-1", "Otto", "8")));
    }

    @Test
    void onlyTheStoresOwnIdsAndAHashAreLeft() {
        sync(
                List.of(invalidPatient("Erika"), patient("Otto"), invalidPatient("Nobody")),
                List.of(
                        invalidPayment("Erika-1", "Erika"),
                        invalidPayment("Erika-2", "Otto"),
                        invalidPayment("Erika-9", "Erika"),
                        invalidPayment("Otto-1", "Otto")));
        String ids = "[" + internalId("patients", "Erika") + "]";

        ErasureReport report = store.erase("Erika");

        assertThat(report.patients()).isEqualTo(1);
        assertThat(report.payments()).isEqualTo(3);
        assertThat(report.versions()).isEqualTo(1 + 2);
        assertThat(report.rejections()).isEqualTo(4);
        assertThat(everything().toString()).doesNotContain("Erika").contains("Otto-1", "Nobody");
        assertThat(rows("SELECT external_id_hmac FROM " + schema + ".erasures"))
                .singleElement()
                .asString()
                .matches("\\[[0-9a-f]{64}\\]");
        assertThat(rows("SELECT record_id FROM " + schema + ".erased_records WHERE record_type = 'PATIENT'"))
                .containsExactly(ids);
        assertThat(rows("SELECT record_type, run FROM " + schema + ".erased_records"))
                .containsExactly("[PATIENT, 4]", "[PAYMENT, 4]", "[PAYMENT, 4]", "[PAYMENT, 4]");
        assertThat(store.patient("Otto").orElseThrow().paymentTotal()).isEqualTo("8.00");
        assertThat(store.totals(PatientFilter.all()).sum()).isEqualTo("8.00");
        assertThat(store.totals(PatientFilter.all()).patients()).isEqualTo(1);
        assertThat(store.verifyIntegrity().isConsistent()).isTrue();
    }

    @Test
    void aDeletedPatientIsErasedWithItsCascadedPayments() {
        syncPatients(patient("Otto"));

        ErasureReport report = store.erase("Erika");

        assertThat(report.patients()).isEqualTo(1);
        assertThat(report.payments()).isEqualTo(3);
        assertThat(everything().toString()).doesNotContain("Erika");
    }

    @Test
    void anUnknownIdIsErasedToo() {
        sync(List.of(patient("Otto")), List.of(invalidPayment("x", "Unknown"), payment("y", "Unknown", "1")));

        ErasureReport report = store.erase("Unknown");

        assertThat(report.patients() + report.payments() + report.versions()).isZero();
        assertThat(report.rejections()).isEqualTo(2);
        assertThat(everything().toString()).doesNotContain("Unknown");
        assertThat(syncPatients(patient("Otto"), patient("Unknown")).patients().suppressed())
                .isEqualTo(1);
    }

    @Test
    void leftoversInTheWorkingTablesAreErasedToo() {
        for (String table : List.of("patient", "payment")) {
            database.execute("INSERT INTO " + schema + "." + table + "_stage (record_no, status, external_id)"
                    + " VALUES (1, 0, 'Erika')");
        }
        database.execute("INSERT INTO " + schema + ".patient_diff (kind, external_id) VALUES (1, 'Erika')");

        store.erase("Erika");

        assertThat(everything().toString()).doesNotContain("Erika");
    }

    @Test
    void anErasureIsARunAndTheBaseMoves() {
        Snapshot snapshot =
                Snapshot.builder().patients(Source.of(List.of(patient("Otto")))).build();
        Preview preview = store.preview(snapshot);
        SyncRun before = store.syncRuns(1).get(0);

        ErasureReport report = store.erase("Erika");

        SyncRun run = store.syncRuns(1).get(0);
        assertThat(run.number()).isEqualTo(report.runNumber()).isEqualTo(before.number() + 1);
        assertThat(run.kind()).isEqualTo(SyncRun.Kind.ERASURE);
        assertThat(run.status()).isEqualTo(SyncRun.Status.APPLIED);
        assertThat(run.time()).isAfter(before.time());
        assertThat(run.exportedAt()).isEmpty();
        assertThat(store.syncRun(run.attempt())).contains(run);
        for (SyncCounts counts : List.of(run.patients(), run.payments())) {
            assertThat(counts.read() + counts.deleted()).isZero();
        }
        store = store(builder -> builder.erasureKey(KEY).guard(Guard.defaults()));
        assertThatThrownBy(() -> store.sync(snapshot, SyncOptions.defaults().onBase(preview.baseRun())))
                .isInstanceOfSatisfying(
                        SnapshotRefusedException.class,
                        e -> assertThat(e.refusals())
                                .extracting(Refusal::reason)
                                .containsExactly(Refusal.Reason.BASE_MOVED));
    }

    @Test
    void aPaymentThatMovedAwayStaysWithoutItsPastContent() {
        store.sync(Delta.builder()
                .payments(Source.of(List.of(payment("moved", "Erika", "77"))))
                .build());
        store.sync(Delta.builder()
                .payments(Source.of(List.of(payment("moved", "Otto", "78"))))
                .build());

        ErasureReport report = store.erase("Erika");

        assertThat(report.versions()).isEqualTo(1 + 2 + 1);
        assertThat(store.payment("moved").orElseThrow().patientExternalId()).isEqualTo("Otto");
        assertThat(store.patient("Otto").orElseThrow().paymentTotal()).isEqualTo("86.00");
        assertThat(rows("SELECT deleted, patient_id, amount FROM " + schema + ".payment_versions"))
                .containsExactly("[true, null, null]");
        assertThat(store.history().paymentVersions("moved", VERSIONS).items())
                .singleElement()
                .satisfies(version -> assertThat(version.fromRun()).isEqualTo(4));
        assertThat(store.history().asOfRun(3).payment("moved")).isEmpty();
        assertThat(store.verifyIntegrity().isConsistent()).isTrue();
    }

    @Test
    void aPaymentThatMovedToThePatientIsErasedWithItsWholePast() {
        store.sync(Delta.builder()
                .payments(Source.of(List.of(payment("Otto-1", "Erika", "9"))))
                .build());

        assertThat(store.erase("Erika").payments()).isEqualTo(4);

        assertThat(store.patient("Otto").orElseThrow().paymentTotal()).isEqualTo("0.00");
        assertThat(everything().toString()).doesNotContain("Otto-1");
        assertThat(store.history().asOfRun(1).payment("Otto-1")).isEmpty();
    }

    @Test
    void thePastHasNoTraceOfThePatientAndTheFeedReportsTheErasure() {
        String id = internalId("patients", "Erika");

        long run = store.erase("Erika").runNumber();

        assertThat(store.history().asOfRun(1).patient("Erika")).isEmpty();
        assertThat(store.history().asOfRun(1).totals(PatientFilter.all()).sum()).isEqualTo("8.00");
        assertThat(store.history().patientVersions("Erika", VERSIONS).items()).isEmpty();
        assertThat(store.history().paymentVersions("Erika-1", VERSIONS).items()).isEmpty();
        List<Change> changes =
                store.history().changes(store.history().beginning(), 100).changes();
        assertThat(changes.stream().filter(change -> change.runNumber() < run))
                .hasSize(2)
                .allSatisfy(change -> assertThat(change.externalId()).isPresent());
        assertThat(changes.stream().filter(change -> change.runNumber() == run))
                .hasSize(4)
                .allSatisfy(change -> {
                    assertThat(change.kind()).isEqualTo(Change.Kind.ERASED);
                    assertThat(change.externalId()).isEmpty();
                });
        assertThat(changes.get(changes.size() - 1).recordType()).isEqualTo(RecordType.PATIENT);
        assertThat(changes.get(changes.size() - 1).id()).isEqualTo(Long.parseLong(id));
    }

    @Test
    void aSecondErasureFindsNothing() {
        store = store(builder -> builder.erasureKey(KEY).keepErasedTotals());
        long first = store.erase("Erika").runNumber();

        ErasureReport again = store.erase("Erika");

        assertThat(again.runNumber()).isEqualTo(first + 1);
        assertThat(again.patients() + again.payments() + again.versions() + again.rejections())
                .isZero();
        assertThat(store.erasedTotals().patients()).isEqualTo(1);
        assertThat(rows("SELECT count(*) FROM " + schema + ".erasures")).containsExactly("[1]");
    }

    @Test
    void liveMoneyIsAddedToTheErasedTotalsOnRequest() {
        store.erase("Otto");
        assertThat(store.erasedTotals().patients() + store.erasedTotals().payments())
                .isZero();
        assertThat(store.erasedTotals().sum()).isEqualTo("0.00");
        store = store(builder -> builder.erasureKey(KEY).keepErasedTotals());
        sync(
                List.of(patient("Erika"), patient("Poor"), patient("Gone"), patient("Refunded")),
                List.of(
                        payment("Erika-1", "Erika", "10"),
                        payment("Erika-2", "Erika", "2.5"),
                        payment("Gone-1", "Gone", "100"),
                        payment("Refunded-1", "Refunded", "-3.1234")));
        store.sync(Delta.builder()
                .patients(Source.of(List.of(PatientData.deletion("Gone"))))
                .build());

        List.of("Erika", "Poor", "Gone", "Unknown").forEach(store::erase);

        assertThat(store.erasedTotals().patients()).isEqualTo(1);
        assertThat(store.erasedTotals().payments()).isEqualTo(2);
        assertThat(store.erasedTotals().sum()).isEqualTo("12.50");

        store.erase("Refunded");

        assertThat(store.erasedTotals().patients()).isEqualTo(2);
        assertThat(store.erasedTotals().payments()).isEqualTo(3);
        assertThat(store.erasedTotals().sum()).isEqualTo("9.3766");
        assertThat(store.totals(PatientFilter.all()).sum()).isEqualTo("0.00");
    }

    @Test
    void theHostsOwnRowsAreDeletedOrSetToNull() {
        database.execute(
                "CREATE TABLE " + schema + ".x_notes (patient_id bigint REFERENCES " + schema
                        + ".patients (id) ON DELETE CASCADE)",
                "CREATE TABLE " + schema + ".x_letters (payment_id bigint REFERENCES " + schema
                        + ".payments (id) ON DELETE SET NULL)",
                "INSERT INTO " + schema + ".x_notes SELECT id FROM " + schema + ".patients",
                "INSERT INTO " + schema + ".x_letters SELECT id FROM " + schema + ".payments");
        try {
            store.erase("Erika");

            assertThat(rows("SELECT count(*) FROM " + schema + ".x_notes")).containsExactly("[1]");
            assertThat(rows("SELECT count(*), count(payment_id) FROM " + schema + ".x_letters"))
                    .containsExactly("[4, 1]");
        } finally {
            database.execute("DROP TABLE " + schema + ".x_notes", "DROP TABLE " + schema + ".x_letters");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "a\u0000b", "\ud83d"})
    void anInvalidIdIsRejected(String id) {
        assertRefused(id);
    }

    @Test
    void anIdIsAtMost250CharactersLong() {
        String emoji = "\ud83d\ude00";

        assertRefused(emoji.repeat(251));
        assertThat(store.erase(emoji.repeat(250)).patients()).isZero();
        assertThat(store.unsuppress(emoji.repeat(250))).isTrue();
    }

    private void assertRefused(String id) {
        assertThatThrownBy(() -> store.erase(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No patient can have this id");
        assertThatThrownBy(() -> store.unsuppress(id)).isInstanceOf(IllegalArgumentException.class);
        assertThat(store.syncRuns(1).get(0).kind()).isEqualTo(SyncRun.Kind.SNAPSHOT);
    }

    private String internalId(String table, String externalId) {
        String row = rows("SELECT id FROM " + schema + "." + table + " WHERE external_id = '" + externalId + "'")
                .get(0);
        return row.substring(1, row.length() - 1);
    }
}
