package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One run under a clock that is ahead would keep the time of all later ones there, and make the past wrong. */
class ClockContract extends ContractTest {

    static List<Consumer<PatientPaymentStore>> writers() {
        return List.of(
                store -> store.sync(patients()),
                store -> store.sync(Delta.builder()
                        .patients(Source.of(List.of(patient("2"))))
                        .build()),
                store -> store.preview(patients()),
                store -> store.erase("1"),
                store -> store.unsuppress("erased"),
                store -> store.purge(START));
    }

    @ParameterizedTest
    @MethodSource("writers")
    void aClockMoreThanADayAheadOfTheDatabaseIsRefused(Consumer<PatientPaymentStore> writer) {
        erasing(Clock.systemUTC()).erase("erased");
        Map<String, List<String>> before = everything();
        Instant ahead = Instant.parse("2126-01-01T00:00:00Z");

        assertThatThrownBy(() -> writer.accept(erasing(Clock.fixed(ahead, ZoneOffset.UTC))))
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        e -> assertThat(e.isRetryable()).isFalse())
                .hasMessageMatching(".*says 2126-01-01T00:00:00Z, more than a day ahead of .*, which says 20\\S+Z; .*");

        assertThat(everything()).isEqualTo(before);
        writer.accept(erasing(Clock.systemUTC()));
        assertThat(store.syncRuns(10))
                .allMatch(run -> run.time().isBefore(Instant.now().plusSeconds(60)));
    }

    @Test
    void aClockThatIsLessThanADayAheadOrBehindIsUsed() {
        Instant now = Instant.now();
        for (Duration off : List.of(Duration.ofDays(-3_000), Duration.ofHours(23))) {
            erasing(Clock.fixed(now.plus(off), ZoneOffset.UTC)).sync(patients());
        }
        assertThat(store.syncRuns(10)).hasSize(2);
        assertThat(store.syncRuns(1).get(0).time()).isAfter(now.plus(Duration.ofHours(22)));
    }

    /** Whatever the clock says, each past state has a time of its own. */
    @Test
    void aRunIsLaterThanTheOneBeforeIt() {
        Clock still = Clock.fixed(START.plusNanos(999), ZoneOffset.UTC);
        Clock setBack = Clock.fixed(START.minusSeconds(60), ZoneOffset.UTC);

        erasing(still).sync(patients());
        for (Clock clock : List.of(still, still, setBack)) {
            erasing(clock).erase("erased");
        }
        erasing(setBack).purge(START.minusSeconds(61));

        assertThat(store.syncRuns(10))
                .extracting(SyncRun::time)
                .containsExactly(
                        START.plusNanos(4_000),
                        START.plusNanos(3_000),
                        START.plusNanos(2_000),
                        START.plusNanos(1_000),
                        START);
        assertThat(store.history().asOf(START).patient("1")).isPresent();
    }

    private PatientPaymentStore erasing(Clock clock) {
        return store(builder -> builder.clock(clock).erasureKey(new byte[32]));
    }

    private static Snapshot patients() {
        return Snapshot.builder().patients(Source.of(List.of(patient("1")))).build();
    }
}
