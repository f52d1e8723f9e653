package io.github.patientpayments.internal.integrity;

import io.github.patientpayments.IntegrityReport;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The result of a verification, combined from the results of its checks. */
record IntegrityReportValue(boolean isConsistent, Map<Kind, Long> counts, List<Deviation> deviations)
        implements IntegrityReport {

    private static final int IDS_SHOWN = 10;

    /** Checks for the same kind cover different rows, so their counts are added. */
    static IntegrityReportValue of(List<Found> all) {
        Map<Kind, Long> counts = new EnumMap<>(Kind.class);
        all.forEach(found -> counts.merge(found.kind(), found.count(), Long::sum));
        List<Deviation> deviations = counts.keySet().stream()
                .flatMap(kind -> all.stream()
                        .filter(found -> found.kind() == kind)
                        .flatMap(found -> found.ids().stream())
                        .sorted(Comparator.naturalOrder())
                        .limit(MAX_LISTED)
                        .map(id -> new Deviation(kind, id)))
                .toList();
        return new IntegrityReportValue(counts.isEmpty(), Collections.unmodifiableMap(counts), deviations);
    }

    /** One line for each kind, with the store's own ids. */
    @Override
    public String toString() {
        return isConsistent
                ? "Sound"
                : counts.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue() + " (" + ids(entry.getKey()) + ")")
                        .collect(Collectors.joining("\n"));
    }

    private String ids(Kind kind) {
        String shown = deviations.stream()
                .filter(deviation -> deviation.kind() == kind)
                .limit(IDS_SHOWN)
                .map(deviation -> Long.toString(deviation.id()))
                .collect(Collectors.joining(", "));
        return counts.getOrDefault(kind, 0L) > IDS_SHOWN ? shown + ", …" : shown;
    }

    /**
     * The deviations of one kind that one check found.
     *
     * @param count the exact number
     * @param ids the first ids
     */
    record Found(Kind kind, long count, List<Long> ids) {}
}
