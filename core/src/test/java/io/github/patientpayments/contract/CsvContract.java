package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.fixture.Gzip;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.CsvFormat;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records as delimited text. */
class CsvContract extends ContractTest {

    private static final String PATIENTS = """
            externalId,firstName,lastName,middleName,dateOfBirth
            5,First5,Last5,,1980-01-31
            6,First6,Last6,,1980-01-31
            """;
    private static final String PAYMENTS = "externalId,patientId,amount\n501,5,1\n502,6,2.50\n";

    @BeforeEach
    void twoPatientsAndTheirPayments() {
        store = PatientPaymentStore.builder(database.application())
                .schema(schema)
                .guard(UNGUARDED)
                .build();
        sync(List.of(patient("5"), patient("6")), List.of(payment("501", "5", "1"), payment("502", "6", "2.5")));
    }

    @Test
    void theSameContentIsUnchangedInEachForm() {
        for (String delimiter : List.of(",", ";", "\t", "|")) {
            for (String end : List.of("\n", "\r\n", "\r")) {
                for (boolean quoted : List.of(false, true)) {
                    String patients = form(PATIENTS, delimiter, end, quoted);
                    String payments = form(PAYMENTS, delimiter, end, quoted);
                    assertUnchanged(csv(patients), csv(payments));
                    assertUnchanged(csv("\uFEFF" + patients + end + end), csv("\uFEFF" + payments.strip()));
                }
            }
        }
    }

    private static String form(String text, String delimiter, String end, boolean quoted) {
        return text.lines()
                .map(line -> Stream.of(line.split(",", -1))
                        .map(value -> quoted ? '"' + value + '"' : value)
                        .reduce((a, b) -> a + delimiter + b)
                        .orElseThrow())
                .map(line -> line + end)
                .reduce("", String::concat);
    }

    @Test
    void columnsMayHaveAnyOrderAndOthersAreIgnored() {
        assertUnchanged(csv("""
                        note,dateOfBirth,lastName,firstName,note,externalId
                        ,1980-01-31,Last5,First5,x,5
                        "a,b
                        ",1980-01-31,Last6,First6,,6
                        """), csv("amount,externalId,patientId\n1.00,501,5\n2.5,502,6\n"));
    }

    @Test
    void aFormatNamesWhatTheTextDoesNot() {
        CsvFormat format = CsvFormat.defaults().delimiter('~').comment('#');
        assertUnchanged(
                csv("# of tonight\n" + PATIENTS.replace(',', '~')).format(format),
                csv("#\n501~5~x~1\n# in between\n502~6~~2.5\n")
                        .format(format.columns("externalId", "patientId", "", "amount")));
    }

    @Test
    void anyEncodingIsReadIfItIsGiven() {
        String text = "externalId,firstName,lastName\n7,Jürgen,O’Neill\n";
        for (String name : List.of("windows-1252", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32")) {
            Charset charset = Charset.forName(name);
            String marked = name.startsWith("UTF-16") && name.length() > 6 ? "\uFEFF" + text : text;

            syncPatients(
                    csv(marked.getBytes(charset)).format(CsvFormat.defaults().charset(charset)));

            assertThat(store.patient("7").orElseThrow().firstName()).as(name).isEqualTo("Jürgen");
            assertThat(store.patient("7").orElseThrow().lastName()).isEqualTo("O’Neill");
            syncPatients(csv(PATIENTS));
        }
        assertInvalid(
                csv(text.getBytes(Charset.forName("windows-1252"))),
                "it is not UTF-8 but looks like ISO 8859-1 or Windows-1252");
        assertInvalid(csv(text.getBytes(StandardCharsets.UTF_16)), "it is not UTF-8 but looks like UTF-16");
        assertInvalid(
                csv("externalId,firstName,lastName\n7,ü,B\n")
                        .format(CsvFormat.defaults().charset(StandardCharsets.US_ASCII)),
                "no characters of the encoding that was given");
    }

    @Test
    void valuesAreKeptExactly() {
        syncPatients(csv("externalId,firstName,lastName\n"
                + "007,\"say \"\"hi\"\"\",\"a,b\"\n"
                + "=1+1,-5,@SUM(A1)\n"
                + "8,5\" nail,\"two\nlines\"\n"));

        assertThat(store.patient("007").orElseThrow().firstName()).isEqualTo("say \"hi\"");
        assertThat(store.patient("007").orElseThrow().lastName()).isEqualTo("a,b");
        assertThat(store.patient("=1+1").orElseThrow().firstName()).isEqualTo("-5");
        assertThat(store.patient("=1+1").orElseThrow().lastName()).isEqualTo("@SUM(A1)");
        assertThat(store.patient("8").orElseThrow().firstName()).isEqualTo("5\" nail");
        assertThat(store.patient("8").orElseThrow().lastName()).isEqualTo("two\nlines");
    }

    @Test
    void aPaymentMayHaveADate() {
        store.sync(Snapshot.builder()
                .payments(csv("paidOn,externalId,patientId,amount\n2025-02-28,501,5,1\n,502,6,2.5\n"))
                .acceptUnterminated()
                .build());

        assertThat(store.payment("501").orElseThrow().paidOn()).contains(LocalDate.of(2025, 2, 28));
        assertThat(store.payment("502").orElseThrow().paidOn()).isEmpty();
    }

    @Test
    void anEmptyValueIsMissing() {
        SyncReport report = syncPatients(csv("externalId,firstName,lastName,dateOfBirth\n5,,Last5,\n"));

        assertThat(faults(report)).containsExactly("firstName MISSING");
        assertThat(report.patients().retained()).isEqualTo(1);
    }

    @Test
    void aValueHasTheRulesOfAStringOfJson() {
        SyncReport report = store.sync(Snapshot.builder()
                .payments(csv("externalId,patientId,amount\n503,5,1e\n504,5,1.00001\n505,5,\"1,5\"\n506,5,"
                        + "1".repeat(41) + "\n507,5,-7.10\n,5,1\n509,\u0000,1\n"))
                .acceptUnterminated()
                .build());

        assertThat(faults(report))
                .containsExactly(
                        "amount INVALID_NUMBER",
                        "amount AMOUNT_TOO_FINE",
                        "amount INVALID_NUMBER",
                        "amount NUMBER_TOO_LONG",
                        "externalId MISSING",
                        "patientId FORBIDDEN_CHARACTER");
        assertThat(store.payment("507").orElseThrow().amount()).isEqualByComparingTo("-7.1");
    }

    /** Its id may be a value of another column, so it could be any record. */
    @Test
    void aLineWithAnotherNumberOfValuesIsRejectedAndWithholdsDeletions() {
        SyncReport report = store.sync(Snapshot.builder()
                .payments(csv("externalId,patientId,amount\n501,5\n503,5,1,7\n504,5,4\n"))
                .acceptUnterminated()
                .build());

        assertThat(report.rejections()).extracting(Rejection::position).containsExactly(1L, 2L);
        assertThat(faults(report)).containsExactly("record WRONG_NUMBER_OF_VALUES", "record WRONG_NUMBER_OF_VALUES");
        assertThat(report.rejections().get(0).faults().get(0).message())
                .isEqualTo("The record has more or fewer values than there are columns");
        assertThat(report.payments().withheld()).isEqualTo(2);
        assertThat(report.payments().inserted()).isEqualTo(1);
    }

    @Test
    void aDeltaMayNameDeletions() {
        SyncReport report = store.sync(Delta.builder()
                .payments(csv("externalId,deleted\n501,true\n"))
                .acceptUnterminated()
                .build());

        assertThat(report.payments().deleted()).isEqualTo(1);
        SyncReport wrong = store.sync(Delta.builder()
                .payments(csv("externalId,patientId,amount,deleted\n502,6,3,yes\n503,6,3,\n"))
                .acceptUnterminated()
                .build());
        assertThat(faults(wrong)).containsExactly("deleted WRONG_TYPE");
        assertThat(wrong.payments().inserted()).isEqualTo(1);
    }

    @Test
    void whatIsNoCsvIsInvalid() {
        assertInvalid("", "there is nothing in it; an empty set is a line with the names of the columns");
        assertInvalid("\n\n", "there is nothing in it");
        assertInvalid("sep=;\nexternalId;firstName;lastName\n", "its first line is a note for Excel: remove it");
        assertInvalid("end\n", "it has no column externalId, firstName, lastName");
        assertInvalid("externalId,firstName\n5,Ann\n", "it has no column lastName; the first line has to name");
        assertInvalid("externalId,firstName,lastName,firstName\n", "it has the column firstName more than once");
        assertInvalid("5,Ann,Smith\n", "it has no column externalId, firstName, lastName");
        assertInvalid("[{\"externalId\":\"5\"}]", "it is not CSV but looks like JSON");
        assertInvalid("<html><body>502</body></html>", "it is not CSV but looks like an HTML page");
        assertInvalid(
                csv(new byte[] {'P', 'K', 3, 4, 20, 0}), "it is truncated: the end of its ZIP archive is missing");
        assertInvalid("externalId,firstName,lastName\n5,\"A\"x,B\n", "a closing quote is followed by something else");
        assertInvalid("externalId,firstName,lastName\n5,\"A,B\n6,C,D\n", "it is truncated: a quote is not closed");
    }

    /** The place is the beginning of the record. No value of the input is in the message. */
    @Test
    void anErrorNamesItsPlace() {
        InvalidSnapshotException e = assertInvalid(
                "externalId,firstName,lastName\n\n5,A,\"B\nC\"\n6,\"Zxqmarker\"Zxqmarker,D\n", "a closing quote");

        assertThat(e.line()).isEqualTo(5);
        assertThat(e.record()).isEqualTo(2);
        assertThat(e).hasMessageNotContaining("Zxqmarker").hasNoCause();
    }

    @Test
    void anEmptySetIsALineWithNames() {
        SyncReport report = store.sync(Snapshot.builder()
                .payments(csv("externalId,patientId,amount\n"))
                .controlTotals(ControlTotals.payments(0, BigDecimal.ZERO))
                .build());

        assertThat(report.payments().deleted()).isEqualTo(2);
    }

    @Test
    void withoutAnEndItNeedsAControlCount() {
        Snapshot plain = Snapshot.builder().patients(csv(PATIENTS)).build();
        assertThatExceptionOfType(InvalidSnapshotException.class)
                .isThrownBy(() -> store.sync(plain))
                .withMessageContaining("CSV without gzip has no end marker, so it may be truncated");
        byte[] half = Gzip.gzip(PATIENTS.substring(0, 60).getBytes(StandardCharsets.UTF_8));
        byte[] rest = Gzip.gzip(PATIENTS.substring(60).getBytes(StandardCharsets.UTF_8));
        Snapshot twoMembers =
                Snapshot.builder().patients(csv(Gzip.join(half, rest))).build();
        assertThatExceptionOfType(InvalidSnapshotException.class)
                .isThrownBy(() -> store.sync(twoMembers))
                .withMessageContaining("CSV in several gzip members has no end marker");

        store.sync(Snapshot.builder()
                .patients(csv(Gzip.gzip(PATIENTS.getBytes(StandardCharsets.UTF_8))))
                .build());
        store.sync(Snapshot.builder()
                .payments(csv(PAYMENTS))
                .controlTotals(ControlTotals.payments(2, new BigDecimal("3.5")))
                .build());
    }

    /** A control count shows what was cut after a line, and the missing end of the last line what was cut within it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cutAnywhereItChangesNothing(boolean gzip) {
        String text = PAYMENTS + "503,6,\"3\"\n504,6,120.00\n";
        byte[] sent = gzip ? Gzip.gzip(text) : text.getBytes(StandardCharsets.UTF_8);
        List<String> before = rows("SELECT * FROM " + schema + ".payments");
        for (int end = 0; end < sent.length; end++) {
            byte[] cut = Arrays.copyOf(sent, end);
            assertThatExceptionOfType(StoreException.class)
                    .as("cut at %d", end)
                    .isThrownBy(() -> syncFourPayments(cut));
        }
        assertThat(rows("SELECT * FROM " + schema + ".payments")).isEqualTo(before);

        assertThat(syncFourPayments(sent).payments().inserted()).isEqualTo(2);
    }

    private SyncReport syncFourPayments(byte[] bytes) {
        return store.sync(Snapshot.builder()
                .payments(csv(bytes))
                .controlTotals(ControlTotals.none().withPayments(4))
                .build());
    }

    @Test
    void aLastLineWithoutAnEndNeedsMoreThanAControlCount() {
        Source.Csv cut = csv("externalId,patientId,amount\n501,5,1\n502,6,2");
        Snapshot counted = Snapshot.builder()
                .payments(cut)
                .controlTotals(ControlTotals.none().withPayments(2))
                .build();
        assertThatExceptionOfType(InvalidSnapshotException.class)
                .isThrownBy(() -> store.sync(counted))
                .withMessageContaining("its last line has no end, so it may be truncated");

        Snapshot shown = Snapshot.builder().payments(cut).acceptUnterminated().build();
        assertThat(store.sync(shown).payments().updated()).isEqualTo(1);
    }

    @Test
    void aRecordHasALimit() {
        String header = "externalId,firstName,lastName\n";
        assertInvalid(header + "5,\"" + "x".repeat(10 << 20) + "\",B\n", "a record is longer than 1 MiB");
        assertInvalid(header + "5,\"" + "x".repeat(10 << 20), "a record is longer than 1 MiB");
        assertInvalid(header + "5" + ",".repeat(2 << 20) + "\n", "a record is longer than 1 MiB");
        assertInvalid("x,".repeat(1 << 20) + header, "a record is longer than 1 MiB");
        assertInvalid(header + "#".repeat(3 << 20) + "\n", "a record is longer than 1 MiB");
        assertInvalid(header + "\n".repeat(3 << 20) + "8,A,B\n", "a record is longer than 1 MiB");

        String longest = "x".repeat((1 << 20) - "5,,B\n".length());
        assertThat(syncPatients(csv(header + "5," + longest + ",B\n"))
                        .patients()
                        .rejected())
                .isEqualTo(1);
        assertInvalid(header + "5,x" + longest + ",B\n", "a record is longer than 1 MiB");

        SyncReport wide = syncPatients(csv(",".repeat(100_000) + header + ",".repeat(100_000) + "7,A,B\n"));
        assertThat(wide.patients().inserted()).isEqualTo(1);
    }

    /** Gzip packs whatever it gets, also from a program that has died. */
    @Test
    void aLastLineWithoutAnEndIsRefusedInGzipToo() {
        byte[] cut = Gzip.gzip("externalId,patientId,amount\n501,5,1\n502,6,2");

        assertThatExceptionOfType(InvalidSnapshotException.class)
                .isThrownBy(
                        () -> store.sync(Snapshot.builder().payments(csv(cut)).build()))
                .withMessageContaining("its last line has no end, so it may be truncated");
    }

    /** An optional field would be missing in all records. */
    @Test
    void aColumnWithAFieldsNameInAnotherSpellingIsRefused() {
        for (String name :
                List.of("DateOfBirth", "date_of_birth", "dateOfBirth ", "DATE OF BIRTH", "\"date-of-birth\"")) {
            assertInvalid(
                    "externalId,firstName,lastName," + name + "\n5,A,B,1980-01-31\n",
                    "it has a column that is called almost dateOfBirth");
        }
        assertInvalid(
                csv("5,A,B\n").format(CsvFormat.defaults().columns("externalId", "firstname", "lastName")),
                "it has a column that is called almost firstName");
    }

    @Test
    void namesInTheFirstLineAreNoRecord() {
        assertInvalid(
                csv("externalId,firstName,lastName\n5,A,B\n")
                        .format(CsvFormat.defaults().columns("externalId", "firstName", "lastName")),
                "its first line has the names of the columns");
    }

    @Test
    void aByteOrderMarkOfAnotherEncodingIsRefused() {
        CsvFormat windows = CsvFormat.defaults()
                .charset(Charset.forName("windows-1252"))
                .columns("externalId", "firstName", "lastName");
        assertInvalid(csv("\uFEFF5,A,B\n").format(windows), "the byte order mark of another encoding");
        assertInvalid(
                csv("5,A,B\n".getBytes(StandardCharsets.UTF_16)).format(windows),
                "the byte order mark of another encoding");
        assertInvalid(
                csv("\uFEFF".getBytes(StandardCharsets.UTF_16LE))
                        .format(CsvFormat.defaults()
                                .charset(StandardCharsets.UTF_16LE)
                                .delimiter(',')),
                "there is nothing in it");
    }

    /** The quote is a part of the value then, and a delimiter after it separates. */
    @Test
    void whiteSpaceBeforeAQuoteIsRejected() {
        SyncReport report =
                syncPatients(csv("externalId,firstName,lastName,note\n5, \"A\",B,\n6,A, \"B, Jr\"\n7,5\" nail, B,\n"));

        assertThat(faults(report)).containsExactly("record STRAY_QUOTE", "record STRAY_QUOTE");
        assertThat(report.patients().withheld()).isEqualTo(2);
        assertThat(store.patient("7").orElseThrow().firstName()).isEqualTo("5\" nail");
    }

    @Test
    void theMarkOfCommentsIsNotTakenForTheDelimiter() {
        assertInvalid(
                csv("externalId;firstName;lastName\n")
                        .format(CsvFormat.defaults().comment(';')),
                "it has no column externalId, firstName, lastName");
        SyncReport report = syncPatients(csv("5,A,B\n")
                .format(CsvFormat.defaults().comment(',').columns("externalId", "firstName", "lastName")));
        assertThat(faults(report)).containsExactly("record WRONG_NUMBER_OF_VALUES");
    }

    @Test
    void anErrorOfTheStreamComesThrough() {
        byte[] text = ("externalId,firstName,lastName\n" + "5,A,B\n".repeat(5_000)).getBytes(StandardCharsets.UTF_8);
        for (Throwable failure : List.of(new AssertionError("mine"), new IllegalStateException("mine"))) {
            assertThatThrownBy(() -> syncPatients(Source.csv(() -> failing(text, failure))))
                    .isSameAs(failure);
        }
    }

    private static InputStream failing(byte[] text, Throwable failure) {
        return new SequenceInputStream(new ByteArrayInputStream(text), new InputStream() {
            @Override
            public int read() {
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) failure;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                return read();
            }
        });
    }

    @Test
    void aRefusalNamesOtherColumns() {
        assertThatExceptionOfType(SnapshotRefusedException.class)
                .isThrownBy(() -> PatientPaymentStore.builder(database.application())
                        .schema(schema)
                        .build()
                        .sync(Snapshot.builder()
                                .payments(csv("externalId,patientId,amount,Betrag\n501,5,,7\n502,6,,8\n"))
                                .acceptUnterminated()
                                .build()))
                .withMessageContaining("The first one has the unknown fields Betrag");
    }

    @Test
    void aOneShotSourceIsReadOnce() {
        Source.Csv once = Source.csvOnce(new ByteArrayInputStream(PATIENTS.getBytes(StandardCharsets.UTF_8)));
        syncPatients(once.format(CsvFormat.defaults().delimiter(',')));

        Snapshot again = Snapshot.builder().patients(once).acceptUnterminated().build();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> store.sync(again))
                .withMessageContaining("A one-shot source can be used for one sync only");
    }

    @Test
    void aFormatRefusesWhatItCannotRead() {
        for (char mark : "\"\r\na7".toCharArray()) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> CsvFormat.defaults().delimiter(mark));
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> CsvFormat.defaults().comment(mark));
        }
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> CsvFormat.defaults().delimiter('#').comment('#'))
                .withMessageContaining("both #");
    }

    private SyncReport syncPatients(Source.Csv patients) {
        return store.sync(
                Snapshot.builder().patients(patients).acceptUnterminated().build());
    }

    private InvalidSnapshotException assertInvalid(String patients, String problem) {
        return assertInvalid(csv(patients), problem);
    }

    private InvalidSnapshotException assertInvalid(Source.Csv patients, String problem) {
        InvalidSnapshotException e = catchThrowableOfType(InvalidSnapshotException.class, () -> syncPatients(patients));
        assertThat(e).isNotNull().hasMessageContaining(problem);
        return e;
    }

    private static List<String> faults(SyncReport report) {
        return report.rejections().stream()
                .flatMap(rejection -> rejection.faults().stream())
                .map(fault -> fault.field() + " " + fault.code())
                .toList();
    }
}
