package io.github.patientpayments.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.contract.ContractTest;
import io.github.patientpayments.contract.SyncTablesContract;
import io.github.patientpayments.fixture.DatabaseKind;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.fixture.Logged;
import io.github.patientpayments.fixture.OnlyOn;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows are loaded by COPY if the driver can be unwrapped, else in batches, with the same result. */
@OnlyOn(DatabaseKind.POSTGRESQL)
class PostgresLoadTest extends ContractTest {

    private static final List<String> AWKWARD = List.of(
            "tab\tinside",
            "line\nbreak",
            "carriage\rreturn",
            "back\\slash",
            "\\N",
            "\\.",
            "\\\\N",
            "ends with \\",
            "single ' and double \" quote",
            "comma, semicolon; $1 ? {0} %s",
            "NULL",
            "emoji 👩‍⚕️",
            "日本語 ß İ ı",
            "\b\f\u000b\u0001\u007f",
            "\u2028 \ufeff");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyCharacterArrives(boolean copy) {
        AtomicInteger batches = new AtomicInteger();
        PatientPaymentStore loading = loading(copy, batches);
        List<PatientData> patients = new ArrayList<>();
        List<PaymentData> payments = new ArrayList<>();
        for (String text : AWKWARD) {
            patients.add(PatientData.builder()
                    .externalId("id " + text)
                    .firstName("a" + text + "z")
                    .lastName("b" + text + "z")
                    .middleName(text.length() % 2 == 0 ? "" : "c" + text + "z")
                    .dateOfBirth(LocalDate.of(1901, 2, 28))
                    .build());
            payments.add(payment("payment " + text, "id " + text, "-123456789012345.6789"));
        }

        SyncReport first = sync(loading, patients, payments);

        assertThat(batches.get() == 0).as("loaded by COPY").isEqualTo(copy);
        assertThat(first.rejections()).isEmpty();
        assertThat(first.patients().inserted()).isEqualTo(AWKWARD.size());
        assertThat(first.payments().inserted()).isEqualTo(AWKWARD.size());
        for (String text : AWKWARD) {
            assertThat(store.patient("id " + text)).as(text).hasValueSatisfying(patient -> {
                assertThat(patient.externalId()).isEqualTo("id " + text);
                assertThat(patient.firstName()).isEqualTo("a" + text + "z");
                assertThat(patient.lastName()).isEqualTo("b" + text + "z");
                assertThat(patient.middleName().orElse("")).isEqualTo(text.length() % 2 == 0 ? "" : "c" + text + "z");
                assertThat(patient.dateOfBirth()).contains(LocalDate.of(1901, 2, 28));
            });
            assertThat(store.payment("payment " + text).orElseThrow().amount()).isEqualTo("-123456789012345.6789");
        }
        SyncReport byTheOtherWay = sync(loading(!copy, new AtomicInteger()), patients, payments);
        assertThat(byTheOtherWay.patients().unchanged()).isEqualTo(AWKWARD.size());
        assertThat(byTheOtherWay.payments().unchanged()).isEqualTo(AWKWARD.size());
    }

    private List<String> copies() {
        return rows("SELECT query FROM pg_stat_activity WHERE query LIKE 'COPY " + schema + "%'");
    }

    /** Of a COPY in text form that fails or is cancelled, the server would log the row, and so a person's data. */
    @Test
    void rowsAreSentInAFormThatTheServerDoesNotLog() {
        List<String> running = new ArrayList<>();
        store.sync(Snapshot.builder()
                .patients(Source.once(IntStream.rangeClosed(1, 2_000)
                        .peek(id -> running.addAll(id < 2_000 ? List.of() : copies()))
                        .mapToObj(id -> patient("p" + id))))
                .build());

        assertThat(running).hasSize(1).allMatch(query -> query.endsWith(" FROM STDIN (FORMAT binary)]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "0.0001",
                "-0.1",
                "1",
                "9999.9999",
                "10000",
                "-10000.5",
                "100000000.01",
                "999999999999999.9999",
                "-999999999999999",
                "120000000000000"
            })
    void everyAmountArrives(String amount) {
        SyncReport report =
                sync(loading(true, new AtomicInteger()), List.of(patient("1")), List.of(payment("p", "1", amount)));

        assertThat(report.rejections()).isEmpty();
        assertThat(store.payment("p").orElseThrow().amount()).isEqualByComparingTo(amount);
    }

    /** More rows than fit into a batch or a buffer, with a remainder. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyRowArrives(boolean copy) {
        List<PatientData> patients = new ArrayList<>();
        for (int i = 0; i < 2_345; i++) {
            patients.add(patient("patient-" + i));
        }

        SyncReport report =
                sync(loading(copy, new AtomicInteger()), patients, List.of(payment("p", "patient-2344", "1")));

        assertThat(report.patients().inserted()).isEqualTo(2_345);
        assertThat(store.patient("patient-2344").orElseThrow().paymentCount()).isEqualTo(1);
        SyncTablesContract.runEveryKindOfStep(loading(copy, new AtomicInteger()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLogSaysWhyRowsAreNotLoadedByCopy(boolean copy) {
        PatientPaymentStore loading = loading(copy, new AtomicInteger());

        String log = Logged.during(() -> sync(loading, List.of(patient("1")), List.of(payment("p", "1", "1"))));

        assertThat(log.lines().filter(line -> line.contains("COPY")))
                .hasSize(copy ? 0 : 2) // one a set
                .allMatch(line -> line.contains("DEBUG") && line.contains("hides the driver"));
    }

    private PatientPaymentStore loading(boolean copy, AtomicInteger batches) {
        return PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                    if (!copy && call.is(Connection.class, "isWrapperFor")) {
                        return false;
                    }
                    if (!copy && call.is(Connection.class, "unwrap")) {
                        throw new SQLException("This wrapper hides its driver");
                    }
                    if (call.is(PreparedStatement.class, "executeBatch")) {
                        batches.incrementAndGet();
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .guard(UNGUARDED)
                .build();
    }

    private static SyncReport sync(PatientPaymentStore store, List<PatientData> patients, List<PaymentData> payments) {
        return store.sync(Snapshot.builder()
                .patients(Source.of(patients))
                .payments(Source.of(payments))
                .build());
    }
}
