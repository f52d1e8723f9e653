package io.github.patientpayments.springboot;

import io.github.patientpayments.StoreException;
import io.github.patientpayments.job.DropFolder;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Looks into each drop folder again and again, in a thread of its own, while the application runs. When the application
 * ends, a sync that is under way is interrupted, and its pair is synced after the next start.
 */
final class DropFolderSchedule implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DropFolderSchedule.class);
    private static final long SECONDS_TO_END = 20;

    private final List<DropFolder> folders;
    private final Duration interval;
    private @Nullable ScheduledExecutorService thread;

    DropFolderSchedule(List<DropFolder> folders, Duration interval) {
        if (interval.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(
                    "patient-payments.job.interval must be 1 millisecond or more, not " + interval);
        }
        this.folders = List.copyOf(folders);
        this.interval = interval;
    }

    @Override
    public synchronized void start() {
        if (thread != null) {
            return;
        }
        ScheduledExecutorService started =
                Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "patient-payments-job"));
        var unused = started.scheduleWithFixedDelay(this::run, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
        thread = started;
    }

    private void run() {
        folders.forEach(this::run);
    }

    /** What it threw, an error too, would end the schedule and be seen by nobody. */
    private void run(DropFolder folder) {
        try {
            folder.run()
                    .forEach(result ->
                            LOG.info("Pair {} {}; its report is {}", result.key(), result.outcome(), result.report()));
        } catch (StoreException | UncheckedIOException e) {
            LOG.warn("The drop folder will be looked at again in {}: {}", interval, e.getMessage());
        } catch (Throwable e) {
            LOG.error("The drop folder failed and will be looked at again in {}", interval, e);
        }
    }

    @Override
    public void stop() {
        ExecutorService ending;
        synchronized (this) {
            ending = thread;
            thread = null;
        }
        if (ending == null) {
            return;
        }
        ending.shutdownNow();
        try {
            ending.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }
}
