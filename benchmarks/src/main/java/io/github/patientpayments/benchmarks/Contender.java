package io.github.patientpayments.benchmarks;

import io.github.patientpayments.benchmarks.rivals.Rivals;
import java.util.Set;

/**
 * Who takes part.
 *
 * @param name in reports
 * @param rival which one it is
 * @param classPath of its process; empty for that of this one
 */
record Contender(String name, String rival, String classPath) {

    /** Those that can change one record. */
    private static final Set<String> CHANGING = Set.of(Rivals.OURS, Rivals.OURS_DML, "on-conflict");

    /** One of the rivals, as this process has it. */
    static Contender of(String rival) {
        if (!Rivals.names().contains(rival)) {
            throw new IllegalArgumentException("No rival " + rival + ": choose from " + Rivals.names());
        }
        return new Contender(rival, rival, "");
    }

    /**
     * The store of another build.
     *
     * @param text {@code NAME=CLASSPATH}
     */
    static Contender store(String text) {
        String[] parts = text.split("=", 2);
        if (parts.length != 2 || !parts[0].matches("[a-z][a-z0-9-]{0,19}")) {
            throw new IllegalArgumentException("A store is NAME=CLASSPATH, its name a-z, 0-9 and -; not " + text);
        }
        return new Contender(parts[0], Rivals.OURS, parts[1]);
    }

    boolean isOurs() {
        return rival.equals(Rivals.OURS) || rival.equals(Rivals.OURS_DML);
    }

    boolean runsOn(boolean h2) {
        return h2 ? rival.equals(Rivals.OURS) || rival.equals(Rivals.H2_BATCH) : !rival.equals(Rivals.H2_BATCH);
    }

    boolean can(Scenario scenario) {
        return switch (scenario) {
            case SINGLE_CHANGE -> CHANGING.contains(rival);
            case FIRST_STREAM, PAGE, PAGE_DURING_SYNC, INVALID -> isOurs();
            default -> true;
        };
    }

    String schema() {
        return "benchmark_" + name.replace('-', '_');
    }
}
