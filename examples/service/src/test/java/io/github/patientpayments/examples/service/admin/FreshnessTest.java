package io.github.patientpayments.examples.service.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.examples.service.admin.Freshness.State;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncRun;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * When the mirror is fresh, by the runs of a real store. Its syncs are due at seven in Bogota, which is twelve in UTC.
 */
class FreshnessTest {

    private static final Optional<DueTime> DUE =
            Optional.of(new DueTime(LocalTime.of(7, 0), Duration.ofMinutes(30), ZoneId.of("America/Bogota")));

    private final List<PatientData> patients = IntStream.range(0, 10)
            .mapToObj(i -> PatientData.of("p" + i, "First", "Last", LocalDate.of(1980, 1, 31)))
            .toList();

    private Instant now = Instant.EPOCH;
    private PatientPaymentStore store;

    @BeforeEach
    void migrate() {
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        store = PatientPaymentStore.builder(database)
                .clock(((InstantSource) () -> now).withZone(ZoneOffset.UTC))
                .build();
        store.migrate();
    }

    private void sync(String time, Snapshot.Builder snapshot) {
        now = Instant.parse(time);
        store.sync(snapshot.build());
    }

    private Snapshot.Builder all() {
        return Snapshot.builder().patients(Source.of(patients));
    }

    private Freshness at(String time) {
        return Freshness.of(store.syncRuns(100), store.lastSync(), DUE, Instant.parse(time));
    }

    @Test
    void withoutARunThereIsNoData() {
        assertThat(at("2026-03-02T12:10:00Z").state()).isEqualTo(State.EMPTY);
    }

    @Test
    void itIsLateAfterTheDueTimeAndTheGrace() {
        sync("2026-03-01T08:00:00Z", all());

        assertThat(at("2026-03-01T08:00:01Z").state()).isEqualTo(State.FRESH);
        assertThat(at("2026-03-02T11:59:59Z").state()).isEqualTo(State.FRESH);
        assertThat(at("2026-03-02T11:59:59Z").nextExpected()).hasValue(Instant.parse("2026-03-02T12:00:00Z"));
        assertThat(at("2026-03-02T12:10:00Z").state()).isEqualTo(State.DUE);
        assertThat(at("2026-03-02T12:30:00Z").state()).isEqualTo(State.DUE);
        assertThat(at("2026-03-02T12:31:00Z").state()).isEqualTo(State.LATE);
        assertThat(at("2026-03-02T12:31:00Z").lateBy()).hasValue(Duration.ofMinutes(31));
    }

    @Test
    void aSyncThatCameLateDoesNotCountForTheNextDay() {
        sync("2026-03-01T20:00:00Z", all());
        assertThat(at("2026-03-01T21:00:00Z").state()).isEqualTo(State.FRESH);
        assertThat(at("2026-03-01T21:00:00Z").nextExpected()).hasValue(Instant.parse("2026-03-02T12:00:00Z"));
        assertThat(at("2026-03-02T13:00:00Z").state()).isEqualTo(State.LATE);

        sync("2026-03-02T13:05:00Z", all());
        assertThat(at("2026-03-02T13:06:00Z").state()).isEqualTo(State.FRESH);
    }

    @Test
    void aRefusedMirrorIsNeverFresh() {
        sync("2026-03-01T08:00:00Z", all());
        refused();

        assertThat(at("2026-03-01T10:00:00Z").state()).isEqualTo(State.REFUSED);
        assertThat(at("2026-03-01T10:00:00Z").refused()).isEqualTo(2);

        sync("2026-03-01T11:00:00Z", all());
        assertThat(at("2026-03-01T11:01:00Z").state()).isEqualTo(State.FRESH);
    }

    private void refused() {
        for (int i = 0; i < 2; i++) {
            try {
                sync("2026-03-01T09:00:00Z", Snapshot.builder().patients(Source.of(List.of())));
                throw new AssertionError("An empty set must be refused");
            } catch (SnapshotRefusedException e) {
                // as expected
            }
        }
    }

    @Test
    void aFrozenMirrorIsNeverFresh() {
        sync("2026-03-01T08:00:00Z", all().exportedAt(Instant.parse("2026-03-01T07:00:00Z")));
        sync("2026-03-02T08:00:00Z", all().exportedAt(Instant.parse("2026-03-01T07:00:00Z")));
        assertThat(at("2026-03-02T08:01:00Z").state()).as("a day old").isEqualTo(State.FRESH);
        sync("2026-03-03T08:00:00Z", all().exportedAt(Instant.parse("2026-03-01T07:00:00Z")));
        assertThat(at("2026-03-03T08:01:00Z").state()).isEqualTo(State.FROZEN);
    }

    @Test
    void aRevertedOrIncompleteMirrorIsNotFresh() {
        sync("2026-03-01T08:00:00Z", all());
        store.sync(
                Snapshot.builder().patients(Source.of(patients.subList(0, 2))).build(),
                SyncOptions.defaults().withholdDeletions());
        assertThat(at("2026-03-01T08:10:00Z").state()).isEqualTo(State.INCOMPLETE);

        store.revertTo(0);
        assertThat(at("2026-03-01T08:10:00Z").state()).isEqualTo(State.REVERTED);
    }

    private Snapshot.Builder payments() {
        return Snapshot.builder()
                .payments(Source.of(IntStream.range(0, 10)
                        .mapToObj(i -> PaymentData.of("a" + i, "p" + i, BigDecimal.TEN))
                        .toList()));
    }

    private void isOfPayments(State state, String time) {
        assertThat(at(time).state()).isEqualTo(state);
        assertThat(at(time).type()).hasValue(RecordType.PAYMENT);
    }

    @Test
    void aSyncOfPatientsDoesNotHideThatPaymentsAreRefused() {
        sync("2026-03-01T08:00:00Z", all());
        assertThatThrownBy(
                        () -> sync("2026-03-01T08:05:00Z", Snapshot.builder().payments(Source.of(List.of(unknown())))))
                .isInstanceOf(SnapshotRefusedException.class);
        sync("2026-03-01T08:10:00Z", all());
        isOfPayments(State.REFUSED, "2026-03-01T08:11:00Z");

        sync("2026-03-01T08:20:00Z", payments());
        assertThat(at("2026-03-01T08:21:00Z").state()).isEqualTo(State.FRESH);
        assertThat(at("2026-03-01T08:21:00Z").type()).isEmpty();
    }

    private static PaymentData unknown() {
        return PaymentData.of("a1", "nobody", BigDecimal.TEN);
    }

    @Test
    void aSyncOfPatientsDoesNotHideThatPaymentsAreFrozenLateOrIncomplete() {
        sync("2026-03-01T08:00:00Z", all());
        sync("2026-03-01T08:05:00Z", payments().exportedAt(Instant.parse("2026-02-20T07:00:00Z")));
        sync("2026-03-01T08:10:00Z", all());
        isOfPayments(State.FROZEN, "2026-03-01T08:11:00Z");

        sync("2026-03-01T08:20:00Z", payments().exportedAt(Instant.parse("2026-03-01T08:00:00Z")));
        sync("2026-03-02T11:00:00Z", all());
        assertThat(at("2026-03-02T11:59:00Z").state()).isEqualTo(State.FRESH);
        isOfPayments(State.DUE, "2026-03-02T12:10:00Z");
        isOfPayments(State.LATE, "2026-03-02T13:00:00Z");
        assertThat(at("2026-03-02T13:00:00Z").success().map(SyncRun::number)).hasValue(4L);

        now = Instant.parse("2026-03-02T11:10:00Z");
        store.sync(
                Snapshot.builder()
                        .payments(Source.of(List.of(PaymentData.of("a1", "p1", BigDecimal.TEN))))
                        .exportedAt(now)
                        .build(),
                SyncOptions.defaults().withholdDeletions());
        sync("2026-03-02T11:20:00Z", all());
        isOfPayments(State.INCOMPLETE, "2026-03-02T11:21:00Z");
    }

    @Test
    void anEmptyDeltaIsASyncToo() {
        sync("2026-03-01T08:00:00Z", all());
        now = Instant.parse("2026-03-02T08:00:00Z");
        store.sync(Delta.builder().patients(Source.of(List.<PatientData>of())).build());

        assertThat(at("2026-03-02T13:00:00Z").state()).isEqualTo(State.FRESH);
    }

    @Test
    void withoutADueTimeItIsNotCalledFresh() {
        sync("2026-03-01T08:00:00Z", all());

        assertThat(Freshness.of(store.syncRuns(100), store.lastSync(), Optional.empty(), now)
                        .state())
                .isEqualTo(State.UNWATCHED);
    }

    @Test
    void onlyOneStateIsGreen() {
        assertThat(State.values())
                .filteredOn(state -> state.badge().tone() == Tone.GOOD)
                .containsExactly(State.FRESH);
    }
}
