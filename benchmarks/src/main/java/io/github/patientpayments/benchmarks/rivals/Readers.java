package io.github.patientpayments.benchmarks.rivals;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads pages, one after the other, in a thread. */
final class Readers {

    private static final int WARM_UP = 200;

    private final Rival rival;
    private final Random random = new Random(1);
    private AtomicBoolean stopped = new AtomicBoolean();
    private CompletableFuture<List<Long>> pages = CompletableFuture.completedFuture(List.of());

    Readers(Rival rival) {
        this.rival = rival;
    }

    /** Begins, after some pages that warm up. */
    String start() {
        for (int i = 0; i < WARM_UP; i++) {
            page();
        }
        AtomicBoolean until = new AtomicBoolean();
        this.stopped = until;
        this.pages = CompletableFuture.supplyAsync(() -> read(until));
        return "reading";
    }

    private List<Long> read(AtomicBoolean until) {
        List<Long> nanos = new ArrayList<>();
        do {
            nanos.add(page());
        } while (!until.get());
        return nanos;
    }

    private long page() {
        BigDecimal from = BigDecimal.valueOf(random.nextInt(5_000));
        long start = System.nanoTime();
        rival.page(from);
        return System.nanoTime() - start;
    }

    /** Ends; of a hundred pages, 99 took no longer than what is returned. */
    Timing stop() {
        stopped.set(true);
        List<Long> nanos = new ArrayList<>(pages.join());
        Collections.sort(nanos);
        return new Timing(nanos.get((int) ((nanos.size() - 1) * 0.99)), 0, PeakHeap.bytes());
    }
}
