package io.github.patientpayments.internal.snapshot.mapping;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.record.PatientRules;
import io.github.patientpayments.internal.record.PaymentRules;
import io.github.patientpayments.internal.record.RecordRules;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The text of a mapping: for each set, where its fields are and what form they have. */
public final class MappingText {

    private MappingText() {}

    /**
     * Checks a text as a whole.
     *
     * @throws IllegalArgumentException that names everything that is wrong with it
     */
    public static void check(String text) {
        parse(text);
    }

    /**
     * The part of a checked text for a set.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SetMapping partFor(RecordType type, String text) {
        SetMapping part = parse(text).get(type);
        if (part == null) {
            throw new IllegalArgumentException("The mapping has no part for " + type.plural() + ": add the key "
                    + type.plural() + " to it, or read them without a mapping");
        }
        return part;
    }

    /** The sets that have a part in a checked text, patients first. */
    public static Set<RecordType> sets(String text) {
        return Collections.unmodifiableSet(parse(text).keySet());
    }

    private static Map<RecordType, SetMapping> parse(String text) {
        List<String> problems = new ArrayList<>();
        MappingNode root = new MappingNode("", JsonTree.parse(text), problems);
        root.string("$schema");
        root.string("description");
        Map<RecordType, SetMapping> parts = new EnumMap<>(RecordType.class);
        for (RecordType type : RecordType.values()) {
            root.object(type.plural())
                    .ifPresent(part -> parts.put(type, new SetMappingParser(part, rules(type), text).parse()));
        }
        root.end();
        if (parts.isEmpty() && problems.isEmpty()) {
            problems.add("it has neither patients nor payments");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("The mapping can't be used: " + String.join("; ", problems));
        }
        return parts;
    }

    /** The fields do not depend on what the rules are made with. */
    private static RecordRules<?> rules(RecordType type) {
        return type == RecordType.PATIENT ? new PatientRules(LocalDate.MAX, false) : new PaymentRules(false);
    }
}
