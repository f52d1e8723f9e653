package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.HistoryPurgedException;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.examples.service.held.SentTotals;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentTotals;
import io.github.patientpayments.query.PeriodTotals;
import io.github.patientpayments.sync.SyncRun;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The figures of the page about money. Most of them read all totals or all payments, so they are added up once for each
 * state of the mirror, by one thread in the background and only after somebody has looked at the page, which shows what
 * is known by then. Days of the past do not change, except by an erasure. Thread-safe.
 */
final class MoneyFigures implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MoneyFigures.class);

    /** The days of the line. */
    static final int DAYS = 90;

    /** How long a page waits for the figures; with a small mirror, they are there by then. */
    private static final long PATIENCE_MILLIS = 30;

    private static final int CLOSING_SECONDS = 5;

    private final PatientPaymentStore store;
    private final SentTotals sent;
    private final Times times;
    private final ExecutorService background;
    private final Map<LocalDate, Day> days = new ConcurrentHashMap<>();
    private volatile @Nullable Present present;
    private volatile List<String> missing = List.of();
    private volatile long erasure;
    private @Nullable Future<?> running;

    MoneyFigures(PatientPaymentStore store, SentTotals sent, Times times) {
        this.store = store;
        this.sent = sent;
        this.times = times;
        this.background = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "back-office-figures");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Figures of one state of the mirror.
     *
     * @param base the run that made it
     * @param compared the total that the sender stated, with ours after the same run; empty if none was stated
     * @param byTotal the number of patients in each range of {@link TotalRange#ALL}
     */
    record Present(
            long base,
            PaymentTotals totals,
            Optional<Compared> compared,
            List<Long> byTotal,
            List<PeriodTotals> byMonth) {}

    /**
     * What the sender stated, and what we had after that run.
     *
     * @param ours empty if the history of that run was purged
     */
    record Compared(SentTotals.Sent sent, Optional<BigDecimal> ours, Optional<SyncRun> run) {}

    /**
     * The end of a day.
     *
     * @param totals empty if there was nothing yet, or if its history was purged
     * @param settled whether it can't change any more: a sync that began before midnight may not have ended
     */
    private record Day(Optional<PaymentTotals> totals, boolean settled) {}

    /**
     * What is known now.
     *
     * @param present empty if nothing is known yet
     * @param days the end of each day, the oldest first; absent if it is not known
     * @param missing the figures that could not be added up
     * @param complete whether nothing is still being added up
     */
    record Known(
            Optional<Present> present,
            Map<LocalDate, Optional<PaymentTotals>> days,
            LocalDate today,
            List<String> missing,
            boolean complete) {}

    /** What is known now or in a moment; what is not will be, later. */
    Known look() {
        LocalDate today = times.now().atZone(times.zone()).toLocalDate();
        boolean complete = wait(addUp(today));
        Map<LocalDate, Optional<PaymentTotals>> known = new HashMap<>();
        days.forEach((day, end) -> known.put(day, end.totals()));
        return new Known(Optional.ofNullable(present), known, today, missing, complete);
    }

    private synchronized Future<?> addUp(LocalDate today) {
        if (running == null || running.isDone()) {
            running = background.submit(() -> addUpAll(today));
        }
        return running;
    }

    private static boolean wait(Future<?> work) {
        try {
            work.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("The figures can't be added up", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What can't be added up is left out, and tried again when the page is next looked at. */
    private void addUpAll(LocalDate today) {
        List<String> failed = new ArrayList<>();
        if (!succeeds(this::addUpPresent)) {
            present = null;
            failed.add("The totals of now");
        }
        if (!succeeds(this::forgetErased)) {
            days.clear();
            failed.add("The totals of past days");
        } else if (!succeeds(() -> addUpDays(today))) {
            failed.add("The totals of some past days");
        }
        missing = List.copyOf(failed);
    }

    private boolean succeeds(Runnable part) {
        try {
            part.run();
            return true;
        } catch (StoreException e) {
            if (!background.isShutdown()) {
                LOG.warn("Figures of the back office can't be added up: {}", e.getMessage());
            }
            return false;
        }
    }

    /** An erasure also takes the patient's payments out of the past. */
    private void forgetErased() {
        long last = store.syncRuns(PageRequest.MAX_LIMIT).stream()
                .filter(run -> run.kind() == SyncRun.Kind.ERASURE)
                .mapToLong(SyncRun::number)
                .findFirst()
                .orElse(0);
        if (last > erasure) {
            days.clear();
            erasure = last;
        }
    }

    private void addUpPresent() {
        long base = base();
        Present known = present;
        Optional<SentTotals.Sent> stated = sent.last();
        if (known != null
                && known.base() == base
                && known.compared().map(Compared::sent).equals(stated)) {
            return;
        }
        PaymentTotals totals = store.totals(PatientFilter.all());
        List<Long> byTotal = new ArrayList<>();
        for (TotalRange range : TotalRange.ALL) {
            byTotal.add(store.totals(range.filter()).patients());
        }
        List<PeriodTotals> byMonth = store.totalsByPeriod(PatientFilter.all(), PeriodTotals.Length.MONTH);
        present = new Present(base, totals, stated.map(one -> compared(one, base, totals)), byTotal, byMonth);
    }

    /** The mirror may have changed since that run. */
    private Compared compared(SentTotals.Sent stated, long base, PaymentTotals now) {
        Optional<BigDecimal> ours = base <= stated.run() ? Optional.of(now.sum()) : after(stated.run());
        return new Compared(stated, ours, store.syncRun(stated.run()));
    }

    private Optional<BigDecimal> after(long run) {
        try {
            return Optional.of(
                    store.history().asOfRun(run).totals(PatientFilter.all()).sum());
        } catch (HistoryPurgedException e) {
            return Optional.empty();
        }
    }

    private long base() {
        return store.patients(
                        PatientFilter.all(), PageRequest.by(PatientSort.ID).limit(1))
                .baseRun();
    }

    /**
     * From yesterday back to the first day on which there was anything, or of which there is still a history. A day
     * that ended as the next one did, such as one of a week-end, is not added up again.
     */
    private void addUpDays(LocalDate today) {
        List<SyncRun> runs = store.syncRuns(PageRequest.MAX_LIMIT);
        days.keySet().removeIf(day -> day.isBefore(today.minusDays(DAYS)));
        for (LocalDate day = today.minusDays(1); !day.isBefore(today.minusDays(DAYS)); day = day.minusDays(1)) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            Day known = days.get(day);
            Day end = known != null && known.settled() ? known : addUp(day, runs);
            days.put(day, end);
            if (end.totals().isEmpty()) {
                return;
            }
        }
    }

    /** One writer at a time: once a run has a later time, all runs with an earlier one have ended. */
    private Day addUp(LocalDate day, List<SyncRun> newestFirst) {
        Instant end = times.endOf(day);
        Present now = present;
        boolean settled =
                newestFirst.stream().limit(1).anyMatch(run -> run.time().isAfter(end));
        if (!settled && now != null) {
            return new Day(Optional.of(now.totals()).filter(MoneyFigures::isAnything), false);
        }
        Day next = days.get(day.plusDays(1));
        if (next != null && next.settled() && endsAlike(day, day.plusDays(1), newestFirst)) {
            return next;
        }
        return new Day(ofDay(day), settled);
    }

    /** Whether the same run was the last that changed anything before the end of both days. */
    private boolean endsAlike(LocalDate day, LocalDate other, List<SyncRun> newestFirst) {
        OptionalLong last = lastChange(times.endOf(day), newestFirst);
        return last.isPresent() && last.equals(lastChange(times.endOf(other), newestFirst));
    }

    private static OptionalLong lastChange(Instant end, List<SyncRun> newestFirst) {
        return newestFirst.stream()
                .filter(run ->
                        run.status() == SyncRun.Status.APPLIED && !run.time().isAfter(end))
                .mapToLong(SyncRun::number)
                .findFirst();
    }

    private Optional<PaymentTotals> ofDay(LocalDate day) {
        try {
            PaymentTotals totals = store.history().asOf(times.endOf(day)).totals(PatientFilter.all());
            return Optional.of(totals).filter(MoneyFigures::isAnything);
        } catch (HistoryPurgedException e) {
            return Optional.empty();
        }
    }

    private static boolean isAnything(PaymentTotals totals) {
        return totals.patients() > 0 || totals.payments() > 0;
    }

    @Override
    public void close() {
        background.shutdownNow();
        try {
            if (!background.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                LOG.debug("A query of the back office is still running");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
