package io.github.patientpayments.internal.snapshot.mapping;

import io.github.patientpayments.internal.record.FieldType;
import io.github.patientpayments.internal.record.RecordRules;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads how the fields of one set are mapped. */
final class FieldRuleParser {

    private static final String FROM = "from";
    private static final int MOST_DECIMALS = 4;

    private final RecordRules<?> set;
    private final Places places;

    FieldRuleParser(RecordRules<?> set, Places places) {
        this.set = set;
        this.places = places;
    }

    /** Reads the rule of a field: the name of its place, or an object. */
    FieldRule<?> rule(MappingNode fields, String field) {
        MappingNode node = fields.isString(field)
                ? fields.child(field, Map.of(FROM, fields.string(field).orElseThrow()))
                : fields.object(field).orElse(null);
        if (node == null) {
            return (values, name, faults) -> null; // a problem has been noted
        }
        FieldRule<?> rule = field.equals(RecordRules.DELETED) ? mark(node) : rule(node, set.typeOf(field));
        node.end();
        return rule;
    }

    private FieldRule<?> rule(MappingNode node, FieldType type) {
        boolean optional = node.flag("optional");
        Set<String> missing = Set.copyOf(node.strings("missing"));
        return switch (type) {
            case ID -> id(node, optional, missing);
            case NAME, OPTIONAL_NAME -> new TextRule(place(node, optional), missing);
            case OPTIONAL_DATE -> date(node, optional, missing);
            case AMOUNT -> amount(node, optional, missing);
        };
    }

    private IdRule id(MappingNode node, boolean optional, Set<String> missing) {
        List<Integer> parts = node.strings(FROM).stream()
                .map(name -> places.numberOf(name, optional))
                .toList();
        if (parts.isEmpty()) {
            node.problem(FROM, "it is required");
        }
        if (parts.stream().distinct().count() < parts.size()) {
            node.problem(FROM, "a place is there more than once");
        }
        Character separator = node.character("separator");
        if (separator != null && (separator == IdRule.ESCAPE || parts.size() == 1)) {
            node.problem(
                    "separator",
                    parts.size() == 1 ? "an id of one part has none" : "it can't be a backslash, which escapes it");
        }
        if (separator == null && parts.size() > 1) {
            node.problem("separator", "an id of several parts needs one, such as -");
        }
        return new IdRule(
                parts,
                separator == null ? IdRule.ESCAPE : separator,
                node.string("prefix").orElse(""),
                missing);
    }

    private FieldRule<?> date(MappingNode node, boolean optional, Set<String> missing) {
        ZoneId zone = node.parsed("zone", FieldRuleParser::zone).orElse(null);
        List<DateForm> forms = new ArrayList<>();
        for (String name : node.strings("formats")) {
            node.parsed("formats", name, text -> DateForm.of(text, zone)).ifPresent(forms::add);
        }
        return new DateRule(
                place(node, optional),
                forms.isEmpty() ? DateRule.USUAL : List.copyOf(forms),
                node.flag("partialIsMissing"),
                missing);
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("it is no zone, such as Europe/Berlin or UTC", e);
        }
    }

    private FieldRule<?> amount(MappingNode node, boolean optional, Set<String> missing) {
        Character decimal = node.character("decimal");
        Character group = node.character("group");
        AmountForm form = new AmountForm(
                decimal == null ? AmountForm.POINT : decimal,
                group,
                node.string("currency").orElse(""),
                node.flag("parentheses"));
        form.problem().ifPresent(what -> node.problem("decimal", what));
        return new AmountRule(
                place(node, optional),
                form,
                node.integer("minorUnits", 0, MOST_DECIMALS),
                node.flag("negate"),
                node.object("negateWhen").map(this::condition).orElse(null),
                missing);
    }

    private FieldRule<Boolean> mark(MappingNode node) {
        if (!tests(node).isEmpty()) {
            return condition(node)::marks;
        }
        return FieldRule.usualMark(place(node, node.flag("optional")));
    }

    /** Reads a condition on a value, and ends its object. */
    Condition condition(MappingNode node) {
        List<Condition.Test> tests = tests(node);
        if (tests.size() != 1) {
            node.problem(Condition.Test.IN.key(), "a condition has one of in, notIn and startsWith, a list of texts");
        }
        Condition.Test test = tests.isEmpty() ? Condition.Test.IN : tests.get(0);
        Set<String> texts = Set.copyOf(node.strings(test.key()));
        if (tests.size() == 1 && (texts.isEmpty() || (test == Condition.Test.STARTS_WITH && texts.contains("")))) {
            node.problem(
                    test.key(), "it has to name at least one text" + (texts.isEmpty() ? "" : " that is not empty"));
        }
        Condition condition = new Condition(place(node, node.flag("optional")), test, texts);
        node.end();
        return condition;
    }

    private static List<Condition.Test> tests(MappingNode node) {
        return Stream.of(Condition.Test.values())
                .filter(test -> node.has(test.key()))
                .toList();
    }

    private int place(MappingNode node, boolean optional) {
        @Nullable String name = node.string(FROM).orElse(null);
        if (name == null) {
            node.problem(FROM, "it is required, as one string");
            return 0;
        }
        return places.numberOf(name, optional);
    }
}
