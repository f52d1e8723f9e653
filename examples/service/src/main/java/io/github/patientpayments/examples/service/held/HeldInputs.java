package io.github.patientpayments.examples.service.held;

import io.github.patientpayments.OutcomeUnknownException;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps refused uploads until a person decides on them, so that no second upload is needed. A decision is carried out
 * once, whoever else decides at the same time, and whenever the service is killed. Thread-safe.
 */
public final class HeldInputs implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HeldInputs.class);

    private final PatientPaymentStore store;
    private final HeldFolder folder;
    private final HeldUpkeep upkeep;
    private final ScheduledExecutorService cleaner;
    private final Map<Long, Decision.Request> deciding = new HashMap<>();

    private HeldInputs(PatientPaymentStore store, HeldFolder folder) {
        this.store = store;
        this.folder = folder;
        this.upkeep = new HeldUpkeep(store, folder);
        this.cleaner = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "held-inputs");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Takes a folder into use. Decisions that a killed service was carrying out are completed if the store has them,
     * now or when the database is available.
     *
     * @param kept for how long an input waits for a decision
     * @throws IOException if the folder can't be used, or if another service has it
     */
    public static HeldInputs open(Path folder, Duration kept, PatientPaymentStore store) throws IOException {
        HeldInputs inputs = new HeldInputs(store, HeldFolder.open(folder, kept));
        try {
            inputs.all();
        } catch (RuntimeException e) {
            inputs.close();
            throw e;
        }
        Future<?> unused = inputs.cleaner.scheduleWithFixedDelay(inputs::clean, 1, 1, TimeUnit.HOURS);
        return inputs;
    }

    /** What has expired is also deleted if nobody looks. */
    private void clean() {
        try {
            all();
        } catch (RuntimeException e) {
            LOG.warn("Held inputs that have expired can't be deleted: {}", e.toString());
        }
    }

    /**
     * Keeps a refused upload, if a person can decide on it and not too many wait. It replaces an earlier one of the
     * same full set.
     *
     * @param body its file, which is moved
     * @return empty if it does not wait: it is not kept, or a later full set has replaced it already
     */
    public synchronized Optional<HeldInput> hold(SnapshotRefusedException refused, Upload upload, Path body) {
        SyncRun run = refused.report();
        if (run.number() == 0 || !HeldInput.isDecidable(refused.refusals())) {
            return Optional.empty();
        }
        Instant expires = run.time().plus(folder.kept());
        HeldInput input = new HeldInput(
                run.number(),
                run.attempt(),
                run.time(),
                expires,
                base(run),
                refused.refusals(),
                upload,
                Optional.empty());
        try {
            if (!upkeep.hasRoom(upload, deciding.keySet())) {
                LOG.warn(
                        "The refused upload of run {} is not kept, for too many wait. Decide on them in the back office.",
                        run.number());
                return Optional.empty();
            }
            folder.add(input, body);
        } catch (IOException e) {
            LOG.warn("A refused upload can't be kept: {}", e.toString());
            return Optional.empty();
        }
        replaceEarlier(upload, run);
        return isReplaced(input) ? Optional.empty() : Optional.of(input);
    }

    /** While an upload was on its way from the refusal to here, a later one can have been applied. */
    private boolean isReplaced(HeldInput added) {
        try {
            return upkeep.closeIfReplaced(added);
        } catch (IOException | StoreException e) {
            LOG.warn("Whether the input of run {} was replaced can't be looked up: {}", added.run(), e.toString());
            return false;
        }
    }

    /** A run that came between the refusal and this is no base of it: then the refused run, which can't be one. */
    private long base(SyncRun refused) {
        return Math.min(base(), refused.number());
    }

    /** The last run that has changed the mirror. */
    public long base() {
        return store.patients(
                        PatientFilter.all(), PageRequest.by(PatientSort.ID).limit(1))
                .baseRun();
    }

    /** An upload was not refused: earlier ones of the same full set need no decision any more. */
    public synchronized void applied(Upload upload, SyncRun run) {
        replaceEarlier(upload, run);
    }

    /** What fails here changes nothing for the upload itself. */
    private void replaceEarlier(Upload upload, SyncRun run) {
        if (upload.delta()) {
            return;
        }
        try {
            upkeep.replace(upload, run.number(), deciding.keySet());
        } catch (IOException e) {
            LOG.warn("Held inputs that run {} has replaced can't be closed: {}", run.number(), e.toString());
        }
    }

    /** What is held and what was, the newest first. Deletes what has expired. */
    public synchronized List<HeldInput> all() {
        try {
            return upkeep.all(deciding.keySet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What is held, or was, of a run.
     *
     * @throws StoreException if the end of a decision is to be found out, and the database is unavailable
     */
    public synchronized Optional<HeldInput> find(long run) {
        try {
            return upkeep.find(run, deciding.keySet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is or was held of a run, or became that run by a decision. */
    public Optional<HeldInput> of(long run) {
        Optional<HeldInput> input = find(run);
        try {
            return input.isPresent() ? input : folder.becoming(run).flatMap(this::find);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What an input would do, as if nothing of it were refused: which takes as long as its sync.
     *
     * @param withoutDeletions whether deletions are withheld
     * @throws HeldException if it is not held
     */
    public Preview preview(long run, boolean withoutDeletions, int changes) {
        HeldInput input = waiting(run);
        Decision.Kind kind = withoutDeletions ? Decision.Kind.WITHOUT_DELETIONS : Decision.Kind.ALLOWED;
        Decision.Request request = new Decision.Request(kind, new Signature(HeldUpkeep.SERVICE, "a preview"), base());
        return store.preview(input.upload().input(folder.of(run).body()), request.options(input), changes);
    }

    private HeldInput waiting(long run) {
        HeldInput input = find(run).orElseThrow(() -> HeldException.unknown(run));
        input.decision().ifPresent(decision -> {
            throw HeldException.decided(decision);
        });
        return input;
    }

    /**
     * Carries out a decision. If the sync fails or is refused, the input is held on.
     *
     * @return the run; empty if the input was dismissed
     * @throws HeldException if it is not held, or if somebody else has decided or is deciding
     * @throws SnapshotRefusedException if the mirror has changed since the figures were seen, or for another reason
     */
    public Optional<SyncReport> decide(long run, Decision.Request request) {
        UUID attempt = UUID.randomUUID();
        HeldInput input = claim(run, request, attempt);
        HeldFiles files = folder.of(run);
        boolean open = false;
        try {
            Optional<SyncReport> report = carryOut(input, request, attempt);
            report.ifPresent(applied -> applied(input.upload(), applied)); // if it is killed here, a restart does both
            files.decide(request.at(Instant.now(), report.map(SyncReport::number)));
            return report;
        } catch (OutcomeUnknownException e) {
            open = true; // the next look at it finds out
            throw e;
        } catch (IOException e) {
            open = true;
            throw new UncheckedIOException(e);
        } finally {
            end(input, open || files.isDecided());
        }
    }

    /**
     * The run log has what was decided on every path: with the run that it became, or with the one that was refused.
     */
    private Optional<SyncReport> carryOut(HeldInput input, Decision.Request request, UUID attempt) {
        if (request.kind() != Decision.Kind.DISMISSED) {
            return Optional.of(store.sync(
                    input.upload().input(folder.of(input.run()).body()),
                    request.options(input).asAttempt(attempt)));
        }
        if (upkeep.isOfThisStore(input)) {
            store.annotate(input.run(), request.note());
        }
        return Optional.empty();
    }

    private synchronized HeldInput claim(long run, Decision.Request request, UUID attempt) {
        HeldFiles files = folder.of(run);
        try {
            if (deciding.containsKey(run)) {
                throw HeldException.isDeciding(Objects.requireNonNull(deciding.get(run)));
            }
            HeldInput input = waiting(run);
            boolean sync = request.kind() != Decision.Kind.DISMISSED;
            if (sync && !upkeep.isOfThisStore(input)) {
                throw HeldException.ofAnotherStore(run);
            }
            files.claim(request, sync ? Optional.of(attempt) : Optional.empty());
            deciding.put(run, request);
            return input;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Ends a decision.
     *
     * @param done false if it was not carried out: then the input waits again, or was replaced meanwhile
     */
    private synchronized void end(HeldInput input, boolean done) {
        deciding.remove(input.run());
        try {
            if (!done) {
                upkeep.reopen(input);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("The next look at the input of run {} finds out whether it waits: {}", input.run(), e.toString());
        }
    }

    @Override
    public void close() {
        cleaner.shutdownNow();
        folder.close();
    }
}
