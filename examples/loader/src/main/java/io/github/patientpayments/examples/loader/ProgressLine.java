package io.github.patientpayments.examples.loader;

import io.github.patientpayments.sync.SyncProgress;
import io.github.patientpayments.sync.SyncProgress.Phase;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The text of a {@link ProgressBar}. Times are those of {@link System#nanoTime()}. */
final class ProgressLine {

    private static final int BAR = 20;
    private static final String WAITING = "Waiting for the lock";

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
            case WAITING -> WAITING;
            case READING_PATIENTS -> "Reading patients";
            case READING_PAYMENTS -> "Reading payments";
            case APPLYING_PATIENTS -> "Applying patients";
            case APPLYING_PAYMENTS -> "Applying payments";
            case COMMITTING -> "Committing";
        };
    }

    /**
     * Returns the line.
     *
     * @param width the most characters that it may have: if it is long, what is least important is left out
     * @return empty while there is nothing to say: a lock that is free is not waited for
     */
    String text(long now, int width) {
        double seconds = Math.max(now - began, 1) / (double) TimeUnit.SECONDS.toNanos(1);
        if (title.equals(WAITING) && seconds < 1) {
            return "";
        }
        List<String> forms = reading ? reading(seconds) : List.of(title + "  " + clock(seconds));
        return forms.stream()
                .filter(form -> form.length() <= width)
                .findFirst()
                .orElse(title.substring(0, Math.min(title.length(), width)));
    }

    /** The longest first. */
    private List<String> reading(double seconds) {
        String read = String.format(Locale.ROOT, "%,d records", records);
        String rate = String.format(Locale.ROOT, "%,d/s", Math.round((records - recordsAtStart) / seconds));
        String time = clock(seconds);
        if (totalBytes == 0) {
            return List.of(line(title, read, rate, time), line(title, read, time), line(title, time));
        }
        double share = Math.min(1, bytes / (double) totalBytes);
        int full = (int) (share * BAR);
        String percent = String.format(Locale.ROOT, "%3d%%", (int) (share * 100));
        String bar = "[" + "#".repeat(full) + "-".repeat(BAR - full) + "] " + percent;
        String left = left(seconds);
        return List.of(
                line(title, bar, read, rate, left),
                line(title, bar, read, left),
                line(title, bar, left),
                line(title, percent, left),
                line(title, percent));
    }

    private static String line(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining("  "));
    }

    private String left(double seconds) {
        long read = bytes - bytesAtStart;
        return read <= 0 ? "" : clock((totalBytes - bytes) / (read / seconds)) + " left";
    }

    private static String clock(double seconds) {
        long whole = Math.max(0, Math.round(seconds));
        return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }
}
