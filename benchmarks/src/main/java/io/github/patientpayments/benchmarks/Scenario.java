package io.github.patientpayments.benchmarks;

import io.github.patientpayments.benchmarks.data.Export;
import java.util.EnumSet;

/**
 * What is done and timed. In a round they follow each other in this order: each finds what the ones before have left.
 */
public enum Scenario {
    /** The first export, into empty tables, as a stream that can be read once. */
    FIRST_STREAM("first load, stream", Export.FIRST),
    /** The same in files. */
    FIRST_LOAD("first load", Export.FIRST),
    /** The same export again, in files. */
    UNCHANGED("nothing changed, file", Export.FIRST),
    /** The same export again, as a stream that can be read once. */
    UNCHANGED_STREAM("nothing changed, stream", Export.FIRST),
    /** The next export. */
    CHANGED("some changed, new, missing", Export.CHANGED),
    /** An export with many changes. */
    REWRITTEN("many changed", Export.REWRITTEN),
    /** One record, in a transaction of its own: the median of many. */
    SINGLE_CHANGE("one record", Export.REWRITTEN),
    /** A page, while nothing else happens: the 99th percentile of many. */
    PAGE("page, p99", Export.REWRITTEN),
    /** A page during a sync with many changes. */
    PAGE_DURING_SYNC("page during a sync, p99", Export.CHANGED),
    /** The first export with invalid records in it, into empty tables. */
    INVALID("first load with invalid records", Export.WITH_INVALID),
    /** The first export, into an H2 database in memory, by a process that has done nothing before. */
    H2_MEMORY("H2 in memory, first load", Export.FIRST),
    /** The same into an H2 database in a file. */
    H2_FILE("H2 in a file, first load", Export.FIRST);

    /** Those on H2. */
    static final EnumSet<Scenario> ON_H2 = EnumSet.of(H2_MEMORY, H2_FILE);

    /** Those that only the store can do. */
    static final EnumSet<Scenario> OURS_ALONE = EnumSet.of(FIRST_STREAM, PAGE, PAGE_DURING_SYNC, INVALID);

    private final String label;
    private final Export export;

    Scenario(String label, Export export) {
        this.label = label;
        this.export = export;
    }

    /** For reports. */
    public String label() {
        return label;
    }

    Export export() {
        return export;
    }

    boolean isFresh() {
        return this == FIRST_STREAM || this == FIRST_LOAD || this == INVALID;
    }
}
