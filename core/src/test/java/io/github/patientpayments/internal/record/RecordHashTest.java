package io.github.patientpayments.internal.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordHashTest {

    /** Of the authors of SipHash, for the bytes 0, 1, 2 …: the length of the message, and its hash. */
    private static final List<String> VECTORS = List.of(
            "0 a3817f04ba25a8e66df67214c7550293",
            "1 da87c1d86b99af44347659119b22fc45",
            "2 8177228da4a45dc7fca38bdef60affe4",
            "3 9c70b60c5267a94e5f33b6b02985ed51",
            "4 f88164c12d9c8faf7d0f6e7c7bcd5579",
            "5 1368875980776f8854527a07690e9627",
            "6 14eeca338b208613485ea0308fd7a15e",
            "7 a1f1ebbed8dbc153c0b84aa61ff08239",
            "8 3b62a9ba6258f5610f83e264f31497b4",
            "9 264499060ad9baabc47f8b02bb6d71ed",
            "10 00110dc378146956c95447d3f3d0fbba",
            "11 0151c568386b6677a2b4dc6f81e5dc18",
            "12 d626b266905ef35882634df68532c125",
            "13 9869e247e9c08b10d029934fc4b952f7",
            "14 31fcefac66d7de9c7ec7485fe4494902",
            "15 5493e99933b0a8117e08ec0f97cfc3d9",
            "16 6ee2a4ca67b054bbfd3315bf85230577",
            "17 473d06e8738db89854c066c47ae47740",
            "63 5150d1772f50834a503e069a973fbd7c");

    /** Their key, the bytes 0 to 15, in two words. */
    private static final HashKey KEY = new HashKey(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    @Test
    void itIsTheHashOfTheAuthors() {
        for (String vector : VECTORS) {
            int length = Integer.parseInt(vector.substring(0, vector.indexOf(" ")));
            byte[] bytes = new byte[length + Long.BYTES];
            Arrays.fill(bytes, (byte) 0xff);
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) i;
            }
            RecordHash hash = new RecordHash(KEY);
            hash.hash(bytes, length);

            assertThat(length + " " + text(hash)).isEqualTo(vector);
        }
    }

    /** Stored hashes are compared with new ones: another form of a record needs another value of {@code RULES}. */
    @Test
    void theFormOfARecordIsFixed() {
        assertThat(of("1", "José", null, "1980-01-31")).isEqualTo("dd737de59c114f455ad38c4dd84680de");
    }

    /** Whatever the lengths, for which the hash makes room as it goes. */
    @Test
    void theFormIsThatOfAFewLines() {
        LocalDate date = LocalDate.of(1980, 1, 31);
        for (int length = 0; length < 300; length++) {
            for (String character : List.of("x", "\u0080", "\u0101", "\ud83d\ude00")) {
                String text = character.repeat(length);
                for (List<@Nullable Object> values : List.of(
                        Arrays.<@Nullable Object>asList(text, null, null, null, null, null, null),
                        Arrays.<@Nullable Object>asList(text, date, text),
                        Arrays.<@Nullable Object>asList(text, new BigDecimal("-12345678901234.1234")),
                        Arrays.<@Nullable Object>asList(text, new BigDecimal("999999999999999.9999")))) {
                    assertThat(of(values.toArray())).isEqualTo(simply(values));
                }
            }
        }
    }

    private static String simply(List<@Nullable Object> values) {
        ByteBuffer bytes = ByteBuffer.allocate(4_000).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 1).put((byte) 0);
        for (Object value : values) {
            if (value == null) {
                bytes.putShort((short) -1);
            } else if (value instanceof LocalDate date) {
                bytes.putShort((short) 9).putLong(date.toEpochDay()).put((byte) 0);
            } else if (value instanceof BigDecimal amount && amount.precision() <= 18) {
                bytes.putShort((short) 9)
                        .putLong(amount.unscaledValue().longValueExact())
                        .put((byte) amount.scale());
            } else {
                byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
                bytes.putShort((short) text.length).put(text);
            }
        }
        RecordHash hash = new RecordHash(KEY);
        hash.hash(bytes.array(), bytes.position());
        return text(hash);
    }

    /** The hashes of these were stored before payments had dates, and must still be found. */
    @Test
    void theFormOfAPaymentWithoutADateIsFixed() {
        PaymentData payment = PaymentData.of("501", "5", new BigDecimal("7.10"));

        assertThat(of(payment)).isEqualTo("c8395498c5b315afe735a020e60b57c8");
        assertThat(of(PaymentData.deletion("501"))).isEqualTo("90c9aade1f6bafc0e8d64f2de96e60a7");
    }

    @Test
    void theDateOfAPaymentMatters() {
        PaymentData.Builder payment =
                PaymentData.builder().externalId("501").patientExternalId("5").amount(BigDecimal.TEN);

        assertThat(Stream.of(null, LocalDate.of(2025, 1, 31), LocalDate.of(2025, 2, 1))
                        .map(date -> of(payment.paidOn(date).build())))
                .doesNotHaveDuplicates();
    }

    @Test
    void theTypeOfARecordMatters() {
        RecordHash hash = new RecordHash(KEY);
        add(hash, RecordType.PAYMENT, "1", "2");

        assertThat(text(hash)).isNotEqualTo(of("1", "2"));
    }

    @Test
    void neighboursAmongDatesAndAmountsDiffer() {
        LocalDate date = LocalDate.of(1980, 1, 30);
        Stream<Object> values = Stream.of(
                date,
                date.plusDays(1),
                date.plusDays(2),
                date.plusMonths(1),
                date.plusYears(1),
                new BigDecimal("7.1"),
                new BigDecimal("7.2"),
                new BigDecimal("-7.1"),
                new BigDecimal("71"),
                new BigDecimal("7.0001"),
                new BigDecimal("0.71"));

        assertThat(values.map(value -> of("1", value))).doesNotHaveDuplicates();
    }

    @Test
    void theOrderOfValuesMatters() {
        assertThat(of("1", "Ann", "Lee")).isNotEqualTo(of("1", "Lee", "Ann"));
    }

    @Test
    void textThatMovesFromOneValueToTheNextIsNoticed() {
        assertThat(List.of(of("ab", "c"), of("a", "bc"), of("abc", ""), of("", "abc"), of("abc")))
                .doesNotHaveDuplicates();
    }

    @Test
    void aMissingValueIsNotAnEmptyOne() {
        assertThat(List.of(of("1", null), of("1", ""), of(null, "1"), of("1"))).doesNotHaveDuplicates();
    }

    @Test
    void everyCharacterOfALongTextMatters() {
        for (String character : List.of("x", "é", "\ud83d\ude00")) {
            String text = character.repeat(1_000);
            for (int at : new int[] {0, 1, 499, 999}) {
                int index = at * character.length();
                String other = text.substring(0, index) + "y" + text.substring(index + character.length());
                assertThat(of(other)).isNotEqualTo(of(text));
            }
        }
    }

    @Test
    void itDependsOnTheKey() {
        assertThat(List.of(
                        under(new HashKey(1, 2), "a"),
                        under(new HashKey(2, 1), "a"),
                        under(new HashKey(1, 1), "a"),
                        under(new HashKey(2, 2), "a")))
                .doesNotHaveDuplicates();
    }

    @Test
    void itDoesNotDependOnTheRecordBefore() {
        RecordHash hash = new RecordHash(KEY);
        add(hash, RecordType.PATIENT, "a long value".repeat(100), "x");
        add(hash, RecordType.PATIENT, "1", null);

        assertThat(text(hash)).isEqualTo(of("1", null));
    }

    @Test
    void theKeyIsNotPrinted() {
        assertThat(new HashKey(123_456, 789)).hasToString("HashKey");
    }

    private static String of(@Nullable Object... values) {
        return under(KEY, values);
    }

    private static String of(PaymentData payment) {
        ParsedRecord record = new PaymentRules(true).take(1, payment, new RecordHash(KEY));
        return "%016x%016x".formatted(record.hashHigh(), record.hashLow());
    }

    private static String under(HashKey key, @Nullable Object... values) {
        RecordHash hash = new RecordHash(key);
        add(hash, RecordType.PATIENT, values);
        return text(hash);
    }

    private static void add(RecordHash hash, RecordType type, @Nullable Object... values) {
        hash.begin(type);
        for (@Nullable Object value : values) {
            hash.add(value);
        }
        hash.end();
    }

    private static String text(RecordHash hash) {
        return "%016x%016x".formatted(hash.high(), hash.low());
    }
}
