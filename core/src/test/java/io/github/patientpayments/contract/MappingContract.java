package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.Payment;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.CsvFormat;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Mapping;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun.Status;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields with other names, in other places and forms. */
class MappingContract extends ContractTest {

    private static final String PAYMENT_FIELDS =
            "\"externalId\": \"id\", \"patientId\": \"patient\", \"amount\": \"amount\"";

    @BeforeEach
    void onePatient() {
        sync(List.of(patient("5"), patient("6")), List.of(payment("501", "5", "1"), payment("502", "6", "2.5")));
    }

    @Test
    void theSameContentIsUnchangedInEveryForm() {
        Mapping mapping = Mapping.parse("""
                {
                  "$schema": "https://example.org/mapping.schema.json",
                  "description": "As in an export of a practice",
                  "patients": {"fields": {"externalId": "PatNum", "firstName": "name.first", "lastName": "name.last",
                      "dateOfBirth": {"from": "Birthdate", "formats": ["MM/dd/uuuu", "iso-date"]}}},
                  "payments": {"fields": {"externalId": "PayNum", "patientId": "PatNum",
                      "amount": {"from": "cents", "minorUnits": 2}}}
                }""");
        Source.Json patients = json("""
                [{"PatNum": 5, "name": {"first": "First5", "last": "Last5"}, "Birthdate": "01/31/1980"},
                 {"Birthdate": "1980-01-31", "name": {"last": "Last6", "x": 1, "first": "First6"}, "PatNum": "6"}]""");
        Source.Json payments = json("""
                [{"PayNum": "501", "PatNum": 5, "cents": 100}, {"PayNum": 502, "PatNum": "6", "cents": "250"}]""");
        assertUnchanged(patients.mapping(mapping), payments.mapping(mapping));
        assertUnchanged(
                csv("PatNum,name.first,name.last,Birthdate\n5,First5,Last5,01/31/1980\n6,First6,Last6,1980-01-31\n")
                        .mapping(mapping),
                csv("PatNum;PayNum;cents;note\n5;501;100;\n6;502;250;x\n").mapping(mapping));
    }

    /** What has another meaning is compared, although its records are the same. */
    @Test
    void anotherMappingIsAnotherContent() {
        String text = "[{\"id\": \"501\", \"patient\": \"5\", \"amount\": 1, \"net\": 7}]";
        Mapping gross = payments(PAYMENT_FIELDS);
        Mapping net = payments(PAYMENT_FIELDS.replace("\"amount\": \"amount\"", "\"amount\": \"net\""));
        syncPayments(text, gross);

        assertThat(syncPayments(text, gross).status()).isEqualTo(Status.UNCHANGED);
        assertThat(syncPayments(text, net).payments().updated()).isEqualTo(1);
        assertThat(syncPayments(text, gross).payments().updated()).isEqualTo(1);
        assertThat(fingerprint()).isNotEqualTo(fingerprintAfter(text, payments(PAYMENT_FIELDS + " ")));
    }

    private String fingerprint() {
        return rows("SELECT payments_fingerprint FROM " + schema + ".store_state")
                .toString();
    }

    private String fingerprintAfter(String text, Mapping mapping) {
        syncPayments(text, mapping);
        return fingerprint();
    }

    @Test
    void valuesMayBeInObjectsAndArrays() {
        Mapping fhir = patients("""
                "externalId": "identifier[system=urn:mrn].value",
                "firstName": "name[use=official].given[0]", "middleName": "name[use=official].given[1]",
                "lastName": "name[use=official].family",
                "dateOfBirth": {"from": "birth\\\\.date", "partialIsMissing": true}""");
        SyncReport report = syncPatients("""
                [{"identifier": [{"system": "urn:ssn", "value": "9"}, {"value": "7", "system": "urn:mrn"}],
                  "name": [{"use": "nickname", "given": ["Bob"]}, null, 5,
                           {"given": ["Robert", "Lee"], "family": "Smith", "period": {"start": "x"}, "use": "official"},
                           {"family": "Jones", "use": "maiden"}],
                  "birth.date": "1988-11", "birth": {"date": "1999-01-01"}},
                 {"identifier": [{"system": "urn:mrn", "value": "8"}], "name": null},
                 {"identifier": [{"system": "urn:mrn", "value": "9"}], "name": "Smith"},
                 {"identifier": [{"system": "urn:mrn", "value": "10"}],
                  "name": [{"use": "official", "given": "Ann", "family": "B"}]},
                 {"identifier": [{"system": "urn:mrn", "value": "11"}, {"system": "urn:mrn", "value": "12"}],
                  "name": [{"use": "official", "given": ["A"], "family": "B"}]},
                 {"identifier": [{"system": "urn:mrn", "value": "13"}],
                  "name": [{"use": "official", "given": ["A"], "family": "B"}], "name": []}]""", fhir);

        assertThat(store.patient("7").orElseThrow())
                .extracting(
                        p -> p.firstName(),
                        p -> p.middleName().orElse(""),
                        p -> p.lastName(),
                        p -> p.dateOfBirth().isPresent())
                .containsExactly("Robert", "Lee", "Smith", false);
        assertThat(faults(report))
                .containsExactly(
                        "2 firstName MISSING",
                        "2 lastName MISSING",
                        "3 firstName WRONG_TYPE",
                        "3 lastName WRONG_TYPE",
                        "3 middleName WRONG_TYPE",
                        "4 firstName WRONG_TYPE",
                        "4 middleName WRONG_TYPE",
                        "5 externalId DUPLICATE_FIELD",
                        "6 firstName DUPLICATE_FIELD",
                        "6 lastName DUPLICATE_FIELD",
                        "6 middleName DUPLICATE_FIELD");
    }

    /** What joins to the same text is never the same id. */
    @Test
    void anIdMayHaveSeveralParts() {
        Mapping mapping = payments("""
                "externalId": {"from": ["a", "b"], "separator": "-"}, "patientId": {"from": "p", "prefix": "Patient/"},
                "amount": "amount\"""");
        SyncReport report = syncPayments("""
                [{"a": "1", "b": 2, "p": "Patient/5", "amount": 1}, {"a": "1-2", "b": "3", "p": "Patient/5", "amount": 2},
                 {"a": "1", "b": "2-3", "p": "Patient/5", "amount": 3}, {"a": "1\\\\", "b": "2", "p": "Patient/6", "amount": 4},
                 {"a": "1", "p": "Patient/5", "amount": 5}, {"a": "1", "b": " ", "p": "5", "amount": 6}]""", mapping);

        assertThat(report.payments().inserted()).isEqualTo(4);
        assertThat(amounts()).containsExactly("1-2=1.00", "1-2\\-3=3.00", "1\\-2-3=2.00", "1\\\\-2=4.00");
        assertThat(faults(report))
                .containsExactly("5 externalId MISSING", "6 externalId BLANK", "6 patientId WRONG_FORM");
    }

    private List<String> amounts() {
        return store.payments(PaymentFilter.all(), PageRequest.by(PaymentSort.ID)).items().stream()
                .filter(payment -> !payment.externalId().startsWith("50"))
                .map(payment -> payment.externalId() + "=" + payment.amount())
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ''                                                      | "12.5"       | 12.50
            ''                                                      | 12.50        | 12.50
            ''                                                      | "1,234.50"   | INVALID_NUMBER
            ''                                                      | "$5.00"      | INVALID_NUMBER
            ''                                                      | "(12.00)"    | INVALID_NUMBER
            ''                                                      | true         | INVALID_NUMBER
            ''                                                      | {}           | WRONG_TYPE
            "minorUnits": 2                                         | 1234         | 12.34
            "minorUnits": 2                                         | "-5"         | -0.05
            "minorUnits": 2                                         | 12.34        | WRONG_FORM
            "minorUnits": 2                                         | 1e3          | WRONG_FORM
            "minorUnits": 2                                         | 12345678901234567890123 | AMOUNT_TOO_LARGE
            "minorUnits": 3                                         | "1"          | 0.001
            "group": ","                                            | "1,234.50"   | 1234.50
            "group": ","                                            | "1,234,567"  | 1234567.00
            "group": ","                                            | "1234.50"    | 1234.50
            "group": ","                                            | "12,34.50"   | WRONG_FORM
            "group": ","                                            | "1,2345"     | WRONG_FORM
            "group": ","                                            | "1234,567"   | WRONG_FORM
            "group": ","                                            | ",234"       | WRONG_FORM
            "group": ","                                            | "1,234.5,0"  | WRONG_FORM
            "decimal": ","                                          | "12,50"      | 12.50
            "decimal": ","                                          | "12.50"      | WRONG_FORM
            "decimal": ","                                          | "1,2.50"     | WRONG_FORM
            "decimal": ","                                          | 12.5         | 12.50
            "decimal": ",", "group": "."                            | "-1.234,5"   | -1234.50
            "decimal": ",", "group": "."                            | "1.234"      | 1234.00
            "decimal": ",", "group": "."                            | "1,234.5"    | WRONG_FORM
            "currency": "$"                                         | "$5.00"      | 5.00
            "currency": "$"                                         | "-$ 5.00"    | -5.00
            "currency": "$"                                         | "$-5.00"     | -5.00
            "currency": "$"                                         | "-$-5.00"    | WRONG_FORM
            "currency": "$"                                         | "5"          | 5.00
            "currency": "EUR"                                       | "5 EUR"      | 5.00
            "currency": "$"                                         | "$"          | WRONG_FORM
            "parentheses": true                                     | "(12.00)"    | -12.00
            "parentheses": true                                     | "(-12.00)"   | WRONG_FORM
            "parentheses": true                                     | "-12.00"     | -12.00
            "parentheses": true                                     | "(12.00"     | WRONG_FORM
            "parentheses": true, "currency": "$"                    | "($12.00)"   | -12.00
            "negate": true                                          | "12.00"      | -12.00
            "negate": true                                          | -12          | 12.00
            "negateWhen": {"from": "type", "in": ["REFUND"]}        | 7            | -7.00
            "negateWhen": {"from": "type", "notIn": ["REFUND"]}     | 7            | 7.00
            "negate": true, "negateWhen": {"from": "type", "in": ["REFUND"]} | 7   | 7.00
            "missing": ["", "NULL"]                                 | "NULL"       | MISSING
            "missing": "0"                                          | 0            | MISSING
            "missing": "0.00"                                       | 0.00         | MISSING
            "missing": "0"                                          | 1.5          | 1.50
            "missing": "n/a"                                        | "NULL"       | INVALID_NUMBER
            """)
    void anAmountIsReadInTheFormThatIsDeclared(String options, String sent, String expected) {
        Mapping mapping =
                payments("\"externalId\": \"id\", \"patientId\": \"patient\", \"amount\": {\"from\": \"amount\""
                        + (options.equals("''") ? "" : ", " + options) + "}");
        SyncReport report = syncPayments(
                "[{\"id\": \"7\", \"patient\": \"5\", \"type\": \"REFUND\", \"amount\": " + sent + "}]", mapping);

        String result = store.payment("7")
                .map(Payment::amount)
                .map(BigDecimal::toPlainString)
                .orElseGet(
                        () -> report.rejections().get(0).faults().get(0).code().name());
        assertThat(result).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "formats": "MM/dd/uuuu"                                 | "02/28/2025"            | 2025-02-28
            "formats": "MM/dd/uuuu"                                 | "02/30/2025"            | WRONG_FORM
            "formats": "MM/dd/uuuu"                                 | "2/28/2025"             | WRONG_FORM
            "formats": "MM/dd/uuuu"                                 | "2025-02-28"            | WRONG_FORM
            "formats": "M/d/uuuu"                                   | "2/8/2025"              | 2025-02-08
            "formats": ["MM/dd/uuuu", "dd/MM/uuuu"]                 | "01/02/2025"            | WRONG_FORM
            "formats": ["MM/dd/uuuu", "dd/MM/uuuu"]                 | "03/03/2025"            | 2025-03-03
            "formats": ["MM/dd/uuuu", "dd/MM/uuuu"]                 | "25/12/2025"            | 2025-12-25
            "formats": "uuuuMMdd"                                   | 20250228                | 2025-02-28
            "formats": "MMdduuuu"                                   | "02282025"              | 2025-02-28
            "formats": "dd-MMM-uuuu"                                | "28-Feb-2025"           | 2025-02-28
            "formats": "iso-date-time"                              | "2025-02-28T23:30:00Z"  | 2025-02-28
            "formats": "iso-date-time"                              | "2025-02-28T23:30:00"   | 2025-02-28
            "formats": "iso-date-time", "zone": "Asia/Tokyo"        | "2025-02-28T23:30:00Z"  | 2025-03-01
            "formats": "iso-date-time", "zone": "Asia/Tokyo"        | "2025-02-28T23:30:00"   | 2025-02-28
            "formats": "uuuu-MM-dd HH:mm:ss"                        | "2025-02-28 23:30:00"   | 2025-02-28
            "formats": "epoch-seconds", "zone": "UTC"               | 1740700800              | 2025-02-28
            "formats": "epoch-milliseconds", "zone": "UTC"          | "1740700800000"         | 2025-02-28
            "formats": "epoch-seconds", "zone": "UTC"               | 1740700800.5            | WRONG_FORM
            "formats": "epoch-seconds", "zone": "UTC"               | 999999999999999999      | WRONG_FORM
            "missing": ["0001-01-01", "0000-00-00"]                 | "0001-01-01"            | none
            "missing": ["0001-01-01", "0000-00-00"]                 | "0000-00-00"            | none
            "missing": ["0001-01-01", "0000-00-00"]                 | "1900-01-01"            | PAID_TOO_EARLY
            "missing": "0001-01-01"                                 | "2025-02-31"            | INVALID_DATE
            "partialIsMissing": true                                | "1988"                  | none
            "partialIsMissing": true                                | "1988-11"               | none
            "partialIsMissing": true                                | "1988-11-31"            | INVALID_DATE
            "optional": true                                        | ""                      | none
            "optional": true                                        | "2025-02-28"            | 2025-02-28
            "optional": true                                        | []                      | WRONG_TYPE
            """)
    void aDateIsReadInTheFormThatIsDeclared(String options, String sent, String expected) {
        Mapping mapping = payments(PAYMENT_FIELDS + ", \"paidOn\": {\"from\": \"paid\", " + options + "}");
        SyncReport report =
                syncPayments("[{\"id\": \"7\", \"patient\": \"5\", \"amount\": 1, \"paid\": " + sent + "}]", mapping);

        String result = store.payment("7")
                .map(payment -> payment.paidOn().map(LocalDate::toString).orElse("none"))
                .orElseGet(
                        () -> report.rejections().get(0).faults().get(0).code().name());
        assertThat(result).isEqualTo(expected);
    }

    @Test
    void textsMayStandForAMissingName() {
        Mapping mapping = patients("\"externalId\": \"id\", \"firstName\": \"f\", \"lastName\": \"l\","
                + " \"middleName\": {\"from\": \"m\", \"missing\": [\"NMN\"]}");
        syncPatients("[{\"id\": 7, \"f\": \"A\", \"l\": \"B\", \"m\": \"NMN\", \"middleName\": \"C\"}]", mapping);

        assertThat(store.patient("7").orElseThrow().middleName()).isEmpty();
    }

    @Test
    void recordsThatAFilterLeavesOutAreNoElements() {
        Mapping mapping = Mapping.parse(
                "{\"payments\": {\"fields\": {" + PAYMENT_FIELDS + "}, \"where\": ["
                        + "{\"from\": \"type\", \"in\": [\"PAYMENT\", \"1\"]}, {\"from\": \"status\", \"notIn\": [\"void\", \"\"]}]}}");
        String records = """
                [{"id": "501", "patient": "5", "amount": 1, "type": "PAYMENT", "status": "ok"},
                 {"id": "502", "patient": "6", "amount": 2.5, "type": "PAYMENT", "status": "void"},
                 {"id": "503", "patient": "6", "amount": 1, "type": "CHARGE", "status": "ok"},
                 {"id": "504", "patient": "6", "type": "CHARGE", "status": "ok"},
                 {"id": "505", "patient": "6", "amount": 1, "type": 1, "status": true},
                 {"id": "506", "patient": "6", "amount": 1, "type": "PAYMENT"},
                 {"id": "507", "patient": "6", "amount": "x", "type": "PAYMENT", "status": "ok"}]""";
        SyncReport report = store.sync(Snapshot.builder()
                .payments(json(records.replace(", {\"id\": \"507\"", "")).mapping(mapping))
                .controlTotals(ControlTotals.none().withPayments(3))
                .build());

        assertThat(report.payments().read()).isEqualTo(3);
        assertThat(report.payments().filtered()).isEqualTo(4);
        assertThat(report.payments().inserted()).isEqualTo(1);
        assertThat(report.payments().deleted()).isEqualTo(1);
        assertThat(faults(report)).containsExactly("7 amount INVALID_NUMBER");
        assertThat(store.payment("502")).isEmpty();
        SyncReport unreadable = syncPayments(
                "[{\"id\": \"501\", \"patient\": \"5\", \"amount\": 1, \"type\": {}, \"status\": \"ok\"}]", mapping);
        assertThat(faults(unreadable)).containsExactly("1 record WRONG_TYPE");
        assertThat(unreadable.payments().withheld()).isEqualTo(2);
    }

    /** As in the bulk files of deletions, which have those of all resources. */
    @Test
    void recordsMayBeChosenByTheBeginningOfAText() {
        Mapping mapping = Mapping.parse("""
                {"patients": {"records": "/entry", "fields": {"externalId": {"from": "url", "prefix": "Patient/"},
                    "deleted": {"from": "method", "startsWith": ["DEL", "ERA"]}},
                    "where": [{"from": "url", "startsWith": ["Patient/", "Person/"]}]}}""");
        SyncReport report =
                store.sync(Delta.builder().patients(json("""
                        {"entry": [{"url": "Patient/5", "method": "DELETE"}, {"url": "Group/6", "method": "DELETE"},
                          {"method": "DELETE"}, {"url": "Person/6", "method": "ERASE"}]}""").mapping(mapping)).build());

        assertThat(report.patients().read()).isEqualTo(2);
        assertThat(report.patients().filtered()).isEqualTo(2);
        assertThat(report.patients().deleted()).isEqualTo(1);
        assertThat(faults(report)).containsExactly("4 externalId WRONG_FORM");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Mapping.parse("{\"payments\": {\"fields\": {" + PAYMENT_FIELDS
                        + "}, \"where\": [{\"from\": \"a\", \"in\": [\"1\"], \"startsWith\": \"1\"}]}}"))
                .withMessageContaining("a condition has one of in, notIn and startsWith");
    }

    @Test
    void aMappingSaysWhatItIsFor(@TempDir Path folder) throws IOException {
        String text = "{\"description\": \"Of a practice\", \"payments\": {\"csv\": {}, \"fields\": {" + PAYMENT_FIELDS
                + "}}}";
        Path file = folder.resolve("mapping.json");
        Files.writeString(file, "\ufeff" + text);
        Mapping mapping = Mapping.read(file);

        assertThat(mapping).isEqualTo(Mapping.parse(text));
        assertThat(mapping.description()).contains("Of a practice");
        assertThat(mapping.sets()).containsExactly(RecordType.PAYMENT);
        assertThat(mapping.isCsv(RecordType.PAYMENT)).isTrue();
        assertThat(mapping.isCsv(RecordType.PATIENT)).isFalse();
        assertThat(payments(PAYMENT_FIELDS).isCsv(RecordType.PAYMENT)).isFalse();
        assertThat(payments(PAYMENT_FIELDS).description()).isEmpty();
    }

    @Test
    void theMarkOfADeletionMayBeAText() {
        Mapping bundle = Mapping.parse("""
                {"patients": {"records": "/entry", "fields": {"externalId": {"from": "request.url", "prefix": "Patient/"},
                    "deleted": {"from": "request.method", "in": ["DELETE"]}}}}""");
        SyncReport report =
                store.sync(Delta.builder().patients(json("""
                        {"resourceType": "Bundle", "type": "transaction", "entry": [
                          {"request": {"method": "DELETE", "url": "Patient/5"}},
                          {"request": {"method": "DELETE", "url": "Group/6"}},
                          {"request": {"method": "PUT", "url": "Patient/6"}}]}""").mapping(bundle)).build());

        assertThat(report.patients().deleted()).isEqualTo(1);
        assertThat(faults(report))
                .containsExactly("2 externalId WRONG_FORM", "3 firstName MISSING", "3 lastName MISSING");
    }

    @Test
    void recordsMayBeInAnEnvelope() {
        Mapping mapping =
                Mapping.parse("{\"payments\": {\"records\": \"/page/data\", \"fields\": {" + PAYMENT_FIELDS + "}}}");
        String page =
                "{\"code\": true, \"page\": {\"total\": 2, \"data\": [{\"id\": \"%s\", \"patient\": \"5\", \"amount\": 1}],"
                        + " \"links\": {\"self\": \"/x\", \"next\": %s}}, \"error\": [null]}";
        assertThat(syncPayments(page.formatted("501", "null"), mapping)
                        .payments()
                        .read())
                .isEqualTo(1);
        String pages = page.formatted("501", "\"/x?page=2\"") + "\n" + page.formatted("503", "null");
        SyncReport report = store.sync(Snapshot.builder()
                .payments(json(pages).mapping(mapping))
                .controlTotals(ControlTotals.none().withPayments(2))
                .build());
        assertThat(report.payments().inserted()).isEqualTo(1);

        assertInvalid(page.formatted("501", "\"/x?page=2\""), mapping, "its last page says that there is another one");
        assertInvalid(pages, mapping, "JSON of several documents without gzip has no end marker");
        assertInvalid("{\"page\": {}}", mapping, "it has no /page/data");
        assertInvalid("{\"error\": \"unauthorized\"}", mapping, "it has no /page/data; the mapping has to say where");
        assertInvalid("{\"page\": {\"data\": {}}}", mapping, "/page/data is no array");
        assertInvalid("[]", mapping, "/page/data is no array");
        assertInvalid(
                "{\"page\": {\"data\": []}, \"page\": {\"data\": []}}", mapping, "/page/data is there more than once");
        assertInvalid("", mapping, "there is nothing in it");
        assertInvalid("{\"page\": {\"data\": [", mapping, "it is truncated");
    }

    /** Also arrays, one a line. */
    @Test
    void aDocumentMayBeTheArray() {
        Mapping mapping = Mapping.parse("{\"payments\": {\"records\": \"\", \"fields\": {" + PAYMENT_FIELDS + "}}}");
        String line = "[{\"id\": \"%s\", \"patient\": \"5\", \"amount\": 1}]\n";

        assertThat(syncPayments(line.formatted("501"), mapping).payments().read())
                .isEqualTo(1);
        SyncReport report = store.sync(Snapshot.builder()
                .payments(json(line.formatted("501") + "[]\n" + line.formatted("502"))
                        .mapping(mapping))
                .acceptUnterminated()
                .build());
        assertThat(report.payments().read()).isEqualTo(2);
    }

    @Test
    void aMappingKnowsTheFormOfItsCsv() {
        Mapping mapping = Mapping.parse("""
                {"payments": {"csv": {"delimiter": "|", "encoding": "windows-1252", "comment": "#",
                                      "columns": ["kind", "nr", "Käufer", "amount"]},
                              "fields": {"externalId": "nr", "patientId": "Käufer", "amount": "amount"},
                              "where": [{"from": "kind", "in": ["P"]}]}}""");
        byte[] text = "# ü\nP|501|5|1\nX|600|5|\nP|502|6|2.5\n".getBytes(Charset.forName("windows-1252"));
        SyncReport report = syncPayments(csv(text).mapping(mapping));

        assertThat(report.payments().unchanged()).isEqualTo(2);
        assertThat(report.payments().filtered()).isEqualTo(1);
        Source.Csv other = csv("P;501;5;1\nP;502;6;2.5\n")
                .mapping(mapping)
                .format(CsvFormat.defaults().delimiter(';'));
        assertThat(syncPayments(other).payments().unchanged()).isEqualTo(2);
    }

    @Test
    void aColumnThatIsMappedHasToBeThere() {
        Mapping mapping = payments(PAYMENT_FIELDS + ", \"paidOn\": \"Date\"");
        assertThatExceptionOfType(InvalidSnapshotException.class)
                .isThrownBy(() -> syncPayments(csv("id,patient,amount,date\n").mapping(mapping)))
                .withMessageContaining("it has a column that is called almost Date");
        assertThatExceptionOfType(InvalidSnapshotException.class)
                .isThrownBy(() -> syncPayments(csv("id,patient,amount,day\n").mapping(mapping)))
                .withMessageContaining("it has no column Date; the first line has to name the columns");
        Mapping optional = payments(PAYMENT_FIELDS + ", \"paidOn\": {\"from\": \"Date\", \"optional\": true}");
        assertThat(syncPayments(csv("id,patient,amount,Paid_On,Amount\n501,5,1,x,2\n")
                                .mapping(optional))
                        .payments()
                        .read())
                .isEqualTo(1);
        assertThatExceptionOfType(InvalidSnapshotException.class)
                .isThrownBy(() -> syncPayments(csv("id,patient,amount,DATE\n").mapping(optional)))
                .withMessageContaining("it has a column that is called almost Date");
    }

    @Test
    void aSetWithoutAPartIsRefusedBeforeAnythingIsRead() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> syncPatients("[]", payments(PAYMENT_FIELDS)))
                .withMessageContaining("The mapping has no part for patients");
    }

    private static List<String> faults(SyncReport report) {
        return report.rejections().stream()
                .flatMap(rejection -> rejection.faults().stream()
                        .map(fault -> rejection.position() + " " + fault.field() + " " + fault.code()))
                .sorted(Comparator.comparing((String fault) -> Integer.valueOf(fault.split(" ", 2)[0]))
                        .thenComparing(fault -> fault))
                .toList();
    }

    private static Mapping payments(String fields) {
        return Mapping.parse("{\"payments\": {\"fields\": {" + fields + "}}}");
    }

    private static Mapping patients(String fields) {
        return Mapping.parse("{\"patients\": {\"fields\": {" + fields + "}}}");
    }

    private SyncReport syncPatients(String text, Mapping mapping) {
        return store.sync(
                Snapshot.builder().patients(json(text).mapping(mapping)).build());
    }

    private SyncReport syncPayments(String text, Mapping mapping) {
        return store.sync(
                Snapshot.builder().payments(json(text).mapping(mapping)).build());
    }

    private SyncReport syncPayments(Source.Bytes payments) {
        return store.sync(
                Snapshot.builder().payments(payments).acceptUnterminated().build());
    }

    private void assertInvalid(String text, Mapping mapping, String problem) {
        assertThatExceptionOfType(InvalidSnapshotException.class)
                .isThrownBy(() -> syncPayments(text, mapping))
                .withMessageContaining(problem);
    }
}
