package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms of real exports for which there is no preset. */
class LoaderFormTest {

    private static final String ID_AND_PATIENT = "\"externalId\": \"id\", \"patientId\": \"patient\"";

    private Loader loader;

    @BeforeEach
    void inFolder(@TempDir Path folder) {
        loader = new Loader(folder);
    }

    private void patients(String... ids) {
        loader.file(
                "known.json",
                Stream.of(ids)
                        .map(id -> "{\"externalId\": \"" + id + "\", \"firstName\": \"A\", \"lastName\": \"B\"}")
                        .toList()
                        .toString());
        loader.answer("load", "--migrate", "--patients", "known.json");
    }

    private Mirror loaded(String set, String mapping, String file, String... more) {
        loader.file("mapping.json", "{\"" + set + "\": {" + mapping + "}}");
        List<String> arguments = new ArrayList<>(
                List.of("load", "--migrate", "--accept-unterminated", "--mapping", "mapping.json", "--" + set, file));
        arguments.addAll(List.of(more));
        loader.run(arguments.toArray(String[]::new)); // with an exit code of its own if every record is rejected
        return Mirror.of(loader);
    }

    private Mirror payments(String mapping, String text) {
        loader.file("payments.json", text);
        return loaded("payments", mapping, "payments.json");
    }

    private Mirror patientsFrom(String mapping, String text) {
        loader.file("patients.json", text);
        return loaded("patients", mapping, "patients.json");
    }

    /** NexHealth: payments are negative, the list is in an envelope, and fields are in objects. */
    @Test
    void signsMayBeReversed() {
        Mirror patients = patientsFrom("""
                "records": "/data/patients", "fields": {"externalId": "id", "firstName": "first_name",
                    "middleName": "middle_name", "lastName": "last_name", "dateOfBirth": "bio.date_of_birth"}""", """
                {"code": true, "description": "", "error": [], "count": 1, "data": {"patients": [
                    {"id": 3, "first_name": "Ann", "middle_name": null, "last_name": "Example",
                     "bio": {"gender": "Female", "date_of_birth": "1980-01-31"}}]}}""");
        Mirror payments = payments(
                "\"records\": \"/data\", \"fields\": {\"externalId\": \"id\", \"patientId\": \"patient_id\","
                        + " \"amount\": {\"from\": \"value.amount\", \"negate\": true}, \"paidOn\": \"date\"}",
                """
                {"code": true, "data": [
                    {"id": 113, "patient_id": 3, "value": {"amount": "-125.00", "currency": "USD"}, "date": "2025-02-28"},
                    {"id": 114, "patient_id": 3, "value": {"amount": 25, "currency": "USD"}, "date": "2025-03-01"}]}""");

        assertThat(patients.patients()).containsExactly("3 Ann Example 1980-01-31");
        assertThat(payments.payments()).containsExactly("113 3 125.00 2025-02-28", "114 3 -25.00 2025-03-01");
    }

    /** Candid and Bridge: integers of cents. Dollars instead of cents are rejected. */
    @Test
    void amountsMayBeCents() {
        patients("5");
        Mirror mirror = payments(
                "\"fields\": {" + ID_AND_PATIENT + ", \"amount\": {\"from\": \"amount_cents\", \"minorUnits\": 2},"
                        + " \"paidOn\": {\"from\": \"paidAt\", \"formats\": \"iso-date-time\", \"zone\": \"UTC\"}}",
                """
                [{"id": "1", "patient": "5", "amount_cents": 12345, "paidAt": "2025-02-28T19:30:00-05:00"},
                 {"id": "2", "patient": "5", "amount_cents": -5, "paidAt": "2025-02-28T19:30:00.123Z"},
                 {"id": "3", "patient": "5", "amount_cents": 123.45, "paidAt": null}]""");

        assertThat(mirror.payments()).containsExactly("1 5 123.45 2025-03-01", "2 5 -0.05 2025-02-28");
        assertThat(mirror.faults()).containsExactly("3 amount WRONG_FORM");
    }

    /** Epic: charges and voided payments are in the same table. */
    @Test
    void rowsMayBeOfOtherTypes() {
        patients("Z1");
        loader.file("tx.tsv", """
                TX_ID\tPAT_ID\tTX_TYPE\tSTATUS\tAMOUNT\tPOST_DATE
                1\tZ1\tCharge\tPosted\t100.00\t2025-02-28
                2\tZ1\tPayment\tPosted\t-40.00\t2025-02-28
                3\tZ1\tPayment\tVoided\t-60.00\t2025-02-28
                4\tZ1\tAdjustment\t\t-1.00\t2025-02-28
                5\tZ1\tPayment\t\t-7.5\t2025-03-01
                """);
        Mirror mirror = loaded("payments", """
                "csv": {}, "fields": {"externalId": "TX_ID", "patientId": "PAT_ID",
                    "amount": {"from": "AMOUNT", "negate": true}, "paidOn": "POST_DATE"},
                "where": [{"from": "TX_TYPE", "in": ["Payment"]}, {"from": "STATUS", "notIn": ["Voided"]}]""", "tx.tsv");

        assertThat(mirror.payments()).containsExactly("2 Z1 40.00 2025-02-28", "5 Z1 7.50 2025-03-01");
        assertThat(mirror.run().payments().filtered()).isEqualTo(3);
        assertThat(mirror.faults()).isEmpty();
    }

    /** athenahealth has months first; eClinicalWorks has dates that stand for none. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "formats": "MM/dd/uuuu"                      | 01/31/1980 | 1 A B 1980-01-31
            "formats": "MM/dd/uuuu"                      | 31/01/1980 | 1 dateOfBirth WRONG_FORM
            "formats": "MM/dd/uuuu"                      | 1980-01-31 | 1 dateOfBirth WRONG_FORM
            "missing": ["1900-01-01", "0000-00-00"]      | 1900-01-01 | 1 A B
            "missing": ["1900-01-01", "0000-00-00"]      | 0000-00-00 | 1 A B
            "missing": ["1900-01-01", "0000-00-00"]      | 1900-01-02 | 1 dateOfBirth DATE_TOO_EARLY
            "missing": "0001-01-01"                      | 0000-00-00 | 1 dateOfBirth INVALID_DATE
            """)
    void datesHaveForms(String options, String date, String expected) {
        Mirror mirror = patientsFrom(
                "\"fields\": {\"externalId\": \"patientid\", \"firstName\": \"firstname\", \"lastName\": \"lastname\","
                        + " \"dateOfBirth\": {\"from\": \"dob\", " + options + "}}",
                "[{\"patientid\": \"1\", \"firstname\": \"A\", \"lastname\": \"B\", \"dob\": \"" + date + "\"}]");
        assertThat(Stream.concat(mirror.patients().stream(), mirror.faults().stream()))
                .containsExactly(expected);
    }

    /** An id is a text: it has no value that could be rounded or shortened. */
    @Test
    void idsAreExact() {
        Mirror mirror = patientsFrom(
                "\"fields\": {\"externalId\": \"nr\", \"firstName\": \"f\", \"lastName\": \"l\"}",
                Stream.of("\"08136082\"", "8136082", "9007199254740993", "9007199254740992", "7", "\"7\"", "7.0", "7e0")
                        .map(id -> "{\"nr\": " + id + ", \"f\": \"A\", \"l\": \"B\"}")
                        .toList()
                        .toString());

        assertThat(mirror.patients())
                .containsExactly(
                        "08136082 A B", "8136082 A B", "9007199254740993 A B", "9007199254740992 A B", "7 A B");
        assertThat(mirror.run().patients().collapsed()).isEqualTo(1);
        assertThat(mirror.faults()).containsExactly("7 externalId WRONG_TYPE", "8 externalId WRONG_TYPE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "group": ","                                       | 1,234.50  | 1 5 1234.50
            "parentheses": true                                | (12.00)   | 1 5 -12.00
            "decimal": ","                                     | 12,50     | 1 5 12.50
            "currency": "$"                                    | $5.00     | 1 5 5.00
            "group": ",", "currency": "$", "parentheses": true | ($1,234.50) | 1 5 -1234.50
            "missing": ""                                      | 1,234.50  | 1 amount INVALID_NUMBER
            "missing": ""                                      | (12.00)   | 1 amount INVALID_NUMBER
            "missing": ""                                      | 12,50     | 1 amount INVALID_NUMBER
            "missing": ""                                      | $5.00     | 1 amount INVALID_NUMBER
            "group": ","                                       | 12,50     | 1 amount WRONG_FORM
            """)
    void amountsHaveForms(String options, String amount, String expected) {
        patients("5");
        Mirror mirror = payments(
                "\"fields\": {" + ID_AND_PATIENT + ", \"amount\": {\"from\": \"sum\", " + options + "}}",
                "[{\"id\": 1, \"patient\": 5, \"sum\": \"" + amount + "\"}]");
        assertThat(Stream.concat(mirror.payments().stream(), mirror.faults().stream()))
                .containsExactly(expected);
    }

    /** Windows-1252 from older programs, UTF-16 from Excel and SQL Server, a byte order mark from Excel's CSV. */
    @ParameterizedTest
    @ValueSource(strings = {"windows-1252", "UTF-16", "UTF-16LE", "UTF-8"})
    void textHasAnEncoding(String encoding) throws IOException {
        String mark = encoding.equals("UTF-8") || encoding.equals("UTF-16LE") ? "\ufeff" : "";
        String text = mark + "Nr\tVorname\tName\r\n007\tZo\u00eb\tM\u00fcller\r\n";
        Files.write(loader.folder().resolve("patients.txt"), text.getBytes(Charset.forName(encoding)));
        Mirror mirror = loaded(
                "patients",
                "\"csv\": {\"encoding\": \"" + encoding
                        + "\"}, \"fields\": {\"externalId\": \"Nr\", \"firstName\": \"Vorname\", \"lastName\": \"Name\"}",
                "patients.txt");
        assertThat(mirror.patients()).containsExactly("007 Zo\u00eb M\u00fcller");
    }

    /** Another encoding than the declared one is not guessed. */
    @Test
    void anotherEncodingIsNotGuessed() throws IOException {
        Files.write(
                loader.folder().resolve("patients.csv"),
                "Nr,f,l\n1,Zo\u00eb,B\n".getBytes(StandardCharsets.ISO_8859_1));
        loader.file(
                "mapping.json",
                "{\"patients\": {\"fields\": {\"externalId\": \"Nr\", \"firstName\": \"f\", \"lastName\": \"l\"}}}");
        loader.run(
                        "load",
                        "--migrate",
                        "--accept-unterminated",
                        "--mapping",
                        "mapping.json",
                        "--patients",
                        "patients.csv")
                .assertFailed(ExitCode.INPUT, "UTF-8");
    }
}
