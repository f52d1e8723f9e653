package io.github.patientpayments.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.contract.ContractTest;
import io.github.patientpayments.fixture.DatabaseKind;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.fixture.Isolation;
import io.github.patientpayments.fixture.OnlyOn;
import io.github.patientpayments.fixture.RawConnection;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plans of queries whose cost must not grow with the tables. */
@OnlyOn(DatabaseKind.POSTGRESQL)
class PostgresPlanTest extends ContractTest {

    /** Ends the transaction of a query, in the text of the query. */
    private static final String END = "; ROLLBACK";

    private static final LocalDate FIRST_DAY = LocalDate.of(2025, 1, 1);

    private RawConnection raw;

    @BeforeEach
    void openConnection() throws SQLException {
        raw = new RawConnection(database, Isolation.READ_COMMITTED);
    }

    @AfterEach
    void closeConnection() throws SQLException {
        raw.close();
    }

    /**
     * Without statistics, as after a first load, PostgreSQL would read and sort all records for each page. Whether it
     * does is its decision: the plan of each page is that of the page's own statement, under its own settings.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPageWhoseRowsAreAdjacentInAnIndexReadsThese(boolean analyzed) {
        syncPatientsAndPayments(200);
        if (analyzed) {
            database.execute(
                    "ANALYZE " + schema + ".patients",
                    "ANALYZE " + schema + ".payments",
                    "ANALYZE " + schema + ".patient_totals");
        }
        List<String> plans = new ArrayList<>();
        PatientPaymentStore watched = watched("order by", plans);
        PatientFilter byTotal = PatientFilter.builder()
                .paymentTotalAtLeast(BigDecimal.ONE)
                .paymentTotalAtMost(new BigDecimal(1000))
                .build();

        for (PatientSort sort : PatientSort.values()) {
            readTwoPages(PageRequest.by(sort), page -> watched.patients(PatientFilter.all(), page));
            readTwoPages(PageRequest.by(sort).descending(), page -> watched.patients(PatientFilter.all(), page));
        }
        readTwoPages(PageRequest.by(PatientSort.PAYMENT_TOTAL), page -> watched.patients(byTotal, page));
        PageRequest<PaymentSort> byId = PageRequest.by(PaymentSort.ID);
        readTwoPages(byId, page -> watched.payments(PaymentFilter.all(), page));
        readTwoPages(byId.descending(), page -> watched.payments(PaymentFilter.all(), page));

        assertThat(plans).hasSize(2 * (2 * 3 + 1 + 2)).allSatisfy(PostgresPlanTest::readsAdjacentRows);
    }

    /** The store keeps no index on amounts, but a host that needs such pages can. */
    @Test
    void aPageByAmountReadsAnIndexOfTheHost() {
        syncPatientsAndPayments(1000);
        database.execute(
                "CREATE INDEX by_amount ON " + schema + ".payments (amount, id)",
                "ANALYZE " + schema + ".patients",
                "ANALYZE " + schema + ".payments");
        try {
            List<String> plans = new ArrayList<>();
            PatientPaymentStore watched = watched("order by", plans);
            PageRequest<PaymentSort> byAmount = PageRequest.by(PaymentSort.AMOUNT);

            readTwoPages(byAmount, page -> watched.payments(PaymentFilter.all(), page));
            readTwoPages(byAmount.descending(), page -> watched.payments(PaymentFilter.all(), page));

            assertThat(plans).hasSize(2 * 2).allSatisfy(PostgresPlanTest::readsAdjacentRows);
        } finally {
            database.execute("DROP INDEX " + schema + ".by_amount");
        }
    }

    /** With and without statistics, since a first load leaves none. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPageOfSomeDatesReadsTheirIndex(boolean analyzed) {
        syncPatientsAndPayments(200);
        if (analyzed) {
            database.execute("ANALYZE " + schema + ".patients", "ANALYZE " + schema + ".payments");
        }
        List<String> plans = new ArrayList<>();
        PatientPaymentStore watched = watched("order by", plans);
        PageRequest<PaymentSort> byDate = PageRequest.by(PaymentSort.PAID_ON);
        PaymentFilter from = PaymentFilter.builder().paidFrom(FIRST_DAY).build();
        PaymentFilter until =
                PaymentFilter.builder().paidUntil(FIRST_DAY.plusYears(1)).build();

        readTwoPages(byDate, page -> watched.payments(from, page));
        readTwoPages(byDate.descending(), page -> watched.payments(until, page));

        assertThat(plans)
                .hasSize(2 * 2)
                .allSatisfy(PostgresPlanTest::readsAdjacentRows)
                .allSatisfy(plan -> assertThat(plan).contains("payments_paid_ix"));
    }

    /** The totals of a period are looked up for the patients of the page. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPageOfPatientsWithAPeriodReadsTheirPaymentsAlone(boolean analyzed) {
        syncPatientsAndPayments(200);
        if (analyzed) {
            database.execute("ANALYZE " + schema + ".patients", "ANALYZE " + schema + ".payments");
        }
        List<String> plans = new ArrayList<>();
        PatientPaymentStore watched = watched("order by", plans);
        PatientFilter filter = PatientFilter.builder().paidFrom(FIRST_DAY).build();

        readTwoPages(PageRequest.by(PatientSort.ID), page -> watched.patients(filter, page));
        readTwoPages(PageRequest.by(PatientSort.NAME), page -> watched.patients(filter, page));

        assertThat(plans)
                .hasSize(2 * 2)
                .allSatisfy(PostgresPlanTest::readsAdjacentRows)
                .allSatisfy(plan -> assertThat(plan).contains("payments_patient_ix"));
    }

    private static void readsAdjacentRows(String plan) {
        assertThat(plan)
                .doesNotContainPattern("Seq Scan on (patients|patient_totals|payments)")
                .doesNotContain("Bitmap", "Hash", "Merge")
                .doesNotContainPattern("Limit.*\n *-> +(Incremental )?Sort");
    }

    /** Deleted patients have no totals: they are sorted, and merged into the index. */
    @Test
    void aPageByTotalWithDeletedPatientsReadsTheIndex() {
        syncPatientsAndPayments(200);
        List<String> plans = new ArrayList<>();
        PatientPaymentStore watched = watched("order by", plans);
        PatientFilter withDeleted = PatientFilter.builder().includeDeleted().build();

        readTwoPages(PageRequest.by(PatientSort.PAYMENT_TOTAL), page -> watched.patients(withDeleted, page));

        assertThat(plans)
                .hasSize(2)
                .allSatisfy(
                        plan -> assertThat(plan).contains("Merge Append", "patient_totals_ix", "patients_deleted_ix"));
    }

    /** They are added up from those of the patients, of whom there are far fewer. */
    @Test
    void totalsReadNoPayment() {
        syncPatientsAndPayments(10);
        List<String> plans = new ArrayList<>();
        PatientPaymentStore watched = watched("sum(", plans);
        PatientFilter range =
                PatientFilter.builder().paymentTotalAtLeast(BigDecimal.ONE).build();

        assertThat(watched.totals(PatientFilter.all()).max()).hasValue(new BigDecimal("16.00"));
        assertThat(watched.totals(range).min()).hasValue(new BigDecimal("10.00"));

        assertThat(plans)
                .hasSize(2)
                .allSatisfy(plan ->
                        assertThat(plan).contains("patient_totals").doesNotContain("on patients", "on payments"));
    }

    /** Notes the plans of the queries whose text contains something. */
    private PatientPaymentStore watched(String part, List<String> plans) {
        return PatientPaymentStore.builder(Intercepted.dataSource(raw.dataSource(), call -> {
                    if (call.sql().endsWith(END) && call.sql().contains(part)) {
                        plans.add(String.join("\n", plan(call.sql())));
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .build();
    }

    private static <S, T> void readTwoPages(PageRequest<S> request, Function<PageRequest<S>, Page<T>> query) {
        Page<T> first = query.apply(request.limit(3));
        assertThat(first.items()).hasSize(3);
        Page<T> second = query.apply(request.limit(3).after(first.next().orElseThrow()));
        assertThat(second.items()).hasSize(3);
    }

    /** The plan of the query in a text with settings, for any values of its parameters. */
    private List<String> plan(String text) throws SQLException {
        int query = text.indexOf("; select ") + 2;
        String settings = text.substring(0, query);
        String[] parts = text.substring(query, text.length() - END.length()).split("\\?", -1);
        StringBuilder numbered = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            numbered.append('$').append(i).append(parts[i]);
        }
        String nulls = String.join(", ", Collections.nCopies(parts.length - 1, "NULL"));
        boolean autoCommit = raw.connection.getAutoCommit();
        raw.connection.setAutoCommit(false);
        try {
            raw.execute(settings + "SET LOCAL plan_cache_mode = force_generic_plan", "PREPARE planned AS " + numbered);
            return raw.query("EXPLAIN EXECUTE planned" + (nulls.isEmpty() ? "" : "(" + nulls + ")"));
        } finally {
            raw.execute("ROLLBACK", "DEALLOCATE planned", "ROLLBACK");
            raw.connection.setAutoCommit(autoCommit);
        }
    }

    private void syncPatientsAndPayments(int number) {
        List<PatientData> patients = new ArrayList<>();
        List<PaymentData> payments = new ArrayList<>();
        for (int i = 1; i <= number; i++) {
            patients.add(patient(Integer.toString(i)));
            payments.add(PaymentData.builder()
                    .externalId("p" + i)
                    .patientExternalId(Integer.toString(i))
                    .amount(BigDecimal.valueOf(10 + i % 7))
                    .paidOn(i % 2 == 0 ? FIRST_DAY.plusDays(i % 70) : null)
                    .build());
        }
        store.sync(Snapshot.builder()
                .patients(Source.of(patients))
                .payments(Source.of(payments))
                .build());
    }
}
