package io.github.patientpayments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.patientpayments.sync.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A mapping is checked as a whole when it is made, and its message says what to change. */
class MappingTest {

    private static final String WHOLE = "\"externalId\": \"id\", \"patientId\": \"p\", \"amount\": \"a\"";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [1]                                         | The mapping is no JSON object: it has to begin with {
            {"patients": {}                             | The mapping is no JSON, or a key is there twice in an object: see line 1, column
            {} {}                                       | Something follows the end of the mapping
            {"patients": null}                          | The mapping has something else in line 1 than a string, an integer, true, false, a list or an object
            {}                                          | it has neither patients nor payments
            {"patient": {}}                             | it has neither patients nor payments
            {"payments": {"csv": {}}, "patient": {}}    | patient: there is no such key here; known are $schema, description, patients, payments
            {"payments": []}                            | payments: it has to be an object
            {"payments": {}}                            | payments.fields: it is required
            {"payments": {"fields": {"externalId": "id"}}} | payments.fields.patientId: it is required; payments.fields.amount: it is required
            {"payments": {"fields": {"externalId": "id", "externalId": "nr"}}} | The mapping is no JSON, or a key is there twice in an object: see line 1
            {"payments": {"fields": {%s, "middleName": "m"}}} | payments.fields.middleName: there is no such key here; known are externalId, patientId, amount, paidOn, deleted
            {"payments": {"fields": {%s, "paidOn": 5}}} | payments.fields.paidOn: it has to be an object
            {"payments": {"fields": {%s, "paidOn": {"form": "d"}}}} | payments.fields.paidOn.from: it is required, as one string; payments.fields.paidOn.form: there is no such key here; known are
            {"payments": {"fields": {%s, "paidOn": {"from": "d", "formats": "yyyy-MM-dd"}}}} | payments.fields.paidOn.formats: "yyyy-MM-dd": the year is uuuu in a pattern, not y or Y
            {"payments": {"fields": {%s, "paidOn": {"from": "d", "formats": ["MM/dd/uu"]}}}} | it has no year of four digits, uuuu; any other would be a guess
            {"payments": {"fields": {%s, "paidOn": {"from": "d", "formats": "uuuu-MM"}}}} | it does not determine a date: it needs a year, a month and a day
            {"payments": {"fields": {%s, "paidOn": {"from": "d", "formats": "uuuu-b"}}}} | "uuuu-b": it is no pattern of a date
            {"payments": {"fields": {%s, "paidOn": {"from": "d", "formats": "epoch-seconds"}}}} | a moment has a day in a zone only: add zone, such as UTC
            {"payments": {"fields": {%s, "paidOn": {"from": "d", "zone": "Berlin"}}}} | payments.fields.paidOn.zone: "Berlin": it is no zone, such as Europe/Berlin or UTC
            {"payments": {"fields": {"externalId": ["a", "b"], "patientId": "p", "amount": "a"}}} | payments.fields.externalId: it has to be an object
            {"payments": {"fields": {"externalId": {"from": ["a", "b"]}, "patientId": "p", "amount": "a"}}} | payments.fields.externalId.separator: an id of several parts needs one, such as -
            {"payments": {"fields": {"externalId": {"from": ["a", "b"], "separator": "\\\\"}, "patientId": "p", "amount": "a"}}} | it can't be a backslash, which escapes it
            {"payments": {"fields": {"externalId": {"from": "a", "separator": "-"}, "patientId": "p", "amount": "a"}}} | an id of one part has none
            {"payments": {"fields": {"externalId": {"from": ["a", 1], "separator": "--"}, "patientId": "p", "amount": "a"}}} | payments.fields.externalId.from: it has to be a string or a list of strings; payments.fields.externalId.from: it is required; payments.fields.externalId.separator: it has to be one character
            {"payments": {"fields": {"externalId": "id", "patientId": "p", "amount": {"from": "a", "minorUnits": 5}}}} | payments.fields.amount.minorUnits: it has to be an integer from 0 to 4
            {"payments": {"fields": {"externalId": "id", "patientId": "p", "amount": {"from": "a", "minorUnits": "2"}}}} | payments.fields.amount.minorUnits: it has to be an integer from 0 to 4
            {"payments": {"fields": {"externalId": "id", "patientId": "p", "amount": {"from": "a", "decimal": ",", "group": ","}}}} | payments.fields.amount.decimal: it is the same as group
            {"payments": {"fields": {"externalId": "id", "patientId": "p", "amount": {"from": "a", "group": "-"}}}} | decimal and group can be neither letters, digits, a minus nor parentheses
            {"payments": {"fields": {"externalId": "id", "patientId": "p", "amount": {"from": "a", "currency": "-$"}}}} | currency can have neither digits, a minus, parentheses, decimal nor group in it
            {"payments": {"fields": {"externalId": "id", "patientId": "p", "amount": {"from": "a", "negate": "yes"}}}} | payments.fields.amount.negate: it has to be true or false
            {"payments": {"fields": {"externalId": "id", "patientId": "p", "amount": {"from": "a", "negateWhen": {"from": "t"}}}}} | payments.fields.amount.negateWhen.in: a condition has one of in, notIn and startsWith, a list of texts
            {"payments": {"fields": {%s}, "where": [{"from": "t", "in": ["x"], "notIn": ["y"]}]}} | payments.where[0].in: a condition has one of in, notIn and startsWith
            {"payments": {"fields": {%s}, "where": [{"from": "t", "in": []}]}} | payments.where[0].in: it has to name at least one text
            {"payments": {"fields": {%s, "deleted": {"from": "t", "startsWith": [""]}}}} | payments.fields.deleted.startsWith: it has to name at least one text that is not empty
            {"payments": {"fields": {"externalId": {"from": ["a", "a"], "separator": "-"}, "patientId": "p", "amount": "a"}}} | payments.fields.externalId.from: a place is there more than once
            {"payments": {"csv": {}, "header": {"first": "T"}, "trailer": {"first": "T"}, "fields": {%s}}} | payments.trailer: its first value is that of the header
            {"payments": {"csv": {}, "trailer": {"first": "T", "values": ["", "Count"]}, "fields": {%s}}} | payments.trailer.values: the name of count is count, once
            {"payments": {"csv": {}, "trailer": {"first": "T", "values": ["", "sum", "sum"]}, "fields": {%s}}} | payments.trailer.values: the name of sum is sum, once
            {"payments": {"csv": {}, "trailer": {"first": "T", "values": ["count"]}, "fields": {%s}}} | payments.trailer.values: the first value is the one by which the line is recognized
            {"payments": {"csv": {}, "trailer": {"first": "end"}, "fields": {%s}}} | payments.trailer.first: this text can't be used
            {"payments": {"fields": {%s, "paidOn": {"from": "d", "formats": "uu'x'uu-MM-dd"}}}} | it has no year of four digits
            {"payments": {"fields": {%s, "paidOn": "dates[kind.code=paid].value"}}} | it is no path
            {"payments": {"fields": {%s}, "where": ["x"]}} | payments.where[0]: it has to be an object
            {"payments": {"fields": {%s}, "where": {}}} | payments.where: it has to be a list
            {"payments": {"records": "data", "fields": {%s}}} | payments.records: "data": it has to be a JSON Pointer to an array, such as /data or /page/items
            {"payments": {"records": "/data", "csv": {}, "fields": {%s}}} | payments.records: CSV has no envelope: omit it, or csv
            {"payments": {"csv": {"delimiter": "ab", "encoding": "latin", "comment": "x"}, "fields": {%s}}} | payments.csv.delimiter: it has to be one character; payments.csv.comment: Neither a delimiter nor
            {"payments": {"csv": {"encoding": "latin"}, "fields": {%s}}} | payments.csv.encoding: "latin": it is no encoding that this Java knows
            {"payments": {"trailer": {"first": "T"}, "fields": {%s}}} | payments.trailer: JSON has none: omit it, or add csv
            {"payments": {"csv": {}, "trailer": {"values": ["", "count"]}, "fields": {%s}}} | payments.trailer.first: it is required: the first value of the line, such as T
            {"payments": {"csv": {}, "header": {"first": "H", "values": ["", "sum"]}, "fields": {%s}, "where": [{"from": "t", "in": ["x"]}]}} | payments.header.values: with where or negateWhen it can't be known what the sum covers
            {"payments": {"csv": {}, "trailer": {"first": "T", "values": ["", "sum"]}, "fields": {"externalId": "id", "patientId": "p", "amount": {"from": "a", "negateWhen": {"from": "t", "in": "R"}}}}} | with where or negateWhen it can't be known what the sum covers
            {"patients": {"csv": {}, "trailer": {"first": "T", "values": ["", "sum"]}, "fields": {"externalId": "a", "firstName": "b", "lastName": "c"}}} | patients.trailer.values: patients have no sum
            {"payments": {"fields": {%s, "paidOn": "a..b"}}} | payments.fields: "a..b": it is no path: a path is like
            {"payments": {"fields": {%s, "paidOn": "a.b"}}} | payments.fields: a is a value in one place and an object in another
            {"payments": {"fields": {%s, "paidOn": "a[0]"}}} | payments.fields: a is an array of which one element is chosen by a field, or no array, elsewhere
            """)
    void whatIsWrongIsNamed(String text, String problem) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Mapping.parse(text.replace("%s", WHOLE)))
                .withMessageContaining(problem);
    }

    @Test
    void everythingIsNamedAtOnce() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() ->
                        Mapping.parse("{\"patients\": {\"field\": {}}, \"payments\": {\"fields\": {}}, \"x\": 1}"))
                .withMessage("The mapping can't be used: patients.fields: it is required;"
                        + " patients.field: there is no such key here; known are records, csv, fields, where, header,"
                        + " trailer;"
                        + " payments.fields.externalId: it is required; payments.fields.patientId: it is required;"
                        + " payments.fields.amount: it is required;"
                        + " x: there is no such key here; known are $schema, description, patients, payments");
    }

    @Test
    void aHostilePathIsRefused() {
        for (String path :
                List.of("a".repeat(100_000), "a.".repeat(400) + "a", "a.".repeat(20) + "a", "a".repeat(900) + "[")) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> Mapping.parse(
                            "{\"payments\": {\"fields\": {" + WHOLE + ", \"paidOn\": \"" + path + "\"}}}"))
                    .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
        }
        Mapping.parse("{\"payments\": {\"fields\": {" + WHOLE + ", \"paidOn\": \"" + "\\\\.".repeat(450) + "\"}}}");
    }

    /** A file of records may have been given by mistake. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Lovelace,Ada,1815-12-10",
                "{\"externalId\": \"1\", \"Lovelace\": 3}",
                "{\"a\": Lovelace}",
                "{\"payments\": {\"Ada Lovelace\": 1}}"
            })
    void itsMessageQuotesNoRecord(String text) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Mapping.parse(text))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("Lovelace"))
                .withNoCause();
    }

    @Test
    void itIsItsText(@TempDir Path folder) throws IOException {
        String text = "{\"payments\": {\"fields\": {" + WHOLE + "}}}";
        Path file = Files.writeString(folder.resolve("mapping.json"), text);

        assertThat(Mapping.read(file))
                .isEqualTo(Mapping.parse(text))
                .hasSameHashCodeAs(Mapping.parse(text))
                .hasToString("Mapping[" + text + "]")
                .isNotEqualTo(Mapping.parse(text + " "));
        assertThat(Mapping.read(file).text()).isEqualTo(text);
        assertThat(Mapping.read(file).sets()).containsExactly(RecordType.PAYMENT);
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> Mapping.read(folder.resolve("other")));
    }
}
