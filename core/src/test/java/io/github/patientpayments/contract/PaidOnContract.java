package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.Payment;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.history.FieldChange;
import io.github.patientpayments.history.PaymentChange;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun.Status;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The date of a payment: which dates are valid, and that it is a part of the payment's content like any other. */
class PaidOnContract extends RecordContractTest {

    private static final LocalDate MAY = LocalDate.of(2025, 5, 17);
    private static final LocalDate JUNE = LocalDate.of(2025, 6, 1);

    private final TimeZone zone = TimeZone.getDefault();

    @BeforeEach
    void patients() {
        store = store(builder -> builder.erasureKey(ErasureContract.KEY));
        syncPatients(patient("5"), patient("6"));
    }

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(zone);
    }

    @Test
    void itMayBeMissingBlankOrInTheFuture() {
        assertThat(syncPaymentsJson(
                                json("1", "null"),
                                json("2", "\"\""),
                                json("3", "\" \""),
                                json("4", "\"9999-12-31\""),
                                json("5", "\"1901-01-01\""),
                                json("6", "\"2024-02-29\""),
                                paymentJson("7", "1"))
                        .payments()
                        .inserted())
                .isEqualTo(7);

        assertThat(dates())
                .containsOnly(
                        Map.entry("1", Optional.empty()),
                        Map.entry("2", Optional.empty()),
                        Map.entry("3", Optional.empty()),
                        Map.entry("4", Optional.of(LocalDate.of(9999, 12, 31))),
                        Map.entry("5", Optional.of(LocalDate.of(1901, 1, 1))),
                        Map.entry("6", Optional.of(LocalDate.of(2024, 2, 29))),
                        Map.entry("7", Optional.empty()));
    }

    @Test
    void whatIsNoDateIsRejected() {
        SyncReport report = syncPaymentsJson(
                json("1", "\"2025-02-29\""),
                json("2", "\"2025-5-17\""),
                json("3", "\"17.05.2025\""),
                json("4", "\"2025-05-17T00:00:00Z\""),
                json("5", "20250517"),
                json("6", "{}"),
                json("7", "\"1900-12-31\""),
                json("8", "\"0001-01-01\""),
                json("9", "\"2025-05-17\",\"paidOn\":\"2025-05-17\""));

        assertThat(faults(report))
                .isEqualTo(Map.of(
                        1L, List.of("paidOn INVALID_DATE"),
                        2L, List.of("paidOn INVALID_DATE"),
                        3L, List.of("paidOn INVALID_DATE"),
                        4L, List.of("paidOn INVALID_DATE"),
                        5L, List.of("paidOn WRONG_TYPE"),
                        6L, List.of("paidOn WRONG_TYPE"),
                        7L, List.of("paidOn PAID_TOO_EARLY"),
                        8L, List.of("paidOn PAID_TOO_EARLY"),
                        9L, List.of("paidOn DUPLICATE_FIELD")));
        assertThat(report.rejections().get(6).faults().get(0).message())
                .isEqualTo("Paid on cannot be less or equal than 1900");
        assertThat(report.rejections().get(0).faults().get(0).message())
                .isEqualTo("Paid on is not a date in the form YYYY-MM-DD");
    }

    /** They are beyond what PostgreSQL stores, or beyond what can be written as JSON. */
    @Test
    void typedDatesFollowTheSameRules() {
        SyncReport report = syncPayments(
                paid("1", "1", LocalDate.MAX),
                paid("2", "1", LocalDate.MIN),
                paid("3", "1", LocalDate.of(10_000, 1, 1)),
                paid("4", "1", LocalDate.of(1900, 12, 31)),
                paid("5", "1", LocalDate.of(9999, 12, 31)));

        assertThat(faults(report))
                .isEqualTo(Map.of(
                        1L, List.of("paidOn INVALID_DATE"),
                        2L, List.of("paidOn PAID_TOO_EARLY"),
                        3L, List.of("paidOn INVALID_DATE"),
                        4L, List.of("paidOn PAID_TOO_EARLY")));
    }

    @Test
    void aBlankDateOfBirthIsMissingToo() {
        SyncReport report =
                syncPatientsJson(patientJson("1", "\"dateOfBirth\":\"\""), patientJson("2", "\"dateOfBirth\":\" \""));

        assertThat(report.patients().inserted()).isEqualTo(2);
        assertThat(store.patient("1").orElseThrow().dateOfBirth()).isEmpty();
    }

    @Test
    void aPaymentWithAnInvalidDateKeepsItsLastGoodVersion() {
        syncPayments(paid("1", "7.10", MAY));

        SyncReport report = syncPaymentsJson(json("1", "\"2025-13-01\""));

        assertThat(report.payments().retained()).isEqualTo(1);
        assertThat(dates()).containsExactly(Map.entry("1", Optional.of(MAY)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_000})
    void itIsComparedLikeAnAmount(int inMemory) {
        store = store(builder -> builder.maxRecordsInMemory(inMemory));
        syncPayments(paid("1", "1", MAY), paid("2", "1", MAY), paid("3", "1", null), paid("4", "1", null));

        SyncReport report =
                syncPayments(paid("1", "1", MAY), paid("2", "1", JUNE), paid("3", "1", JUNE), paid("4", "1", null));

        assertThat(report.payments()).hasToString("4 read: 2 updated, 2 unchanged");
        assertThat(syncPayments(paid("1", "1", null), paid("2", "1", JUNE), paid("3", "1", JUNE), paid("4", "1", null))
                        .payments())
                .hasToString("4 read: 1 updated, 3 unchanged");
        assertThat(dates())
                .containsOnly(
                        Map.entry("1", Optional.empty()),
                        Map.entry("2", Optional.of(JUNE)),
                        Map.entry("3", Optional.of(JUNE)),
                        Map.entry("4", Optional.empty()));
        assertSound();
    }

    @Test
    void anotherDateIsAnotherContent() {
        syncPayments(paid("1", "1", MAY), paid("2", "1", null));

        assertThat(syncPayments(paid("2", "1", null), paid("1", "1", MAY)).status())
                .isEqualTo(Status.UNCHANGED);
        assertThat(syncPayments(paid("2", "1", MAY), paid("1", "1", null))
                        .payments()
                        .updated())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_000})
    void elementsWithDifferentDatesAreDuplicates(int inMemory) {
        store = store(builder -> builder.maxRecordsInMemory(inMemory));
        syncPayments(paid("1", "1", MAY));

        SyncReport report = syncPayments(
                paid("1", "1", MAY),
                paid("1", "1", JUNE),
                paid("1", "1", MAY),
                paid("1", "1", null),
                paid("2", "1", null));

        assertThat(report.payments()).hasToString("5 read: 1 inserted, 1 unchanged, 2 rejected, 1 collapsed");
        assertThat(dates()).containsOnly(Map.entry("1", Optional.of(MAY)), Map.entry("2", Optional.empty()));
    }

    @Test
    void historyFeedAndThePastHaveIt() {
        syncPayments(paid("1", "7", MAY));
        syncPayments(paid("1", "7", JUNE));
        syncPayments(paid("2", "7", null));
        syncPayments(paid("1", "7", null), paid("2", "7", MAY));

        assertThat(store.history().paymentVersions("1", PageRequest.first()).items())
                .extracting(version -> version.content().paidOn(), version -> version.isDeleted())
                .hasToString("[(Optional[2025-05-17], false), (Optional[2025-06-01], false),"
                        + " (Optional[2025-06-01], true), (Optional.empty, false)]");
        assertThat(store.history().asOfRun(2).payment("1").orElseThrow().paidOn())
                .contains(MAY);
        assertThat(store.history().asOfRun(3).payment("1").orElseThrow().paidOn())
                .contains(JUNE);
        assertThat(paymentChanges())
                .containsExactly(
                        "CREATED 1: empty -> 2025-05-17 [patientId, amount, paidOn]",
                        "UPDATED 1: 2025-05-17 -> 2025-06-01 [paidOn]",
                        "CREATED 2: empty -> empty [patientId, amount]",
                        "DELETED 1: 2025-06-01 -> empty []",
                        "RESTORED 1: 2025-06-01 -> empty [paidOn]",
                        "UPDATED 2: empty -> 2025-05-17 [paidOn]");
        assertSound();
    }

    @Test
    void aRevertBringsItBack() {
        syncPayments(paid("1", "7", MAY), paid("2", "7", null));
        syncPayments(paid("1", "7", JUNE), paid("2", "7", JUNE));

        assertThat(store.revertTo(2).payments().updated()).isEqualTo(2);

        assertThat(dates()).containsOnly(Map.entry("1", Optional.of(MAY)), Map.entry("2", Optional.empty()));
        assertThat(syncPayments(paid("1", "7", MAY), paid("2", "7", null))
                        .payments()
                        .isChanged())
                .isFalse();
        assertSound();
    }

    @Test
    void itComesBackWithItsPatient() {
        syncPayments(paid("1", "7", MAY));
        syncPatients(patient("6"));

        syncPatients(patient("5"), patient("6"));

        assertThat(dates()).containsExactly(Map.entry("1", Optional.of(MAY)));
        assertSound();
    }

    @Test
    void aDeltaSetsIt() {
        syncPayments(paid("1", "7", null), paid("2", "7", MAY));

        SyncReport report = store.sync(Delta.builder()
                .payments(Source.of(List.of(paid("1", "7", JUNE), PaymentData.deletion("2"), paid("3", "7", MAY))))
                .build());

        assertThat(report.payments()).hasToString("3 read: 1 inserted, 1 updated, 1 deleted");
        assertThat(dates()).containsOnly(Map.entry("1", Optional.of(JUNE)), Map.entry("3", Optional.of(MAY)));
    }

    @Test
    void anErasureLeavesNoneOfAPaymentThatHasMovedAway() {
        syncPayments(paid("1", "7", MAY));
        syncPayments(PaymentData.builder()
                .externalId("1")
                .patientExternalId("6")
                .amount(new BigDecimal("7"))
                .paidOn(JUNE)
                .build());

        store.erase("5");

        assertThat(rows("SELECT paid_on FROM " + schema + ".payment_versions")).containsExactly("[null]");
        assertThat(store.history().paymentVersions("1", PageRequest.first()).items())
                .extracting(version -> version.content().paidOn())
                .containsExactly(Optional.of(JUNE));
        assertSound();
    }

    /** Days that these zones skipped, or whose midnight they skipped. */
    @ParameterizedTest
    @CsvSource({"Pacific/Apia,2011-12-30", "America/Sao_Paulo,2018-11-04", "Asia/Tokyo,1901-01-01"})
    void itIsADateWhateverTheZone(String jvm, LocalDate date) {
        TimeZone.setDefault(TimeZone.getTimeZone(jvm));

        syncPayments(paid("1", "7", date));

        assertThat(rows("SELECT CAST(paid_on AS varchar(10)) FROM " + schema + ".live_payments"))
                .containsExactly("[" + date + "]");
        assertThat(dates()).containsExactly(Map.entry("1", Optional.of(date)));
        assertThat(syncPayments(paid("1", "7", date), paid("2", "1", null))
                        .payments()
                        .unchanged())
                .isEqualTo(1);
    }

    @Test
    void itStandsInNoText() {
        syncPayments(paid("1", "7", MAY));

        assertThat(List.of(store.payment("1").orElseThrow(), paid("1", "7", MAY)))
                .noneMatch(payment -> payment.toString().contains("2025"));
    }

    private void assertSound() {
        assertThat(store.verifyIntegrity().isConsistent()).isTrue();
    }

    private Map<String, Optional<LocalDate>> dates() {
        return store.payments(PaymentFilter.all(), PageRequest.by(PaymentSort.ID)).items().stream()
                .collect(Collectors.toMap(Payment::externalId, Payment::paidOn));
    }

    private List<String> paymentChanges() {
        return store.history().changes(store.history().beginning(), 100).changes().stream()
                .filter(PaymentChange.class::isInstance)
                .map(PaymentChange.class::cast)
                .map(change -> change.kind() + " " + change.externalId().orElseThrow() + ": " + date(change.before())
                        + " -> " + date(change.after()) + " "
                        + change.fields().stream().map(FieldChange::field).toList())
                .toList();
    }

    private static String date(Optional<PaymentData> payment) {
        return payment.flatMap(PaymentData::paidOn).map(LocalDate::toString).orElse("empty");
    }

    private static String json(String externalId, String paidOn) {
        return "{\"externalId\":\"" + externalId + "\",\"patientId\":\"5\",\"amount\":1,\"paidOn\":" + paidOn + "}";
    }

    private static PaymentData paid(String externalId, String amount, @Nullable LocalDate paidOn) {
        return PaymentData.builder()
                .externalId(externalId)
                .patientExternalId("5")
                .amount(new BigDecimal(amount))
                .paidOn(paidOn)
                .build();
    }
}
