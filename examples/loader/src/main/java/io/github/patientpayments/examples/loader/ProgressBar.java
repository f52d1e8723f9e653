package io.github.patientpayments.examples.loader;

import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncProgress;
import io.github.patientpayments.sync.SyncReport;
import java.io.PrintStream;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * One line that shows the progress of a load and is erased at the end. It is redrawn when a phase begins, and at most
 * ten times a second. It has its own thread, since no progress is reported while a statement runs. It is erased with
 * blanks, which works on every terminal.
 */
final class ProgressBar implements SyncListener, AutoCloseable {

    private static final long FRAME = TimeUnit.MILLISECONDS.toNanos(100);

    private final PrintStream out;
    private final boolean animated;
    private final ProgressLine line;
    private final int width;
    private final Thread thread;
    private long lastDrawn = System.nanoTime() - FRAME;
    private int drawn;
    private boolean closed;

    /**
     * Draws nothing before the first progress.
     *
     * @param totalBytes the size of the input, if it is known
     * @param width the most that the line may take
     */
    ProgressBar(PrintStream out, boolean animated, OptionalLong totalBytes, int width) {
        this.out = out;
        this.width = width;
        this.animated = animated;
        this.line = new ProgressLine(totalBytes.orElse(0));
        this.thread = new Thread(this::redraw, "progress");
        thread.setDaemon(true);
        if (animated) {
            thread.start();
        }
    }

    /** A preview reports no phases. */
    synchronized void previewing() {
        line.previewing(System.nanoTime());
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

    synchronized boolean isDrawn() {
        return drawn > 0;
    }

    private void redraw() {
        try {
            while (draw()) {
                TimeUnit.NANOSECONDS.sleep(FRAME);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns false once the bar is closed. */
    private synchronized boolean draw() {
        long now = System.nanoTime();
        if (animated && !closed && line.isBegun() && now - lastDrawn >= FRAME) {
            String text = line.text(now, width);
            if (text.isEmpty()) {
                return true;
            }
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
