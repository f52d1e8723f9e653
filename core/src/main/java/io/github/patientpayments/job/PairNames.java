package io.github.patientpayments.job;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names of the files of a pair. */
final class PairNames {

    private static final String KEY = "{key}";

    /** No separator of folders or lines, and no hidden file. */
    private static final String KEY_PATTERN = "(?<key>[A-Za-z0-9][A-Za-z0-9_.:+-]*?)";

    private final Pattern patients;
    private final Pattern payments;

    PairNames(String patients, String payments) {
        this.patients = pattern(patients);
        this.payments = pattern(payments);
    }

    static void check(String patients, String payments) {
        for (String name : new String[] {patients, payments}) {
            int at = name.indexOf(KEY);
            if (at < 0 || name.indexOf(KEY, at + 1) >= 0 || name.contains("/") || name.contains("\\")) {
                throw new IllegalArgumentException(
                        "A name must have {key} once and no separator of folders, like patients-{key}.json; not "
                                + name);
            }
        }
        for (String name : new String[] {patients, payments}) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.equals(KEY + ".txt") || lower.endsWith(".journal") || lower.endsWith(".tmp")) {
                throw new IllegalArgumentException(
                        "The job needs the names {key}.txt, {key}.journal and {key}.tmp itself: use a name like"
                                + " patients-{key}.txt instead of " + name);
            }
        }
        if (patients.equals(payments)) {
            throw new IllegalArgumentException(
                    "The files of patients and payments need different names, not " + patients);
        }
    }

    /** The complete pairs among names, by their keys. Of a file that is there twice, packed and not, one is taken. */
    Map<String, Pair> pairs(Stream<String> names) {
        Map<String, String> ofPatients = new TreeMap<>();
        Map<String, String> ofPayments = new TreeMap<>();
        names.sorted().forEach(name -> {
            put(ofPatients, patients, name);
            put(ofPayments, payments, name);
        });
        Map<String, Pair> pairs = new TreeMap<>();
        ofPatients.forEach((key, name) -> {
            String other = ofPayments.get(key);
            if (other != null) {
                pairs.put(key, new Pair(key, name, other));
            }
        });
        return pairs;
    }

    private static void put(Map<String, String> names, Pattern pattern, String name) {
        Matcher matcher = pattern.matcher(name);
        if (matcher.matches()) {
            names.putIfAbsent(matcher.group("key"), name);
        }
    }

    private static Pattern pattern(String name) {
        int at = name.indexOf(KEY);
        return Pattern.compile(Pattern.quote(name.substring(0, at)) + KEY_PATTERN
                + Pattern.quote(name.substring(at + KEY.length())) + "(\\.gz|\\.zip)?");
    }

    /**
     * Two files that belong together.
     *
     * @param key what their names have in common
     * @param patients the name of the file of patients
     * @param payments the name of the file of payments
     */
    record Pair(String key, String patients, String payments) {}
}
