package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PaymentData;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Numbers that a library rounds, or calculates with for a minute: each is stored exactly or rejected. The timeouts are
 * a hundred times what it takes. {@code -Dstore.test.numbers=1000000} tries more random ones, and
 * {@code -Dstore.test.seed} others.
 */
@Timeout(60)
class HostileNumberContract extends RecordContractTest {

    private static final BigDecimal LIMIT = BigDecimal.TEN.pow(15);

    /** More are read from several files, since no more rejections of a run are stored. */
    private static final int PER_FILE = 10_000;

    @BeforeEach
    void aPatient() {
        syncPatients(patient("5"));
    }

    /** As JSON numbers and as strings, in one file. */
    @Test
    void eachIsExactOrRejected() {
        Map<String, String> expected = new TreeMap<>();
        for (String huge : List.of("1e999999999", "12345e262144", "1e131072", "1e50000000", "1e1000", "123e15")) {
            expected.put(huge, "AMOUNT_TOO_LARGE");
            expected.put("-" + huge, "AMOUNT_TOO_LARGE");
        }
        for (String tiny : List.of("1e-999999999", "12345e-262144", "1e-131072", "1e-50000000", "1e-5", "1.00501")) {
            expected.put(tiny, "AMOUNT_TOO_FINE");
        }
        expected.put("1e2147483648", "INVALID_NUMBER");
        expected.put("1.005", "1.005");
        expected.put("-1.005", "-1.005");
        expected.put("2.675", "2.675");
        expected.put("0.1", "0.10");
        expected.put("1.1", "1.10");
        expected.put("1.10", "1.10");
        expected.put("1.1000000000000000000000000000000000000", "1.10");
        expected.put("-0", "0.00");
        expected.put("-0.0000", "0.00");
        expected.put("0e999999999", "0.00");
        expected.put("999999999999999.9999", "999999999999999.9999");
        expected.put("-999999999999999.9999", "-999999999999999.9999");
        expected.put("1000000000000000", "AMOUNT_TOO_LARGE");
        expected.put("1000000000000000.0001", "AMOUNT_TOO_LARGE");
        expected.put("999999999999999.99991", "AMOUNT_TOO_FINE");
        expected.put("0.0001", "0.0001");
        expected.put("0.00009", "AMOUNT_TOO_FINE");
        expected.put("9007199254740993", "AMOUNT_TOO_LARGE"); // 2^53 + 1
        expected.put("900719925474099.3", "900719925474099.30");
        expected.put("9".repeat(40), "AMOUNT_TOO_LARGE");
        expected.put("9".repeat(41), "NUMBER_TOO_LONG");
        expected.put("0." + "9".repeat(38), "AMOUNT_TOO_FINE");

        assertThat(results(List.copyOf(expected.keySet()), false)).isEqualTo(expected);
        assertThat(results(List.copyOf(expected.keySet()), true)).isEqualTo(expected);
    }

    /** Only as strings, since they are no JSON. */
    @Test
    void whatIsNoNumberIsRejected() {
        List<String> texts =
                List.of("NaN", "-NaN", "Infinity", "-Infinity", "inf", "1e", "1e+", "0x10", "1L", "1d", "١");

        assertThat(results(texts, true).values()).containsOnly("INVALID_NUMBER");
    }

    @Test
    void equalNumbersAreUnchanged() {
        syncPayments(payment("501", "5", "1.1"), payment("502", "5", "0"));

        SyncReport again = syncPayments(payment("501", "5", "1.10"), payment("502", "5", "-0.000"));

        assertThat(again.payments().unchanged()).isEqualTo(2);
    }

    /** A bound is never rounded to what can be stored. */
    @Test
    void everyBoundIsExactOrRejected() {
        syncPayments(payment("501", "5", "1.005"));
        for (String below : List.of("1.00499", "1.004" + "9".repeat(56), "1e-60", "-0", "-1e59", "-1e15")) {
            assertThat(found(below, false)).as(below).isEqualTo(1);
            assertThat(found(below, true)).as(below).isZero();
        }
        for (String above : List.of("1.00501", "1.005" + "0".repeat(55) + "1", "1e15", "1e34", "1e59")) {
            assertThat(found(above, false)).as(above).isZero();
            assertThat(found(above, true)).as(above).isEqualTo(1);
        }
        for (String equal : List.of("1.005", "1.005" + "0".repeat(50), "1005e-3")) {
            assertThat(found(equal, false)).as(equal).isEqualTo(1);
            assertThat(found(equal, true)).as(equal).isEqualTo(1);
        }
        for (String huge : List.of("1e999999999", "-1e-999999999", "12345e262144", "1e131072", "1e50000000", "1e61")) {
            assertThatThrownBy(() -> found(huge, false)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> found(huge, true)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Ten thousand of the largest amounts. */
    @Test
    void sumsAreExact() {
        String largest = "999999999999999.9999";
        List<PaymentData> payments = IntStream.range(0, 10_000)
                .mapToObj(i -> payment("" + i, "5", i == 7 ? "-0.0001" : largest))
                .toList();
        BigDecimal sum =
                new BigDecimal(largest).multiply(BigDecimal.valueOf(9_999)).subtract(new BigDecimal("0.0001"));

        store.sync(Snapshot.builder()
                .payments(Source.of(payments))
                .controlTotals(ControlTotals.payments(10_000, sum))
                .build());

        assertThat(store.patient("5").orElseThrow().paymentTotal()).isEqualByComparingTo(sum);
        assertThat(store.totals(PatientFilter.all()).sum()).isEqualByComparingTo(sum);
        assertThat(store.verifyIntegrity().isConsistent()).isTrue();
    }

    @Test
    void randomNumbersAreWhatBigDecimalSays() {
        long seed = Long.getLong("store.test.seed", 1);
        Random random = new Random(seed);
        for (int left = Integer.getInteger("store.test.numbers", 4_000); left > 0; left -= PER_FILE) {
            List<String> numbers = Stream.generate(() -> number(random))
                    .limit(Math.min(left, PER_FILE))
                    .distinct()
                    .toList();
            Map<String, String> results = results(numbers, random.nextBoolean());

            assertThat(numbers.stream()
                            .filter(number -> !naive(number).equals(results.get(number)))
                            .map(number -> number + " is " + results.get(number) + ", not " + naive(number)))
                    .as("seed " + seed)
                    .isEmpty();
        }
    }

    private static String number(Random random) {
        String digits = new BigInteger(random.nextInt(140), random).toString();
        int point = random.nextInt(digits.length() + 6);
        String text = point == 0
                ? digits
                : point < digits.length()
                        ? digits.substring(0, point) + "." + digits.substring(point)
                        : "0." + "0".repeat(point - digits.length()) + digits;
        String exponent = switch (random.nextInt(6)) {
            case 0 -> "e" + (random.nextInt(41) - 20);
            case 1 -> "E+" + random.nextInt(20);
            case 2 -> "e" + random.nextInt(-999_999_999, 1_000_000_000);
            default -> "";
        };
        return (random.nextBoolean() ? "-" : "")
                + text
                + (text.equals("0") ? "" : "0".repeat(random.nextInt(6)))
                + exponent;
    }

    /** The long way, without an exponent that would take long. */
    private static String naive(String text) {
        if (text.length() > 40) {
            return "NUMBER_TOO_LONG";
        }
        BigDecimal number = new BigDecimal(text);
        if (number.signum() == 0) {
            return "0.00";
        }
        if (Math.abs((long) number.scale()) > 1_000) {
            return number.scale() > 0 ? "AMOUNT_TOO_FINE" : "AMOUNT_TOO_LARGE";
        }
        if (number.abs().compareTo(LIMIT) >= 0) {
            return "AMOUNT_TOO_LARGE";
        }
        String digits = number.setScale(1_100).toPlainString();
        String decimals = digits.substring(digits.indexOf('.') + 1);
        return decimals.substring(4).matches("0*")
                ? digits.substring(0, digits.indexOf('.') + 1)
                        + decimals.substring(0, 2)
                        + decimals.substring(2, 4).replaceAll("0+$", "")
                : "AMOUNT_TOO_FINE";
    }

    /** The stored amount, or the first fault, by number. */
    private Map<String, String> results(List<String> numbers, boolean quoted) {
        String quote = quoted ? "\"" : "";
        syncPaymentsJson(); // or what is rejected would keep its last valid amount
        SyncReport report = syncPaymentsJson(IntStream.range(0, numbers.size())
                .mapToObj(i -> paymentJson("" + i, quote + numbers.get(i) + quote))
                .toArray(String[]::new));
        Map<String, String> results = new TreeMap<>();
        PageRequest.first().limit(100).stream(request -> store.rejections(report.number(), request))
                .forEach(rejection -> results.put(
                        numbers.get((int) rejection.position() - 1),
                        rejection.faults().get(0).code().name()));
        PageRequest.by(PaymentSort.ID).limit(100).stream(request -> store.payments(PaymentFilter.all(), request))
                .forEach(payment -> results.put(
                        numbers.get(Integer.parseInt(payment.externalId())),
                        payment.amount().toPlainString()));
        return results;
    }

    private int found(String number, boolean atMost) {
        BigDecimal bound = new BigDecimal(number);
        PaymentFilter.Builder amount = PaymentFilter.builder();
        PatientFilter.Builder total = PatientFilter.builder();
        PaymentFilter payments = (atMost ? amount.amountAtMost(bound) : amount.amountAtLeast(bound)).build();
        PatientFilter patients = (atMost ? total.paymentTotalAtMost(bound) : total.paymentTotalAtLeast(bound)).build();
        int found =
                store.payments(payments, PageRequest.by(PaymentSort.ID)).items().size();
        assertThat(store.totals(patients).patients()).as("by total " + bound).isEqualTo(found);
        return found;
    }
}
