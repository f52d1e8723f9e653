package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.sync.SyncRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs as bars, the oldest on the left. The height is logarithmic, for a first load writes a thousand times what a
 * night does; its parts are as the shares of what was new, changed and gone.
 */
record RunChart(int width, int base, List<Bar> bars, String first, String last, boolean refusals) {

    private static final int STEP = 18;
    private static final int BAR = 13;
    private static final int HEIGHT = 120;
    private static final double LARGEST_LOG = 6;
    private static final int LEAST_BARS = 30;

    /** One run: its parts from the bottom up, and what is read when the pointer is over it. */
    record Bar(int x, String path, String title, List<Part> parts) {}

    /** A part of a bar. */
    record Part(String css, int x, int y, int width, int height) {}

    static RunChart of(List<SyncRun> newestFirst, Times times) {
        List<Bar> bars = new ArrayList<>();
        int count = newestFirst.size();
        int offset = Math.max(0, LEAST_BARS - count);
        for (int i = 0; i < count; i++) {
            bars.add(bar(newestFirst.get(count - 1 - i), (offset + i) * STEP, times));
        }
        return new RunChart(
                Math.max(LEAST_BARS, count) * STEP,
                HEIGHT,
                bars,
                count == 0 ? "" : times.shown(newestFirst.get(count - 1).time()).text(),
                count == 0 ? "" : times.shown(newestFirst.get(0).time()).text(),
                newestFirst.stream().anyMatch(run -> run.status() == SyncRun.Status.REFUSED));
    }

    private static Bar bar(SyncRun run, int x, Times times) {
        long[] counts = {RunRow.inserted(run), RunRow.sum(run, each -> each.updated()), RunRow.gone(run)};
        String title = "Run " + run.number() + ", " + times.shown(run.time()).text() + ": "
                + RunRow.outcome(run).word().toLowerCase(Locale.ENGLISH) + ", "
                + Numbers.of(counts[0]) + " new, " + Numbers.of(counts[1]) + " changed, " + Numbers.of(counts[2])
                + " gone";
        return new Bar(x, RunRow.path(run.number()), title, parts(run, counts, x));
    }

    private static List<Part> parts(SyncRun run, long[] counts, int x) {
        if (run.status() == SyncRun.Status.REFUSED) {
            return List.of(new Part("refused", x, 0, BAR, HEIGHT));
        }
        long sum = counts[0] + counts[1] + counts[2];
        if (sum == 0) {
            return List.of(new Part("unchanged", x, HEIGHT - 4, BAR, 4));
        }
        int height = (int) Math.min(HEIGHT, Math.max(8, HEIGHT * Math.log10(sum + 1.0) / LARGEST_LOG));
        String[] names = {"new", "changed", "gone"};
        List<Part> parts = new ArrayList<>();
        int y = HEIGHT;
        for (int i = 0; i < names.length; i++) {
            int part = counts[i] == 0 ? 0 : (int) Math.max(2, height * counts[i] / sum);
            y -= part;
            if (part > 0) {
                parts.add(new Part(names[i], x, y, BAR, part));
            }
        }
        return parts;
    }
}
