package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.LastSync;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import io.github.patientpayments.sync.SyncRun.Status;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The last successful sync of each type is known without a search in the log. */
class LastSyncContract extends ContractTest {

    @Test
    void beforeTheFirstSyncThereIsNone() {
        assertLast(0, 0, 0);

        store(builder -> builder.erasureKey(new byte[32])).erase("1");

        assertLast(0, 0, 0);
    }

    @Test
    void eachTypeHasItsOwn() {
        syncPatients(patient("1"));
        assertLast(1, 0, 0);

        syncPayments(payment("a", "1", "1"));
        assertLast(1, 2, 1);

        sync(List.of(patient("1")), List.of(payment("a", "1", "2")));
        assertLast(3, 3, 3);

        syncPatients(patient("1"));
        assertLast(4, 3, 3);
    }

    @Test
    void anUnchangedSyncCounts() {
        sync(List.of(patient("1")), List.of(payment("a", "1", "1")));

        SyncReport again = sync(List.of(patient("1")), List.of(payment("a", "1", "1")));

        assertThat(again.status()).isEqualTo(Status.UNCHANGED);
        assertLast(2, 2, 2);
        assertThat(store.lastSync().both()).contains(store.syncRun(2).orElseThrow());
    }

    @Test
    void aDeltaCountsForTheTypesThatItHas() {
        sync(List.of(patient("1")), List.of());

        store.sync(Delta.builder()
                .payments(Source.of(List.of(payment("a", "1", "1"))))
                .build());
        assertLast(1, 2, 1);

        store.sync(Delta.builder().patients(Source.of(List.of())).build());
        assertLast(3, 2, 2);
    }

    @Test
    void whatIsNoSuccessfulSyncDoesNotCount() {
        store = store(builder -> builder.guard(Guard.defaults()).erasureKey(new byte[32]));
        sync(List.of(patient("1")), List.of(payment("a", "1", "1")));

        assertThatThrownBy(() -> sync(List.of(), List.of())).isInstanceOf(SnapshotRefusedException.class);
        store.preview(Delta.builder().patients(Source.of(List.of(patient("2")))).build());
        store.revertTo(0);
        store.erase("1");
        store.unsuppress("1");
        store.purge(START);

        assertThat(store.syncRuns(1).get(0).number()).isEqualTo(6);
        assertLast(1, 1, 1);
    }

    private void assertLast(long patients, long payments, long both) {
        LastSync last = store.lastSync();
        assertThat(number(last.patients())).isEqualTo(patients);
        assertThat(number(last.payments())).isEqualTo(payments);
        assertThat(number(last.both())).isEqualTo(both);
        assertThat(store.verifyIntegrity()).hasToString("Sound");
    }

    private static long number(Optional<SyncRun> run) {
        return run.map(SyncRun::number).orElse(0L);
    }
}
