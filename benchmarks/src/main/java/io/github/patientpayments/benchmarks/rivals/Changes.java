package io.github.patientpayments.benchmarks.rivals;

import io.github.patientpayments.benchmarks.data.ExportFiles;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Single payments that change, one transaction each. */
final class Changes {

    private final Rival rival;
    private final ExportFiles files;
    private final List<@Nullable String[]> payments = new ArrayList<>();
    private long read;

    Changes(Rival rival, ExportFiles files) {
        this.rival = rival;
        this.files = files;
    }

    /** Changes payments from all over the export. The first half only warms up. */
    Timing median(int times) throws Exception {
        long every = Math.max(1, files.contents().payments() / times);
        JsonRows.payments(files, fields -> {
            if (read++ % every == 0 && payments.size() < times) {
                payments.add(fields.clone());
            }
        });
        PeakHeap.reset();
        long[] nanos = new long[payments.size()];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = change(payments.get(i));
        }
        long[] later = Arrays.copyOfRange(nanos, nanos.length / 2, nanos.length);
        Arrays.sort(later);
        return new Timing(later[later.length / 2], 0, PeakHeap.bytes());
    }

    private long change(@Nullable String[] payment) throws Exception {
        BigDecimal amount = new BigDecimal(payment[2]).add(new BigDecimal("0.01"));
        long start = System.nanoTime();
        rival.change(String.valueOf(payment[0]), String.valueOf(payment[1]), amount);
        return System.nanoTime() - start;
    }
}
