package io.github.patientpayments.micrometer;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.sync.LastSync;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.SyncCounts;
import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncProgress;
import io.github.patientpayments.sync.SyncReport;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Meters the syncs of one store:
 *
 * <pre>{@code
 * SyncMeters meters = new SyncMeters(registry, "clinic");
 * PatientPaymentStore store = PatientPaymentStore.builder(dataSource).listener(meters).build();
 * store.migrate();
 * meters.watch(store);
 * }</pre>
 *
 * <ul>
 *   <li>{@value #SYNCS}: a timer. {@code outcome} is {@code applied}, {@code unchanged}, {@code refused} or
 *       {@code failed}; {@code cause} is the first reason of a refusal, the class of another exception, else
 *       {@code none}.
 *   <li>{@value #REFUSALS}: a counter of refused syncs by {@code reason}; one sync may have several.
 *   <li>{@value #RECORDS}: a counter of the records of committed syncs, by {@code type} and {@code fate}; those with
 *       the fate {@code rejected} are the rejections.
 *   <li>{@value #BYTES}: a counter of bytes of JSON or CSV, compressed if they came so. Each sync adds the bytes of its
 *       last progress event: input that is read twice counts once, and input that breaks off may count too little.
 *   <li>{@value #AGE}: how long ago the last successful sync was, by {@code type}, whichever process did it. This is
 *       the one to set an alert on: it grows whatever makes the syncs fail, even if none is started any more. NaN if
 *       there was none.
 * </ul>
 *
 * <p>All have the tag {@code store}. No tag carries a person's data or an id. Thread-safe.
 */
public final class SyncMeters implements SyncListener {

    /** The timer of syncs. */
    public static final String SYNCS = "patient.payments.sync.duration";

    /** The counter of refused syncs, by reason. */
    public static final String REFUSALS = "patient.payments.sync.refusals";

    /** The counter of records, by type and fate. */
    public static final String RECORDS = "patient.payments.sync.records";

    /** The counter of bytes. */
    public static final String BYTES = "patient.payments.sync.read";

    /** The gauge of the time since the last successful sync, by type. */
    public static final String AGE = "patient.payments.sync.age";

    private final MeterRegistry registry;
    private final Tags tags;
    private final Clock clock;
    private final MeterProvider<Timer> syncs;
    private final MeterProvider<Counter> refusals;
    private final MeterProvider<Counter> records;
    private final Counter bytes;
    private final Map<UUID, Started> started = new ConcurrentHashMap<>();
    private volatile @Nullable LastSyncs lastSyncs;

    /**
     * Registers the meters, except for the age. Two stores need two of these, with two names.
     *
     * @param registry where the meters go
     * @param store the value of the tag {@code store}
     */
    public SyncMeters(MeterRegistry registry, String store) {
        this.registry = registry;
        this.tags = Tags.of("store", store);
        this.clock = registry.config().clock();
        this.syncs = Timer.builder(SYNCS)
                .description("Syncs, by how they ended")
                .tags(tags)
                .withRegistry(registry);
        this.refusals = Counter.builder(REFUSALS)
                .description("Refused syncs, by reason")
                .tags(tags)
                .withRegistry(registry);
        this.records = Counter.builder(RECORDS)
                .description("Records of committed syncs, by what became of them")
                .tags(tags)
                .withRegistry(registry);
        this.bytes = Counter.builder(BYTES)
                .description("Bytes of input that were read")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
    }

    /**
     * Registers the age, which is read from the store when the registry is read, at most once in ten seconds. While the
     * database can't be reached, the age goes on growing from what was read before. Call it once, after
     * {@code migrate()}.
     *
     * @param store the store that this listens to; kept as long as the registry
     */
    public void watch(PatientPaymentStore store) {
        LastSyncs last = new LastSyncs(store, clock);
        age(RecordType.PATIENT, () -> last.age(LastSync::patients));
        age(RecordType.PAYMENT, () -> last.age(LastSync::payments));
        lastSyncs = last;
    }

    private void age(RecordType type, Supplier<Number> age) {
        TimeGauge.builder(AGE, age, TimeUnit.SECONDS)
                .description("Time since the last sync that was applied or changed nothing")
                .tags(tags.and("type", type.plural()))
                .register(registry);
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
        ended(report.attempt(), report.status().name().toLowerCase(Locale.ROOT), Outcomes.NONE);
        count(RecordType.PATIENT, report.patients());
        count(RecordType.PAYMENT, report.payments());
        LastSyncs last = lastSyncs;
        if (last != null) {
            last.expire();
        }
    }

    /** The report of a refusal says what would have happened, so it is not counted. */
    @Override
    public void failed(UUID attempt, Throwable failure) {
        ended(attempt, Outcomes.outcome(failure), Outcomes.cause(failure));
        if (failure instanceof SnapshotRefusedException refused) {
            refused.refusals().stream()
                    .map(Refusal::reason)
                    .distinct()
                    .forEach(
                            reason -> refusals.withTags("reason", reason.name()).increment());
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

    private record Started(Timer.Sample time, long bytes) {}
}
