package io.github.patientpayments.examples.loader;

import io.github.patientpayments.sync.SyncProgress;
import io.github.patientpayments.sync.SyncProgress.Phase;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The text of a {@link ProgressBar}. Times are those of {@link System#nanoTime()}. */
final class ProgressLine {

    private static final int BAR = 20;

    private final long totalBytes;
    private String title = "";
    private boolean reading;
    private long began;
    private long bytes;
    private long bytesAtStart;
    private long records;
    private long recordsAtStart;

    /**
     * A line without a phase.
     *
     * @param totalBytes 0 if unknown: then neither a bar nor the time left is shown
     */
    ProgressLine(long totalBytes) {
        this.totalBytes = totalBytes;
    }

    boolean isBegun() {
        return !title.isEmpty();
    }

    void previewing(long now) {
        title = "Dry run";
        began = now;
    }

    /** Returns whether this is the first progress of a phase. */
    boolean update(SyncProgress progress, long now) {
        String next = title(progress.phase());
        records = progress.patientsRead() + progress.paymentsRead();
        bytes = progress.bytesRead();
        boolean begins = !next.equals(title);
        if (begins) {
            title = next;
            began = now;
            recordsAtStart = records;
            bytesAtStart = bytes;
            reading = progress.phase() == Phase.READING_PATIENTS || progress.phase() == Phase.READING_PAYMENTS;
        }
        return begins;
    }

    private static String title(Phase phase) {
        return switch (phase) {
            case WAITING -> "Waiting for the lock";
            case READING_PATIENTS -> "Reading patients";
            case READING_PAYMENTS -> "Reading payments";
            case APPLYING_PATIENTS -> "Applying patients";
            case APPLYING_PAYMENTS -> "Applying payments";
            case COMMITTING -> "Committing";
        };
    }

    /** Returns at most 79 characters: a line that wraps could not be erased. */
    String text(long now) {
        double seconds = Math.max(now - began, 1) / (double) TimeUnit.SECONDS.toNanos(1);
        String text = reading ? reading(seconds) : title + "  " + clock(seconds);
        return text.length() > 79 ? text.substring(0, 79) : text;
    }

    private String reading(double seconds) {
        String rate = String.format(
                Locale.ROOT, "%,d records  %,d/s", records, Math.round((records - recordsAtStart) / seconds));
        if (totalBytes == 0) {
            return title + "  " + rate + "  " + clock(seconds);
        }
        double share = Math.min(1, bytes / (double) totalBytes);
        int full = (int) (share * BAR);
        String bar = "[" + "#".repeat(full) + "-".repeat(BAR - full) + "]";
        return title + "  " + bar + String.format(Locale.ROOT, " %3d%%  ", (int) (share * 100)) + rate + left(seconds);
    }

    private String left(double seconds) {
        long read = bytes - bytesAtStart;
        return read <= 0 ? "" : "  " + clock((totalBytes - bytes) / (read / seconds)) + " left";
    }

    private static String clock(double seconds) {
        long whole = Math.max(0, Math.round(seconds));
        return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }
}
