package io.github.patientpayments.internal.runlog;

import io.github.patientpayments.sync.SyncCounts;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The counts of one set of a run. */
public record SyncCountsValue(
        boolean isFullSet,
        Optional<LocalDate> paidFrom,
        boolean isChanged,
        long read,
        long inserted,
        long updated,
        long unchanged,
        long restored,
        long deleted,
        long cascaded,
        long rejected,
        long retained,
        long collapsed,
        long withheld,
        long suppressed,
        long filtered)
        implements SyncCounts {

    public SyncCountsValue(
            boolean isFullSet,
            @Nullable LocalDate paidFrom,
            long read,
            long inserted,
            long updated,
            long unchanged,
            long restored,
            long deleted,
            long cascaded,
            long rejected,
            long retained,
            long collapsed,
            long withheld,
            long suppressed,
            long filtered) {
        this(
                isFullSet,
                Optional.ofNullable(paidFrom),
                inserted + updated + restored + deleted > 0,
                read,
                inserted,
                updated,
                unchanged,
                restored,
                deleted,
                cascaded,
                rejected,
                retained,
                collapsed,
                withheld,
                suppressed,
                filtered);
    }

    /** The counts of a run without input. */
    public static final SyncCountsValue NONE = new SyncCountsValue(false, null, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Only counts that are not zero: {@code 5 read: 4 inserted, 1 rejected}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(isFullSet || read > 0 ? read + " read" : "none read");
        String separator = ": ";
        String[] names = {
            "inserted",
            "updated",
            "unchanged",
            "restored",
            "deleted",
            "rejected",
            "retained",
            "collapsed",
            "withheld",
            "suppressed",
            "filtered"
        };
        long[] counts = {
            inserted,
            updated,
            unchanged,
            restored,
            deleted,
            rejected,
            retained,
            collapsed,
            withheld,
            suppressed,
            filtered
        };
        for (int i = 0; i < names.length; i++) {
            if (counts[i] > 0) {
                text.append(separator).append(counts[i]).append(' ').append(names[i]);
                separator = ", ";
            }
        }
        return cascaded == 0 ? text.toString() : text + " (" + cascaded + " of the deleted cascaded)";
    }
}
