package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.Mirror;
import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.Payment;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.fixture.AtEveryIsolationLevel;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.query.PaymentTotals;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The mirror of the past: a query has the result that it had then, whatever was synced since. */
@AtEveryIsolationLevel("A point in the past must stay the same while others write, and its horizon must be seen.")
class AsOfContract extends ContractTest {

    private static final PatientFilter ALL_PATIENTS = PatientFilter.all();
    private static final PaymentFilter ALL_PAYMENTS = PaymentFilter.all();
    private static final PageRequest<PatientSort> BY_ID = PageRequest.by(PatientSort.ID);
    private static final PageRequest<PaymentSort> BY_PAYMENT_ID = PageRequest.by(PaymentSort.ID);

    /** The times of the runs 0 to 5; that of run 0 is before the first run. */
    private final List<Instant> times = new ArrayList<>();

    /** Changes, a move, a deletion that cascades, a return. */
    @BeforeEach
    void fiveRuns() {
        times.clear();
        times.add(Instant.EPOCH);
        times.add(sync(
                        List.of(born("a", "Abel", 1950), born("b", "Berg", 1960), born("c", "Cole", 1970)),
                        List.of(payment("1", "a", "10"), payment("2", "a", "2.5"), payment("3", "b", "7.1234")))
                .time());
        times.add(sync(
                        List.of(born("a", "Zorn", 1951), born("b", "Berg", 1960), born("c", "Cole", 1970)),
                        List.of(payment("1", "a", "10"), payment("2", "b", "2.5"), payment("3", "b", "-1")))
                .time());
        times.add(syncPatients(born("a", "Zorn", 1951), born("c", "Cole", 1970)).time());
        times.add(sync(
                        List.of(born("a", "Zorn", 1951), born("b", "Berg", 1960), born("d", "Dorn", 1980)),
                        List.of(payment("1", "a", "10"), payment("3", "b", "4")))
                .time());
        times.add(sync(List.of(), List.of()).time());
    }

    @Test
    void everyRunIsQueriedAsItLeftTheMirror() {
        assertThat(described(asOfRun(0))).isEqualTo("");
        assertThat(described(asOfRun(1)))
                .isEqualTo("a Abel 12.50/2, b Berg 7.1234/1, c Cole 0.00/0; 1a10.00 2a2.50 3b7.1234");
        assertThat(described(asOfRun(2)))
                .isEqualTo("a Zorn 10.00/1, b Berg 1.50/2, c Cole 0.00/0; 1a10.00 2b2.50 3b-1.00");
        assertThat(described(asOfRun(3))).isEqualTo("a Zorn 10.00/1, c Cole 0.00/0; 1a10.00");
        assertThat(described(asOfRun(4))).isEqualTo("a Zorn 10.00/1, b Berg 4.00/1, d Dorn 0.00/0; 1a10.00 3b4.00");
        assertThat(described(asOfRun(5))).isEqualTo("");
        assertThat(described(store)).isEqualTo("");
    }

    @Test
    void aTimeSelectsTheLastRunThatIsNotLater() {
        for (int run = 1; run <= 5; run++) {
            Instant time = times.get(run);
            assertThat(described(store.history().asOf(time))).isEqualTo(described(asOfRun(run)));
            assertThat(described(store.history().asOf(time.plusNanos(999)))).isEqualTo(described(asOfRun(run)));
            assertThat(described(store.history().asOf(time.minusNanos(1)))).isEqualTo(described(asOfRun(run - 1)));
        }
        syncPatients(patient("new"));
        for (Instant future : List.of(START.plusSeconds(1_000_000), Instant.MAX)) {
            assertThat(described(store.history().asOf(future))).startsWith("new ");
        }
        for (Instant distant : List.of(START.minusSeconds(1), Instant.EPOCH, Instant.MIN)) {
            assertThat(described(store.history().asOf(distant))).isEmpty();
        }
    }

    @Test
    void resultsOfThePastStayTheSameAfterLaterSyncs() {
        Mirror now = store.history().asOf(Instant.MAX);
        Mirror third = asOfRun(3);

        sync(List.of(born("a", "Anew", 1999), born("b", "Back", 1999)), List.of(payment("1", "b", "77")));

        assertThat(described(now)).isEmpty();
        assertThat(described(third)).isEqualTo("a Zorn 10.00/1, c Cole 0.00/0; 1a10.00");
    }

    @Test
    void runsThatDoNotExistAreRejected() {
        for (long run : List.of(-1L, Long.MIN_VALUE)) {
            assertThatThrownBy(() -> asOfRun(run))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("" + run);
        }
        for (long run : List.of(6L, Long.MAX_VALUE)) {
            assertNotThereYet(() -> asOfRun(run), run, 5);
        }
    }

    /** Some data sources send a query to a lagging replica, or to another one than the query before. */
    @Test
    void aReplicaThatDoesNotHaveTheRunYetGivesNoAnswer() {
        Mirror third = asOfRun(3);
        database.execute("UPDATE " + schema + ".store_state SET last_run = 2");

        assertNotThereYet(() -> third.patients(ALL_PATIENTS, BY_ID), 3, 2);
        assertNotThereYet(() -> third.payment("1"), 3, 2);
        assertNotThereYet(() -> third.totals(ALL_PATIENTS), 3, 2);
        assertNotThereYet(() -> store.rejections(3, PageRequest.first()), 3, 2);
        assertThat(asOfRun(2).patients(ALL_PATIENTS, BY_ID).items()).isNotEmpty();
    }

    private static void assertNotThereYet(ThrowingCallable query, long run, long last) {
        assertThatThrownBy(query)
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        e -> assertThat(e.isRetryable()).isTrue())
                .hasMessageContainingAll("run " + run, "run " + last, "replica");
    }

    @Test
    void aRecordHasTheTimesOfItsVersion() {
        Patient patient = asOfRun(2).patient("a").orElseThrow();
        assertThat(patient.lastName()).isEqualTo("Zorn");
        assertThat(patient.dateOfBirth()).contains(LocalDate.of(1951, 1, 1));
        assertThat(patient.createdAt()).isEqualTo(times.get(1));
        assertThat(patient.updatedAt()).isEqualTo(times.get(2));
        assertThat(patient.deletedAt()).isEmpty();
        assertThat(patient.paymentTotal()).isEqualTo("10.00");
        assertThat(asOfRun(1).patient("a").orElseThrow().updatedAt()).isEqualTo(times.get(1));
        assertThat(asOfRun(1).patient("a").orElseThrow().id()).isEqualTo(patient.id());

        Payment payment = asOfRun(2).payment("2").orElseThrow();
        assertThat(payment.patientExternalId()).isEqualTo("b");
        assertThat(payment.createdAt()).isEqualTo(times.get(1));
        assertThat(payment.updatedAt()).isEqualTo(times.get(2));
        assertThat(asOfRun(1).payment("2").orElseThrow().patientExternalId()).isEqualTo("a");

        assertThat(asOfRun(3).patient("b")).isEmpty();
        assertThat(asOfRun(3).payment("2")).isEmpty();
        for (String unknown : List.of("", "x", "A", "\u0000", "\uD800")) {
            assertThat(asOfRun(2).patient(unknown)).isEmpty();
            assertThat(asOfRun(2).payment(unknown)).isEmpty();
        }
    }

    @Test
    void recordsDeletedByThenAreIncludedOnRequest() {
        PatientFilter withDeleted = PatientFilter.builder().includeDeleted().build();
        List<Patient> patients = asOfRun(3).patients(withDeleted, BY_ID).items();

        assertThat(patients).extracting(Patient::externalId).containsExactly("a", "b", "c");
        assertThat(patients.get(1).deletedAt()).contains(times.get(3));
        assertThat(patients.get(1).updatedAt()).isEqualTo(times.get(3));
        assertThat(patients.get(1).paymentTotal()).isEqualTo("0.00");
        assertThat(asOfRun(2).patients(withDeleted, BY_ID).items())
                .extracting(Patient::deletedAt)
                .containsOnly(java.util.Optional.empty());

        PaymentFilter withDeletedPayments =
                PaymentFilter.builder().includeDeleted().build();
        assertThat(asOfRun(4).payments(withDeletedPayments, BY_PAYMENT_ID).items())
                .extracting(
                        payment -> payment.externalId() + payment.deletedAt().isPresent())
                .containsExactly("1false", "2true", "3false");
    }

    @Test
    void patientsOfThePastAreFilteredAndSortedByTheirValuesThen() {
        assertThat(names(1, ALL_PATIENTS, PatientSort.NAME)).isEqualTo("a b c");
        assertThat(names(2, ALL_PATIENTS, PatientSort.NAME)).isEqualTo("b c a");
        assertThat(names(1, ALL_PATIENTS, PatientSort.PAYMENT_TOTAL)).isEqualTo("c b a");
        assertThat(names(4, ALL_PATIENTS, PatientSort.PAYMENT_TOTAL)).isEqualTo("d b a");

        PatientFilter zo = PatientFilter.builder().nameStartsWith("zo").build();
        assertThat(names(1, zo, PatientSort.ID)).isEmpty();
        assertThat(names(2, zo, PatientSort.ID)).isEqualTo("a");
        PatientFilter aAndD =
                PatientFilter.builder().externalIds(List.of("a", "d")).build();
        assertThat(names(1, aAndD, PatientSort.ID)).isEqualTo("a");
        assertThat(names(4, aAndD, PatientSort.ID)).isEqualTo("a d");
        PatientFilter fifty =
                PatientFilter.builder().bornUntil(LocalDate.of(1950, 12, 31)).build();
        assertThat(names(1, fifty, PatientSort.ID)).isEqualTo("a");
        assertThat(names(2, fifty, PatientSort.ID)).isEmpty();
        PatientFilter some = PatientFilter.builder()
                .paymentTotalAtLeast(new BigDecimal("1.5"))
                .paymentTotalAtMost(new BigDecimal("7.1234"))
                .build();
        assertThat(names(1, some, PatientSort.ID)).isEqualTo("b");
        assertThat(names(2, some, PatientSort.NAME)).isEqualTo("b");
        PatientFilter two = PatientFilter.builder()
                .paymentCountAtLeast(2)
                .paymentCountAtMost(2)
                .build();
        assertThat(names(1, two, PatientSort.ID)).isEqualTo("a");
        assertThat(names(2, two, PatientSort.ID)).isEqualTo("b");
        assertThat(names(3, two, PatientSort.ID)).isEmpty();
    }

    @Test
    void paymentsOfThePastAreFilteredAndSortedByTheirValuesThen() {
        assertThat(payments(1, PaymentFilter.ofPatient("a"), PaymentSort.ID)).isEqualTo("1 2");
        assertThat(payments(2, PaymentFilter.ofPatient("a"), PaymentSort.ID)).isEqualTo("1");
        assertThat(payments(2, PaymentFilter.ofPatient("b"), PaymentSort.AMOUNT))
                .isEqualTo("3 2");
        assertThat(payments(1, ALL_PAYMENTS, PaymentSort.AMOUNT)).isEqualTo("2 3 1");
        assertThat(payments(3, PaymentFilter.ofPatient("nobody"), PaymentSort.ID))
                .isEmpty();
        PaymentFilter small =
                PaymentFilter.builder().amountAtMost(BigDecimal.ZERO).build();
        assertThat(payments(1, small, PaymentSort.ID)).isEmpty();
        assertThat(payments(2, small, PaymentSort.ID)).isEqualTo("3");
    }

    @Test
    void totalsAreThoseOfThatRun() {
        PaymentTotals all = asOfRun(2).totals(ALL_PATIENTS);
        assertThat(all.patients()).isEqualTo(3);
        assertThat(all.payments()).isEqualTo(3);
        assertThat(all.sum()).isEqualTo("11.50");
        assertThat(all.min().orElseThrow()).isEqualTo("-1.00");
        assertThat(all.max().orElseThrow()).isEqualTo("10.00");
        assertThat(all.mean().orElseThrow()).isEqualTo("3.8333");

        PaymentTotals bergs =
                asOfRun(1).totals(PatientFilter.builder().nameStartsWith("berg").build());
        assertThat(bergs.sum()).isEqualTo("7.1234");
        assertThat(bergs.max().orElseThrow()).isEqualTo("7.1234");
        PaymentTotals rich = asOfRun(1)
                .totals(PatientFilter.builder()
                        .paymentTotalAtLeast(BigDecimal.TEN)
                        .build());
        assertThat(rich.patients()).isEqualTo(1);
        assertThat(rich.min().orElseThrow()).isEqualTo("2.50");

        PaymentTotals none = asOfRun(0).totals(ALL_PATIENTS);
        assertThat(none.patients()).isZero();
        assertThat(none.sum()).isEqualTo("0.00");
        assertThat(none.min()).isEmpty();
    }

    @Test
    void pagesOfThePastContinueDuringSyncs() {
        for (PatientSort sort : PatientSort.values()) {
            PageRequest<PatientSort> request = PageRequest.by(sort).limit(1);
            String whole = names(2, ALL_PATIENTS, sort);
            List<String> found = new ArrayList<>();
            Page<Patient> page = asOfRun(2).patients(ALL_PATIENTS, request.counted());
            assertThat(page.total()).hasValue(3);
            while (true) {
                page.items().forEach(patient -> found.add(patient.externalId()));
                assertThat(page.baseRun()).isEqualTo(2);
                assertThat(page.hasMoved()).isFalse();
                if (page.next().isEmpty()) {
                    break;
                }
                syncPatients(born("a", sort + "S" + found.size(), 1960), born("x", "X" + found.size(), 1960));
                page = asOfRun(2)
                        .patients(ALL_PATIENTS, request.after(page.next().orElseThrow()));
            }
            assertThat(String.join(" ", found)).isEqualTo(whole);
        }
        PageRequest<PaymentSort> request = PageRequest.by(PaymentSort.AMOUNT).limit(2);
        Page<Payment> first = asOfRun(1).payments(ALL_PAYMENTS, request.descending());
        Page<Payment> second = asOfRun(1)
                .payments(ALL_PAYMENTS, request.descending().after(first.next().orElseThrow()));
        assertThat(second.items()).extracting(Payment::externalId).containsExactly("2");
        assertThat(second.next()).isEmpty();
    }

    @Test
    void aCursorBelongsToItsRun() {
        PageRequest<PatientSort> request = BY_ID.limit(1);
        String ofSecond = asOfRun(2).patients(ALL_PATIENTS, request).next().orElseThrow();
        String ofThird = asOfRun(3).patients(ALL_PATIENTS, request).next().orElseThrow();
        syncPatients(patient("x"), patient("y"));
        String ofPresent = store.patients(ALL_PATIENTS, request).next().orElseThrow();

        assertThat(asOfRun(2).patients(ALL_PATIENTS, request.after(ofSecond)).items())
                .extracting(Patient::externalId)
                .containsExactly("b");
        for (String other : List.of(ofThird, ofPresent)) {
            assertThatThrownBy(() -> asOfRun(2).patients(ALL_PATIENTS, request.after(other)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> store.patients(ALL_PATIENTS, request.after(ofSecond)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void erasedRecordsAreLeftOut() {
        database.execute("UPDATE " + schema + ".payment_versions SET patient_id = NULL, amount = NULL, deleted = TRUE"
                + " WHERE from_run = 1 AND to_run = 2");

        assertThat(described(asOfRun(1))).isEqualTo("a Abel 10.00/1, b Berg 0.00/0, c Cole 0.00/0; 1a10.00");
        assertThat(asOfRun(1).totals(ALL_PATIENTS).payments()).isEqualTo(1);
    }

    private Mirror asOfRun(long run) {
        return store.history().asOfRun(run);
    }

    private static PatientData born(String externalId, String lastName, int year) {
        return PatientData.builder()
                .externalId(externalId)
                .firstName("F" + externalId)
                .lastName(lastName)
                .dateOfBirth(LocalDate.of(year, 1, 1))
                .build();
    }

    private String names(long run, PatientFilter filter, PatientSort sort) {
        return String.join(
                " ",
                asOfRun(run).patients(filter, PageRequest.by(sort)).items().stream()
                        .map(Patient::externalId)
                        .toList());
    }

    private String payments(long run, PaymentFilter filter, PaymentSort sort) {
        return String.join(
                " ",
                asOfRun(run).payments(filter, PageRequest.by(sort)).items().stream()
                        .map(Payment::externalId)
                        .toList());
    }

    private static String described(Mirror mirror) {
        List<String> patients = mirror.patients(ALL_PATIENTS, BY_ID).items().stream()
                .map(patient -> patient.externalId() + " " + patient.lastName() + " " + patient.paymentTotal() + "/"
                        + patient.paymentCount())
                .toList();
        List<String> payments = mirror.payments(ALL_PAYMENTS, BY_PAYMENT_ID).items().stream()
                .map(payment -> payment.externalId() + payment.patientExternalId() + payment.amount())
                .toList();
        return String.join(", ", patients) + (payments.isEmpty() ? "" : "; " + String.join(" ", payments));
    }
}
