package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files with fields of other names: mappings, and their short form. */
class LoaderMapTest {

    private static final String MAPPING = """
            {"patients": {"fields": {"externalId": "nr", "firstName": "vor", "lastName": "nach"},
                          "csv": {"delimiter": "|", "encoding": "windows-1252"}},
             "payments": {"fields": {"externalId": "nr", "patientId": "patient",
                                     "amount": {"from": "betrag", "decimal": ",", "group": "."}}}}""";

    private Loader loader;

    @BeforeEach
    void inFolder(@TempDir Path folder) {
        loader = new Loader(folder);
    }

    private Mirror loaded(String... options) {
        List<String> arguments = new ArrayList<>(List.of("load", "--migrate", "--accept-unterminated"));
        arguments.addAll(List.of(options));
        loader.answer(arguments.toArray(String[]::new));
        return Mirror.of(loader);
    }

    @Test
    void fieldsThatAreNotNamedKeepTheirNames() {
        loader.file("patients.json", """
                {"results": [{"id": 1, "name": {"given": "Ann", "family": "Example"}, "dateOfBirth": "1980-01-31"},
                             {"id": "2", "name": {"given": "Bo", "family": "Sample"}, "middleName": "Q"}]}""");
        loader.file("payments.json", """
                {"results": [{"id": "9", "person": 1, "amount": 2.5, "paidOn": "2025-02-28"},
                             {"id": "10", "person": 2, "amount": "3"}], "next": null}""");
        Mirror mirror = loaded(
                "--patients",
                "patients.json",
                "--payments",
                "payments.json",
                "--map",
                "externalId=id,firstName=name.given,lastName=name.family",
                "--map",
                "patientId=person",
                "--records",
                "/results");

        assertThat(mirror.patients()).containsExactly("1 Ann Example 1980-01-31", "2 Bo Q Sample");
        assertThat(mirror.payments()).containsExactly("9 1 2.50 2025-02-28", "10 2 3.00");
    }

    /** A deletion in a delta would be lost if its mark were not read. */
    @Test
    void theMarkOfADeletionKeepsItsName() {
        Clinic.loaded(loader);
        loader.file("patients.json", "{\"data\": [{\"id\": \"8\", \"deleted\": true}]}");
        Mirror mirror = loaded(
                "--delta",
                "--patients",
                "patients.json",
                "--map",
                "externalId=id",
                "--records",
                "/data",
                "--lift",
                "deletions");
        assertThat(mirror.patients()).containsExactly("4 Pris Stratton 1993-12-20", "5 Rick Deckard 1983-02-01");
    }

    @Test
    void theRecordsMayBeInAnEnvelopeAlone() {
        loader.file("patients.json", "{\"data\": {\"list\": " + Clinic.PATIENTS + "}}");
        assertThat(loaded("--patients", "patients.json", "--records", "/data/list")
                        .patients())
                .hasSize(3);
    }

    /** Names of columns are no paths. Optional ones need not be there. */
    @Test
    void columnsOfCsvMayHaveAnyName() {
        loader.file("patients.csv", "No.;Vor=name;last[0]\n007;Ann;Example\n");
        loader.file(
                "payments.json", "{\"data\": [{\"No\\\\.\": 1, \"No.\": 5, \"patientId\": \"007\", \"amount\": 1}]}");
        assertThat(loaded("--patients", "patients.csv", "--map", "externalId=No.,firstName=Vor=name,lastName=last[0]")
                        .patients())
                .containsExactly("007 Ann Example");
        assertThat(loaded("--payments", "payments.json", "--map", "externalId=No\\.", "--records", "/data")
                        .payments())
                .containsExactly("5 007 1.00");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --map externalId                       | --map: 'externalId' is not FIELD=PLACE
            --map =id                              | --map: '=id' is not FIELD=PLACE
            --map externalId=                      | --map: 'externalId=' is not FIELD=PLACE
            --map externalid=id                    | --map: there is no field externalid; known are of patients externalId, firstName
            --map externalId=id,externalId=nr      | --map: externalId is there more than once
            --map externalId=id --map externalId=x | --map: externalId is there more than once
            --map amount=sum                       | --map: amount has no effect: it is a field of payments, which are not loaded
            --map firstName=a..b                   | --map: The mapping can't be used: patients.fields: "a..b": it is no path
            --records results                      | --records: The mapping can't be used: patients.records: "results": it has to be a JSON Pointer
            --records /a --format csv              | --records: CSV has no envelope: omit --records
            --records /a --preset drchrono         | --mapping, --preset and --map with --records exclude each other
            --map lastName=l --mapping mapping.json | --mapping, --preset and --map with --records exclude each other
            --mapping mapping.json --preset stripe | --mapping, --preset and --map with --records exclude each other
            """)
    void aMistakeIsNamed(String options, String message) {
        Clinic.files(loader);
        loader.file("mapping.json", MAPPING);
        List<String> arguments = new ArrayList<>(List.of("load", "--patients", "patients.json"));
        arguments.addAll(List.of(options.split(" ", -1)));
        loader.run(arguments.toArray(String[]::new)).assertFailed(ExitCode.USAGE, message);
        assertThat(loader.hasDatabase()).isFalse();
    }

    /** It knows that its patients are CSV, and how they are written; the options go first. */
    @Test
    void aMappingIsReadFromAFile() throws Exception {
        loader.file("mapping.json", MAPPING);
        Files.write(
                loader.folder().resolve("patients.dat"),
                "nr|vor|nach\n1|J\u00fcrgen|M\u00fcller\n".getBytes(Charset.forName("windows-1252")));
        loader.file("payments.json", "[{\"nr\": 5, \"patient\": 1, \"betrag\": \"1.234,50\"}]");
        Mirror mirror =
                loaded("--mapping", "mapping.json", "--patients", "patients.dat", "--payments", "payments.json");

        assertThat(mirror.patients()).containsExactly("1 J\u00fcrgen M\u00fcller");
        assertThat(mirror.payments()).containsExactly("5 1 1234.50");
        loader.file("utf8.dat", "nr;vor;nach\n1;J\u00f6rg;M\u00fcller\n");
        assertThat(loaded(
                                "--mapping",
                                "mapping.json",
                                "--patients",
                                "utf8.dat",
                                "--delimiter",
                                ";",
                                "--encoding",
                                "UTF-8")
                        .patients())
                .containsExactly("1 J\u00f6rg M\u00fcller");
        loader.file("patients.txt", "[{\"nr\": 1, \"vor\": \"A\", \"nach\": \"B\"}]");
        loader.run("load", "--mapping", "mapping.json", "--patients", "patients.txt", "--format", "json")
                .assertFailed(
                        ExitCode.USAGE, "The mapping says that the patients are CSV, and the source is JSON: use the");
    }

    @Test
    void whatIsWrongWithTheFileOfAMappingIsNamed() throws Exception {
        Clinic.files(loader);
        String file = "--mapping " + loader.path("mapping.json") + ": ";
        mapped().assertFailed(ExitCode.USAGE, file + "there is no such file.");
        loader.file("mapping.json", "{\"patients\": {\"fields\": {\"externalId\": \"id\"}}}");
        mapped().assertFailed(
                        ExitCode.USAGE, file + "The mapping can't be used: patients.fields.firstName: it is required");
        loader.file("mapping.json", "{");
        mapped().assertFailed(
                        ExitCode.USAGE,
                        file + "The mapping is no JSON, or a key is there twice in an object: see line 1");
        Files.write(loader.folder().resolve("mapping.json"), new byte[] {'{', (byte) 0xff, '}'});
        mapped().assertFailed(ExitCode.USAGE, file + "it can't be read, or is not UTF-8.");
        loader.file(
                "mapping.json",
                "{\"payments\": {\"fields\": {\"externalId\": \"id\", \"patientId\": \"p\", \"amount\": \"a\"}}}");
        mapped().assertFailed(ExitCode.USAGE, "mapping.json has no part for patients: it can load payments only");
        assertThat(loader.hasDatabase()).isFalse();
    }

    private Outcome mapped() {
        return loader.run("load", "--patients", "patients.json", "--mapping", "mapping.json");
    }
}
