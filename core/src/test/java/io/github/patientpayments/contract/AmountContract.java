package io.github.patientpayments.contract;

import static java.math.BigDecimal.TEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.patientpayments.PaymentData;
import io.github.patientpayments.sync.SyncReport;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The form of amounts. They are never rounded, and no arithmetic is done before the size of a number is known. */
class AmountContract extends RecordContractTest {

    /** A thousand times what the right algorithm takes, and a fraction of what a wrong one takes. */
    private static final Duration FAST = Duration.ofSeconds(10);

    @BeforeEach
    void aPatient() {
        syncPatients(patient("5"));
    }

    @Test
    void amountsAreNumbersOrStrings() {
        assertAmount("7.1", "7.10");
        assertAmount("\"7.1\"", "7.10");
        assertAmount("7", "7.00");
        assertAmount("\"7\"", "7.00");
        assertAmount("-7.1234", "-7.1234");
        assertAmount("\"-7.1234\"", "-7.1234");
        assertAmount("0", "0.00");
        assertAmount("-0", "0.00");
        assertAmount("\"-0.0\"", "0.00");
        assertAmount("0.0001", "0.0001");
    }

    @Test
    void fifteenDigitsBeforeThePointAndFourAfterIt() {
        for (String sign : List.of("", "-")) {
            assertAmount(sign + "999999999999999.9999", sign + "999999999999999.9999");
            assertAmount('"' + sign + "100000000000000.0001\"", sign + "100000000000000.0001");
            assertFault(sign + "1000000000000000", "AMOUNT_TOO_LARGE");
            assertFault('"' + sign + "1000000000000000.0\"", "AMOUNT_TOO_LARGE");
            assertFault(sign + "0.00001", "AMOUNT_TOO_FINE");
            assertFault(sign + "1.00005", "AMOUNT_TOO_FINE");
            assertFault('"' + sign + "999999999999999.99999\"", "AMOUNT_TOO_FINE");
            assertFault(sign + "1234567890123456.00005", "AMOUNT_TOO_LARGE", "AMOUNT_TOO_FINE");
        }
        assertAmount("1.00000", "1.00");
        assertAmount("\"1.12340000000000000000\"", "1.1234");
        assertAmount("\"999999999999999.00000000\"", "999999999999999.00");
    }

    @Test
    void exponentsAreNumbersToo() {
        assertAmount("1e3", "1000.00");
        assertAmount("\"1E3\"", "1000.00");
        assertAmount("-1.5e+1", "-15.00");
        assertAmount("12e-4", "0.0012");
        assertAmount("1e14", "100000000000000.00");
        assertFault("1e15", "AMOUNT_TOO_LARGE");
        assertFault("1e-5", "AMOUNT_TOO_FINE");
        assertAmount("0e999999999", "0.00");
        assertAmount("0.000e-999999999", "0.00");
        assertAmount("-0e999999999", "0.00");
    }

    @Test
    void hugeExponentsAreRejectedAtOnce() {
        assertTimeoutPreemptively(FAST, () -> {
            for (String quote : List.of("", "\"")) {
                assertFault(quote + "1e999999999" + quote, "AMOUNT_TOO_LARGE");
                assertFault(quote + "12345e262144" + quote, "AMOUNT_TOO_LARGE");
                assertFault(quote + "1e-999999999" + quote, "AMOUNT_TOO_FINE");
                assertFault(quote + "1000e999999999" + quote, "AMOUNT_TOO_LARGE");
                assertFault(quote + "1.000e-999999999" + quote, "AMOUNT_TOO_FINE");
                assertFault(quote + "-1e2147483647" + quote, "INVALID_NUMBER");
                assertFault(quote + "1e2147483648" + quote, "INVALID_NUMBER");
                assertFault(quote + "1e99999999999999999999" + quote, "INVALID_NUMBER");
                assertFault(quote + "1e-99999999999999999999" + quote, "INVALID_NUMBER");
            }
        });
    }

    @Test
    void numbersHaveAtMost40Characters() {
        assertAmount("1." + "0".repeat(38), "1.00");
        assertFault("1." + "0".repeat(39), "NUMBER_TOO_LONG");
        assertAmount("\"1." + "0".repeat(38) + "\"", "1.00");
        assertFault("\"1." + "0".repeat(39) + "\"", "NUMBER_TOO_LONG");
        assertTimeoutPreemptively(FAST, () -> assertFault("9".repeat(1_000_000), "NUMBER_TOO_LONG"));
    }

    @Test
    void aLongNumberRejectsOnlyItsRecord() {
        SyncReport report = syncPaymentsJson(
                paymentJson("501", "9".repeat(100_000)),
                paymentJson("502", "1." + "0".repeat(2_000)),
                paymentJson("503", "1"));

        assertThat(report.payments().inserted()).isEqualTo(1);
        assertThat(report.payments().rejected()).isEqualTo(2);
    }

    @Test
    void otherTextsAreNotNumbers() {
        for (String text : List.of(
                "NaN",
                "Infinity",
                "-Infinity",
                " 5",
                "5 ",
                "+5",
                "1,000",
                "1'000",
                "",
                " ",
                "-",
                ".",
                "5.",
                ".5",
                "1e",
                "0x1F",
                "1_000",
                "$5",
                "5€",
                "٥",
                "1.2.3",
                "--5",
                "null",
                "5\\n")) {
            assertFault('"' + text + '"', "INVALID_NUMBER");
        }
    }

    @Test
    void otherTypesAreNotAmounts() {
        for (String value : List.of("true", "false", "{}", "[]", "[5]", "{\"amount\":5}")) {
            assertFault(value, "WRONG_TYPE");
        }
        assertFault("null", "MISSING");
        SyncReport report = syncPaymentsJson("{\"externalId\":\"501\",\"patientId\":\"5\"}");
        assertThat(onlyFaults(report)).containsExactly("amount MISSING");
        assertThat(report.rejections().get(0).faults().get(0).message()).isEqualTo("Amount is required");
    }

    @Test
    void typedAmountsFollowTheSameRules() {
        SyncReport report = syncPayments(
                payment("1", "5", "999999999999999.99990000"),
                payment("2", "5", "1000000000000000"),
                payment("3", "5", "1.00005"),
                payment("4", "5", "0E+999999999"),
                payment("5", "5", "1E+3"),
                invalidPayment("6", "5"));

        assertThat(faults(report))
                .isEqualTo(Map.of(
                        2L, List.of("amount AMOUNT_TOO_LARGE"),
                        3L, List.of("amount AMOUNT_TOO_FINE"),
                        6L, List.of("amount MISSING")));
        assertThat(store.payment("1").orElseThrow().amount()).isEqualTo("999999999999999.9999");
        assertThat(store.payment("4").orElseThrow().amount()).isEqualTo("0.00");
        assertThat(store.payment("5").orElseThrow().amount()).isEqualTo("1000.00");
    }

    @Test
    void giganticTypedAmountsAreRejectedAtOnce() {
        BigInteger gigantic = BigInteger.TEN.pow(100_000);
        List<BigDecimal> amounts = List.of(
                new BigDecimal(gigantic),
                new BigDecimal(gigantic, 100_000),
                new BigDecimal(gigantic, Integer.MIN_VALUE),
                new BigDecimal(gigantic, Integer.MAX_VALUE),
                new BigDecimal(TEN.unscaledValue(), Integer.MIN_VALUE),
                new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE),
                new BigDecimal(BigInteger.ONE, Integer.MAX_VALUE));
        assertTimeoutPreemptively(FAST, () -> {
            for (BigDecimal amount : amounts) {
                SyncReport report = syncPayments(PaymentData.builder()
                        .externalId("501")
                        .patientExternalId("5")
                        .amount(amount)
                        .build());
                assertThat(report.payments().rejected()).isEqualTo(1);
            }
        });
    }

    @Test
    void equalAmountsAreUnchangedWhateverTheirForm() {
        syncPaymentsJson(paymentJson("501", "7.1"));

        for (String form : List.of("7.10", "\"7.1000\"", "71e-1", "0.71E1")) {
            assertThat(syncPaymentsJson(paymentJson("501", form)).payments().unchanged())
                    .as(form)
                    .isEqualTo(1);
        }
    }

    private void assertAmount(String json, String expected) {
        SyncReport report = syncPaymentsJson(paymentJson("501", json));
        assertThat(faults(report)).as(json).isEmpty();
        assertThat(store.payment("501").orElseThrow().amount()).as(json).isEqualTo(expected);
    }

    private void assertFault(String json, String... codes) {
        SyncReport report = syncPaymentsJson(paymentJson("501", json));
        assertThat(onlyFaults(report))
                .as(json.length() > 60 ? "a long number" : json)
                .containsExactly(
                        List.of(codes).stream().map(code -> "amount " + code).toArray(String[]::new));
    }
}
