package io.github.patientpayments.internal.integrity;

import io.github.patientpayments.IntegrityReport;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a verification found; made of what its inspections found. */
record IntegrityReportValue(Map<Kind, Long> counts, List<Deviation> deviations) implements IntegrityReport {

    private static final int IDS_SHOWN = 10;

    /** Inspections that look for the same kind find it in different places, so their counts add up. */
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
        return new IntegrityReportValue(Collections.unmodifiableMap(counts), deviations);
    }

    /** A line for each kind; ids of the store's own. */
    @Override
    public String toString() {
        return isConsistent()
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
     * What one inspection found of one kind.
     *
     * @param count exact
     * @param ids the first
     */
    record Found(Kind kind, long count, List<Long> ids) {}
}
