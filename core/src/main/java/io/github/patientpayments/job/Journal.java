package io.github.patientpayments.job;

import io.github.patientpayments.job.DropFolder.Outcome;
import io.github.patientpayments.job.PairNames.Pair;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a process that goes on after another has to know of a pair in {@code working}. When the outcome is known, the
 * journal becomes the report.
 *
 * @param pair the files
 * @param attempt by which the run log knows the last sync of the pair
 * @param outcome where the files have to be moved; null as long as that is not known
 * @param suffix what their names, and that of the report, get at the end, since an earlier pair has the same
 * @param text what a person should know
 */
record Journal(Pair pair, UUID attempt, @Nullable Outcome outcome, String suffix, String text) {

    /** For a sync that is about to begin. */
    static Journal claimed(Pair pair) {
        return new Journal(pair, UUID.randomUUID(), null, "", "");
    }

    Journal decided(Outcome decision, String freeSuffix, String report) {
        return new Journal(pair, attempt, decision, freeSuffix, report);
    }

    /** Lines of {@code name: value}, an empty line, and the text. */
    String written() {
        return "outcome: " + (outcome == null ? "claimed" : outcome.name().toLowerCase(Locale.ROOT))
                + "\nkey: " + pair.key()
                + "\npatients: " + pair.patients()
                + "\npayments: " + pair.payments()
                + "\nattempt: " + attempt
                + "\nsuffix: " + suffix
                + "\n\n" + text + "\n";
    }

    /** Empty if it is not a journal that this class wrote. */
    static Optional<Journal> read(String written) {
        String[] parts = written.split("\n\n", 2);
        Map<String, String> values = new HashMap<>();
        parts[0].lines().forEach(line -> {
            String[] entry = line.split(": ?", 2);
            values.put(entry[0], entry.length == 2 ? entry[1] : "");
        });
        try {
            String outcome = required(values, "outcome");
            return Optional.of(new Journal(
                    new Pair(required(values, "key"), required(values, "patients"), required(values, "payments")),
                    UUID.fromString(required(values, "attempt")),
                    outcome.equals("claimed") ? null : Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)),
                    required(values, "suffix"),
                    parts.length == 2 ? parts[1].strip() : ""));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String required(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name);
        }
        return value;
    }
}
