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
import java.util.Optional;
import java.util.Set;

/**
 * The text of a mapping: for each set, where its fields are and what form they have.
 *
 * @param description what it is for; empty if it does not say so
 * @param parts the mappings of its sets
 */
public record MappingText(Optional<String> description, Map<RecordType, SetMapping> parts) {

    /**
     * The part of a checked text for a set.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SetMapping partFor(RecordType type, String text) {
        SetMapping part = parse(text).parts.get(type);
        if (part == null) {
            throw new IllegalArgumentException("The mapping has no part for " + type.plural() + ": add the key "
                    + type.plural() + " to it, or read them without a mapping");
        }
        return part;
    }

    /**
     * Reads a text as a whole.
     *
     * @throws IllegalArgumentException that names everything that is wrong with it
     */
    public static MappingText parse(String text) {
        List<String> problems = new ArrayList<>();
        MappingNode root = new MappingNode("", JsonTree.parse(text), problems);
        root.string("$schema");
        Optional<String> description = root.string("description");
        Map<RecordType, SetMapping> parts = new EnumMap<>(RecordType.class);
        for (RecordType type : RecordType.values()) {
            root.object(type.plural())
                    .ifPresent(part -> parts.put(type, new SetMappingParser(part, rules(type), text).parse()));
        }
        if (parts.isEmpty() && problems.isEmpty()) {
            problems.add("it has neither patients nor payments");
        } else {
            root.end();
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("The mapping can't be used: " + String.join("; ", problems));
        }
        return new MappingText(description, parts);
    }

    /** The sets that have a part, patients first. */
    public Set<RecordType> sets() {
        return Collections.unmodifiableSet(parts.keySet());
    }

    /** Whether the part of a set says that it is CSV. */
    public boolean isCsv(RecordType type) {
        SetMapping part = parts.get(type);
        return part != null && part.delimited();
    }

    /** The fields do not depend on what the rules are made with. */
    private static RecordRules<?> rules(RecordType type) {
        return type == RecordType.PATIENT ? new PatientRules(LocalDate.MAX, false) : new PaymentRules(false);
    }
}
