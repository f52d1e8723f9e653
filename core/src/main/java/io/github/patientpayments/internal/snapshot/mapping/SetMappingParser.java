package io.github.patientpayments.internal.snapshot.mapping;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.record.PaymentFields;
import io.github.patientpayments.internal.record.RecordRules;
import io.github.patientpayments.sync.CsvFormat;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the part of a mapping for one set. */
final class SetMappingParser {

    /** What is read after the last line. */
    private static final String END = "end";

    private final MappingNode part;
    private final RecordRules<?> set;
    private final String text;
    private final Places places = new Places();
    private final FieldRuleParser fieldRules;
    private final Map<String, FieldRule<?>> rules = new LinkedHashMap<>();

    SetMappingParser(MappingNode part, RecordRules<?> set, String text) {
        this.part = part;
        this.set = set;
        this.text = text;
        this.fieldRules = new FieldRuleParser(set, places);
    }

    SetMapping parse() {
        Envelope envelope = part.parsed("records", Envelope::parse).orElse(null);
        boolean delimited = part.has("csv");
        CsvFormat csv = part.object("csv").map(this::csv).orElse(CsvFormat.defaults());
        if (delimited && envelope != null) {
            part.problem("records", "CSV has no envelope: omit it, or csv");
        }
        part.object("fields").ifPresentOrElse(this::fields, () -> part.problem("fields", "it is required"));
        List<Condition> filters =
                part.objects("where").stream().map(fieldRules::condition).toList();
        ControlRow header = controlRow("header", delimited, filters);
        ControlRow trailer = controlRow("trailer", delimited, filters);
        if (header != null && trailer != null && header.first().equals(trailer.first())) {
            part.problem("trailer", "its first value is that of the header");
        }
        part.end();
        if (!delimited) {
            checkPaths();
        }
        return new SetMapping(
                places.names(), places.optional(), rules, filters, envelope, header, trailer, csv, delimited, text);
    }

    private @Nullable ControlRow controlRow(String key, boolean delimited, List<Condition> filters) {
        MappingNode node = part.object(key).orElse(null);
        if (node == null) {
            return null;
        }
        if (!delimited) {
            part.problem(key, "JSON has none: omit it, or add csv");
        }
        ControlRow row = new ControlRow(node.string("first").orElse(""), node.strings("values"));
        if (row.first().isEmpty()) {
            node.problem("first", "it is required: the first value of the line, such as T");
        }
        node.end();
        checkNames(node, row);
        boolean summed = row.values().contains(ControlRow.SUM);
        if (summed && set.type() == RecordType.PATIENT) {
            node.problem("values", "patients have no sum");
        }
        if (summed
                && (!filters.isEmpty()
                        || (rules.get(PaymentFields.AMOUNT.name()) instanceof AmountRule rule
                                && rule.hasSignElsewhere()))) {
            node.problem(
                    "values",
                    "with where or negateWhen it can't be known what the sum covers: name this value otherwise");
        }
        return row;
    }

    private static void checkNames(MappingNode node, ControlRow row) {
        for (String name : List.of(ControlRow.COUNT, ControlRow.SUM)) {
            List<String> alike =
                    row.values().stream().filter(name::equalsIgnoreCase).toList();
            if (!alike.isEmpty() && !alike.equals(List.of(name))) {
                node.problem("values", "the name of " + name + " is " + name + ", once");
            } else if (row.values().indexOf(name) == 0) {
                node.problem("values", "the first value is the one by which the line is recognized");
            }
        }
        if (row.first().equals(END)) {
            node.problem("first", "this text can't be used");
        }
    }

    private void checkPaths() {
        try {
            JsonShape.of(places.names());
        } catch (IllegalArgumentException e) {
            part.problem("fields", String.valueOf(e.getMessage()));
        }
    }

    private CsvFormat csv(MappingNode node) {
        CsvFormat csv = CsvFormat.defaults();
        Character delimiter = node.character("delimiter");
        Character comment = node.character("comment");
        csv = with(csv, node, "delimiter", delimiter == null ? null : format -> format.delimiter(delimiter));
        csv = with(csv, node, "comment", comment == null ? null : format -> format.comment(comment));
        csv = node.parsed("encoding", SetMappingParser::charset)
                .map(csv::charset)
                .orElse(csv);
        List<String> columns = node.strings("columns");
        node.end();
        return columns.isEmpty() ? csv : csv.columns(columns.toArray(String[]::new));
    }

    private static CsvFormat with(
            CsvFormat csv, MappingNode node, String key, @Nullable Function<CsvFormat, CsvFormat> option) {
        try {
            return option == null ? csv : option.apply(csv);
        } catch (IllegalArgumentException e) {
            node.problem(key, String.valueOf(e.getMessage()));
            return csv;
        }
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("it is no encoding that this Java knows", e);
        }
    }

    private void fields(MappingNode fields) {
        for (String name : set.fieldNames()) {
            if (fields.has(name)) {
                rules.put(name, fieldRules.rule(fields, name));
            }
        }
        fields.end();
        boolean deletionsOnly = fields.keys().equals(Set.of(RecordRules.EXTERNAL_ID, RecordRules.DELETED));
        for (String required : set.requiredNames()) {
            if (!deletionsOnly && !fields.has(required)) {
                fields.problem(required, "it is required");
            }
        }
    }
}
