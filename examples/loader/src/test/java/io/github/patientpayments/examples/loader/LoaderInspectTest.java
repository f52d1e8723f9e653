package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.sync.Mapping;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What inspect sees in a file, and the mapping that it drafts. */
class LoaderInspectTest {

    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private static final String PATIENTS = """
            PatNum;LName;FName;Birthdate;SSN
            8;Batty;Jürgen;0001-01-01;123-45-6789
            9;Rosen;Rachael;1980-12-31;
            """;

    private static final String PAYMENTS = """
            {"id": 4711, "patient": {"number": "8"}, "amount_cents": 1250, "paid": "12/31/2025", "tags": ["x"]}
            {"id": 4712, "patient": {"number": "9"}, "amount_cents": -50, "paid": "01/02/2026", "note": "Rosebud"}
            """;

    private Loader loader;

    @BeforeEach
    void inFolder(@TempDir Path folder) {
        loader = new Loader(folder);
    }

    @Test
    void csvInAnOldEncodingIsRecognizedAndItsMappingStoresTheRecords() throws Exception {
        file("patients.csv", PATIENTS.getBytes(WINDOWS));
        Outcome seen = inspect("patients.csv");
        assertThat(seen.exitCode()).as(seen.err()).isZero();
        assertThat(seen.err())
                .contains("CSV, delimiter semicolon, windows-1252 (a guess: it is not UTF-8).")
                .contains("2 records were read. It looks like patients: 4 of 5 fields were found.")
                .contains("dateOfBirth: 0001-01-01 counts as a missing date")
                .contains("patient-payments load --dry-run --mapping mapping.json --patients ")
                .contains("patients.csv --accept-unterminated");
        assertThat(words(seen.err()))
                .contains(" PatNum 2 externalId integer #\n")
                .contains(" LName 2 lastName text B…y, R…n\n")
                .contains(" FName 2 firstName text J…n, R…l\n")
                .contains(" Birthdate 2 dateOfBirth uuuu-MM-dd 00••-••-••, 19••-••-••\n")
                .contains(" SSN 1 text ###-##-####\n");

        file("payments.ndjson", PAYMENTS.getBytes(StandardCharsets.UTF_8));
        Outcome payments = inspect("payments.ndjson");
        SyncReport report = loader.store(store -> store.sync(Snapshot.builder()
                .patients(Source.csv(loader.folder().resolve("patients.csv")).mapping(Mapping.parse(seen.out())))
                .payments(
                        Source.json(loader.folder().resolve("payments.ndjson")).mapping(Mapping.parse(payments.out())))
                .acceptUnterminated()
                .build()));
        assertThat(report.rejections()).isEmpty();
        assertThat(loader.everything()).contains("8 Jürgen Batty 12.50", "9 Rachael Rosen -0.50", "4711 12.50");
    }

    @Test
    void objectsInLinesAreRecognizedWithInnerOnes() throws Exception {
        file("payments.ndjson", PAYMENTS.getBytes(StandardCharsets.UTF_8));
        Outcome seen = inspect("payments.ndjson");
        assertThat(seen.err())
                .contains("NDJSON, UTF-8.", "It looks like payments: 4 of 4 fields", "the name says cents");
        assertThat(words(seen.err()))
                .contains(" id 2 externalId integer ####\n")
                .contains(" patient.number 2 patientId integer #\n")
                .contains(" amount_cents 2 amount integer, perhaps cents ####, -##\n")
                .contains(" paid 2 paidOn MM/dd/uuuu ••/••/20••\n")
                .contains(" tags 0 array or inner object, not read\n")
                .contains(" note 1 text R…d\n");
        assertThat(seen.out()).contains("\"formats\": \"MM/dd/uuuu\"", "\"minorUnits\": 2");
    }

    @Test
    void anEnvelopeIsRecognizedAndReadByItsMapping() throws Exception {
        String envelope = "{\"code\": 200, \"page\": {\"data\": [{\"patientId\": \"8\", \"firstName\": \"Roy\","
                + " \"name\": {\"last\": \"Batty\"}, \"phones\": [{\"number\": \"555\"}]}]}, \"more\": {\"x\": []}}";
        gzip("page.json.gz", envelope);
        Outcome seen = inspect("page.json.gz");
        assertThat(seen.err())
                .contains("JSON with an envelope (records: /page/data), UTF-8, gzip.")
                .doesNotContain("--accept-unterminated", "To decide");
        file("mapping.json", utf8(seen.out()));
        Outcome loaded =
                loader.run("load", "--migrate", "--mapping", loader.path("mapping.json"), "--patients", "page.json.gz");
        assertThat(loaded.exitCode()).as(loaded.err()).isZero();
        assertThat(loader.everything()).contains("8 Roy Batty");

        file(
                "both.json",
                "{\"patients\": [{\"id\": 1}], \"payments\": [{\"id\": 2}]}".getBytes(StandardCharsets.UTF_8));
        assertThat(inspect("both.json", "--as", "payments").out()).contains("\"records\": \"/payments\"");
        inspect("both.json").assertFailed(ExitCode.INPUT, "The file has 2 arrays of objects in one object");
    }

    @Test
    void archivesAndFoldersAreRead() throws Exception {
        try (ZipOutputStream zip =
                new ZipOutputStream(Files.newOutputStream(loader.folder().resolve("patients.csv.zip")))) {
            zip.putNextEntry(new ZipEntry("patients.csv"));
            zip.write(utf8(PATIENTS));
        }
        try (ZipOutputStream zip =
                new ZipOutputStream(Files.newOutputStream(loader.folder().resolve("two.zip")))) {
            zip.putNextEntry(new ZipEntry("patients.csv"));
            zip.write(utf8(PATIENTS));
            zip.putNextEntry(new ZipEntry("payments.csv"));
        }
        inspect("two.zip").assertFailed(ExitCode.INPUT, "The ZIP archive has several files");
        assertThat(inspect("patients.csv.zip").err()).contains("CSV, delimiter semicolon, UTF-8, ZIP.", "2 records");

        Files.createDirectory(loader.folder().resolve("pages"));
        file("pages/1.json", utf8("{\"data\": [{\"id\": 1, \"fname\": \"Roy\", \"lname\": \"Batty\"}]}"));
        file("pages/2.json", utf8("{\"data\": [{\"id\": 2, \"fname\": \"Pris\", \"lname\": \"Stratton\"}]}"));
        assertThat(inspect("pages").err())
                .contains("JSON with an envelope (records: /data)", "2 records", "pages --accept-unterminated");
    }

    /** Dates such as 01/02/2026 are two dates. */
    @Test
    void ofTwoDatePatternsNoneIsChosen() throws Exception {
        file("payments.csv", utf8("id,patient,amount,date\n1,8,7.10,01/02/2026\n2,8,\"1,234.50\",11/12/2025\n"));
        Outcome seen = inspect("payments.csv");
        assertThat(seen.err()).contains("paidOn: MM/dd/uuuu and dd/MM/uuuu fit all values. Add the right one");
        assertThat(seen.out())
                .contains("\"paidOn\": \"date\"", "MM/dd/uuuu and dd/MM/uuuu", "\"group\": \",\"")
                .doesNotContain("\"formats\":");
        assertThat(Mapping.parse(seen.out()).text()).isEqualTo(seen.out());

        file("payments.csv", utf8("id,patient,amount,date\n1,8,7,1/2/2026\n2,8,8,3/14/2026\n"));
        assertThat(inspect("payments.csv").out()).contains("\"formats\": \"M/d/uuuu\"");
        assertThat(inspect("payments.csv").err()).contains("amount: all values are integers, perhaps cents.");
    }

    @Test
    void whatIsNotFoundHasAPlaceInTheMapping() throws Exception {
        file("payments.txt", utf8("id|who|amount\n1|8|7,10\n2|8|8\n"));
        Outcome seen = inspect("payments.txt");
        assertThat(seen.err()).contains("No column was found for patientId: replace each \"?\"");
        assertThat(seen.out()).contains("\"patientId\": \"?\"", "\"delimiter\": \"|\"", "\"decimal\": \",\"");
    }

    /** Two columns have a name of the amount, and one of them has none in the lines of charges. */
    @Test
    void otherColumnsAndMissingValuesAreNamed() throws Exception {
        file("claims.csv", utf8("ID,PATIENTID,AMOUNT,PAYMENTS\n1,8,7.10,\n2,8,,7.10\n"));
        assertThat(inspect("claims.csv").err())
                .contains("amount: it could also be PAYMENTS.", "amount: 1 of 2 records have no value.");
        file(
                "bundle.ndjson",
                utf8("{\"id\": \"8\", \"birthDate\": \"1980-12-31\", \"name\": [{\"family\": \"Batty\"}]}"));
        assertThat(inspect("bundle.ndjson").err())
                .contains("It looks like patients: 2 of 5", "No column was found for");
    }

    /** Its first line is a person. */
    @Test
    void aFileWithoutNamesGetsNumberedColumns() throws Exception {
        file("patients.csv", utf8("7,Roy,Batty,1980-12-31\n8,Rachael,Rosen,1981-01-01\n"));
        Outcome seen = inspect("patients.csv", "--as", "patients");
        assertThat(seen.output())
                .contains("\"dateOfBirth\": \"column4\"", "\"columns\": [ \"column1\", \"column2\"", "--header")
                .doesNotContain("Roy", "Batty", "1980");
        assertThat(seen.err()).contains("2 records");
        inspect("patients.csv").assertFailed(ExitCode.USAGE, "add --as patients or --as payments");

        file("patients.csv", utf8("code;voornaam;achternaam\n7;Roy;Batty\n"));
        assertThat(inspect("patients.csv", "--as", "patients", "--header").err())
                .contains("1 record was read", "voornaam");
    }

    @Test
    void noValueIsPrintedUnlessAskedFor() throws Exception {
        List<String> values =
                List.of("Batty", "Jürgen", "Rachael", "6789", "1980-12", "12-31", "Rosebud", "4711", "1250");
        file("patients.csv", utf8(PATIENTS));
        file("payments.ndjson", utf8(PAYMENTS));
        List<String> shown = new ArrayList<>();
        for (String name : List.of("patients.csv", "payments.ndjson")) {
            assertThat(inspect(name).output()).doesNotContain(values);
            shown.add(inspect(name, "--show").output());
        }
        assertThat(String.join("", shown)).contains(values);

        file("odd.json", utf8("[{\"firstName\": \"A\", \"lastName\": \"Li\", \"id\": \"x7\", \"by 19801231\": 7}]"));
        assertThat(inspect("odd.json").output()).contains("(no name)").doesNotContain("Li\n", "x7", "19801231");
    }

    @Test
    void onlyTheFirstRecordsAreRead() throws Exception {
        file("patients.json", utf8(Clinic.patients(3_000)));
        Outcome seen = inspect("patients.json");
        assertThat(seen.err()).contains("JSON array, UTF-8.", "The first 1000 records were read.");
        file("patients.csv", utf8("externalId,firstName,lastName\n" + "1,Roy,Batty\n".repeat(1_000)));
        assertThat(inspect("patients.csv").err())
                .contains("\n1000 records", "externalId: several records have the same value");
    }

    @Test
    void aMappingIsWrittenToANewFileOnly() throws Exception {
        file("patients.json", utf8(Clinic.PATIENTS));
        String target = loader.path("mapping of patients.json");
        Outcome written = inspect("patients.json", "--write", target);
        assertThat(written.err()).isEmpty();
        assertThat(written.out()).contains("--mapping '" + target + "' --patients");
        String mapping = loader.text("mapping of patients.json");
        assertThat(Mapping.parse(mapping).text()).contains("\"dateOfBirth\": \"dateOfBirth\"");
        inspect("patients.json", "--write", target).assertFailed(ExitCode.USAGE, "--write would replace ");
        assertThat(loader.hasDatabase()).isFalse();
    }

    @Test
    void whatIsNeitherJsonNorCsvIsNamed() throws Exception {
        inspect("none.csv").assertFailed(ExitCode.INPUT, "File not found: ");
        file("a", utf8("<html>"));
        inspect("a").assertFailed(ExitCode.INPUT, "looks like XML or an HTML page");
        file("a", utf8("PK\u0003\u0004"));
        inspect("a").assertFailed(ExitCode.INPUT, "its compression is damaged");
        file("a", utf8("Batty"));
        inspect("a").assertFailed(ExitCode.INPUT, "its first line has no comma, semicolon, tab or pipe");
        file("a", utf8("[{\"id\": 1},\n {\"id\": Batty}]"));
        inspect("a").assertFailed(ExitCode.INPUT, "not JSON, or truncated: line 2, column ");
        file("a", utf8(" \n"));
        inspect("a").assertFailed(ExitCode.INPUT, "There is nothing in the file");
        file("a", "{\"id\": \"ü\"}".getBytes(StandardCharsets.UTF_16));
        inspect("a").assertFailed(ExitCode.INPUT, "JSON in another encoding than UTF-8");
        file("a", new byte[] {0x1f, (byte) 0x8b, 8, 0});
        inspect("a").assertFailed(ExitCode.INPUT, "its compression is damaged");
        inspect("a", "--as", "people").assertFailed(ExitCode.USAGE, "--as is patients or payments, not people");
    }

    /** A spreadsheet's «Unicode text». */
    @Test
    void standardInputAndUtf16AreRead() {
        byte[] text = "id\tfirst\tlast\n1\tJürgen\tBatty\n".getBytes(StandardCharsets.UTF_16);
        Outcome seen = Outcome.of(new ByteArrayInputStream(text), "inspect", "-");
        assertThat(seen.err())
                .contains("CSV, delimiter tab, UTF-16.", "--mapping mapping.json --patients - --accept-un");
        assertThat(seen.out()).contains("\"delimiter\": \"\\t\"", "\"encoding\": \"UTF-16\"");
    }

    private Outcome inspect(String name, String... options) {
        List<String> arguments = new ArrayList<>(List.of("inspect", loader.path(name)));
        arguments.addAll(List.of(options));
        return Outcome.of(InputStream.nullInputStream(), arguments.toArray(String[]::new));
    }

    private void file(String name, byte[] content) throws IOException {
        Files.write(loader.folder().resolve(name), content);
    }

    private void gzip(String name, String text) throws IOException {
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(loader.folder().resolve(name)))) {
            out.write(utf8(text));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String words(String text) {
        return text.replaceAll(" +", " ");
    }
}
