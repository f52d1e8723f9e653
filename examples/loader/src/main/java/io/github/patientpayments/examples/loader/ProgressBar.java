package io.github.patientpayments.examples.loader;

import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncProgress;
import io.github.patientpayments.sync.SyncReport;
import java.io.PrintStream;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * One line that tells how far a load has come, drawn again ten times a second at most, and when a phase begins, and
 * gone at the end. A thread of its own draws it, since a database at work tells nothing. Blanks erase it, so that any
 * terminal will do.
 */
final class ProgressBar implements SyncListener, AutoCloseable {

    private static final long FRAME = TimeUnit.MILLISECONDS.toNanos(100);

    private final PrintStream out;
    private final boolean animated;
    private final ProgressLine line;
    private final Thread painter;
    private long lastDrawn = System.nanoTime() - FRAME;
    private int drawn;
    private boolean closed;

    /**
     * Begins to draw when there is something to tell.
     *
     * @param totalBytes how much there is to read, if that is known
     */
    ProgressBar(PrintStream out, boolean animated, OptionalLong totalBytes) {
        this.out = out;
        this.animated = animated;
        this.line = new ProgressLine(totalBytes.orElse(0));
        this.painter = new Thread(this::paint, "progress");
        painter.setDaemon(true);
        if (animated) {
            painter.start();
        }
    }

    /** A preview tells no phases. */
    synchronized void trying() {
        line.trying(System.nanoTime());
        draw();
    }

    @Override
    public synchronized void progress(SyncProgress progress) {
        if (line.update(progress, System.nanoTime())) {
            lastDrawn = System.nanoTime() - FRAME;
        }
        draw();
    }

    @Override
    public void finished(SyncReport report) {
        close();
    }

    @Override
    public void failed(UUID attempt, Throwable failure) {
        close();
    }

    private void paint() {
        try {
            while (draw()) {
                TimeUnit.NANOSECONDS.sleep(FRAME);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether to go on. */
    private synchronized boolean draw() {
        long now = System.nanoTime();
        if (animated && !closed && line.isBegun() && now - lastDrawn >= FRAME) {
            String text = line.text(now);
            out.print("\r" + text + " ".repeat(Math.max(0, drawn - text.length())));
            out.flush();
            drawn = text.length();
            lastDrawn = now;
        }
        return !closed;
    }

    @Override
    public synchronized void close() {
        if (drawn > 0) {
            out.print("\r" + " ".repeat(drawn) + "\r");
            out.flush();
            drawn = 0;
        }
        closed = true;
    }
}
