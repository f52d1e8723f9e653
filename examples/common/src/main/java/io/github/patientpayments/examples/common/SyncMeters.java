package io.github.patientpayments.examples.common;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.sync.SyncCounts;
import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncProgress;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Meters the syncs of one store with Micrometer: copy it. Thread-safe. No tag carries a person's data or an id.
 *
 * <ul>
 *   <li>{@value #SYNCS}: a timer. {@code outcome} is {@code applied}, {@code unchanged}, {@code refused} or
 *       {@code failed}; {@code cause} is the first reason of a refusal, the class of another exception, else
 *       {@code none}.
 *   <li>{@value #RECORDS}: a counter of the records of committed syncs, by {@code type} and {@code fate}.
 *   <li>{@value #BYTES}: a counter of bytes of JSON, compressed if they came so. Each sync adds the bytes of its last
 *       progress event: input that is read twice counts once, and input that breaks off may count too little.
 *   <li>{@value #AGE}: how long ago the mirror was last known to be up to date. This is the one to set an alert on: it
 *       grows whatever makes the syncs fail, even if none is started any more. NaN if there was none.
 * </ul>
 */
public final class SyncMeters implements SyncListener {

    public static final String SYNCS = "patient.payments.sync";
    public static final String RECORDS = "patient.payments.sync.records";
    public static final String BYTES = "patient.payments.sync.read";
    public static final String AGE = "patient.payments.sync.age";

    private final Clock clock;
    private final MeterProvider<Timer> syncs;
    private final MeterProvider<Counter> records;
    private final Counter bytes;
    private final Map<UUID, Started> started = new ConcurrentHashMap<>();
    private volatile double lastSuccess = Double.NaN;

    /**
     * Registers the meters. Two stores need two of these, with two names: a gauge is registered once for its tags.
     *
     * @param registry where the meters go
     * @param store the value of the tag {@code store}, on all of them
     */
    public SyncMeters(MeterRegistry registry, String store) {
        Tags tags = Tags.of("store", store);
        this.clock = registry.config().clock();
        this.syncs = Timer.builder(SYNCS)
                .description("Syncs, by how they ended")
                .tags(tags)
                .withRegistry(registry);
        this.records = Counter.builder(RECORDS)
                .description("Records of committed syncs, by what became of them")
                .tags(tags)
                .withRegistry(registry);
        this.bytes = Counter.builder(BYTES)
                .description("Bytes of JSON that were read")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
        TimeGauge.builder(AGE, this::age, TimeUnit.SECONDS)
                .description("Time since the last sync that was applied or changed nothing")
                .tags(tags)
                .register(registry);
    }

    /**
     * Takes the last success from the run log: without it a process that was restarted has none. Call it after
     * {@code migrate()}.
     *
     * @param store that this listens to
     */
    public void resume(PatientPaymentStore store) {
        store.syncRuns(PageRequest.MAX_LIMIT).stream()
                .filter(run -> run.kind() == SyncRun.Kind.SNAPSHOT || run.kind() == SyncRun.Kind.DELTA)
                .filter(run -> run.status() != SyncRun.Status.REFUSED)
                .findFirst()
                .ifPresent(this::succeeded);
    }

    @Override
    public void progress(SyncProgress progress) {
        started.compute(progress.attempt(), (attempt, before) -> next(before, progress.bytesRead()));
    }

    private Started next(@Nullable Started before, long bytesRead) {
        return new Started(before == null ? Timer.start(clock) : before.time(), bytesRead);
    }

    @Override
    public void finished(SyncReport report) {
        ended(report.attempt(), report.status().name().toLowerCase(Locale.ROOT), "none");
        count(RecordType.PATIENT, report.patients());
        count(RecordType.PAYMENT, report.payments());
        succeeded(report);
    }

    /** The report of a refusal says what would have happened, so it is not counted. */
    @Override
    public void failed(UUID attempt, Throwable failure) {
        if (failure instanceof SnapshotRefusedException refused) {
            ended(attempt, "refused", refused.reason().name());
        } else {
            ended(attempt, "failed", failure.getClass().getName());
        }
    }

    /** What fails before its first phase, for a bad argument, took no time. */
    private void ended(UUID attempt, String outcome, String cause) {
        Timer timer = syncs.withTags("outcome", outcome, "cause", cause);
        Started sync = started.remove(attempt);
        if (sync == null) {
            timer.record(Duration.ZERO);
        } else {
            sync.time().stop(timer);
            bytes.increment((double) sync.bytes());
        }
    }

    /** Outcomes that do not overlap, except for retained: those records stay because their elements were rejected. */
    private void count(RecordType type, SyncCounts counts) {
        count(type, "inserted", counts.inserted());
        count(type, "updated", counts.updated());
        count(type, "unchanged", counts.unchanged());
        count(type, "restored", counts.restored());
        count(type, "deleted", counts.deleted());
        count(type, "rejected", counts.rejected());
        count(type, "retained", counts.retained());
        count(type, "collapsed", counts.collapsed());
        count(type, "withheld", counts.withheld());
        count(type, "suppressed", counts.suppressed());
        count(type, "filtered", counts.filtered());
    }

    private void count(RecordType type, String fate, long many) {
        records.withTags("type", type.plural(), "fate", fate).increment((double) many);
    }

    private void succeeded(SyncRun run) {
        lastSuccess = run.time().toEpochMilli() / 1e3;
    }

    private double age() {
        return clock.wallTime() / 1e3 - lastSuccess;
    }

    private record Started(Timer.Sample time, long bytes) {}
}
