package io.github.patientpayments.model;

import io.github.patientpayments.sync.SyncCounts;

/** The counts of a run for one record type, incremented one by one. */
public final class NaiveCounts {

    boolean fullSet;
    boolean given;
    long read;
    long inserted;
    long updated;
    long restored;
    long deleted;
    long cascaded;
    long rejected;
    long retained;
    long collapsed;
    long withheld;
    long suppressed;
    long filtered;

    /** Elements that changed a record. */
    long effective;

    @Override
    public String toString() {
        long unchanged = given ? read - collapsed - rejected - suppressed - effective : 0;
        return text(
                fullSet,
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

    public static String of(SyncCounts counts) {
        return text(
                counts.isFullSet(),
                counts.read(),
                counts.inserted(),
                counts.updated(),
                counts.unchanged(),
                counts.restored(),
                counts.deleted(),
                counts.cascaded(),
                counts.rejected(),
                counts.retained(),
                counts.collapsed(),
                counts.withheld(),
                counts.suppressed(),
                counts.filtered());
    }

    private static String text(boolean fullSet, Object... counts) {
        return (fullSet ? "full set: " : "")
                + ("%d read: %d inserted, %d updated, %d unchanged, %d restored, %d deleted (%d cascaded), %d"
                                + " rejected, %d retained, %d collapsed, %d withheld, %d suppressed,"
                                + " %d filtered")
                        .formatted(counts);
    }
}
