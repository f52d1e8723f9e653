package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sync uses all permanent tables of the store's schema, and no others. A distributed PostgreSQL depends on it. */
public class SyncTablesContract extends ContractTest {

    public static final List<String> WORKING_TABLES =
            List.of("patient_diff", "patient_known", "patient_stage", "payment_diff", "payment_known", "payment_stage");

    private static final Pattern TABLES_NAME = Pattern.compile(
            "(?i)\\b(?:(?<!distinct )from|join|into|update|using|copy|table)\\s+(?:only\\s+)?\"?([a-z_][\\w.\"]*)");

    private final List<String> statements = new ArrayList<>();
    private PatientPaymentStore watched;

    @BeforeEach
    void watch() {
        statements.clear();
        watched = PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                    if (!call.sql().isEmpty()) {
                        statements.add(call.sql());
                    }
                    if (call.is(Connection.class, "commit")) {
                        assertNoTemporaryTable(call.connection());
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .build();
    }

    private static void assertNoTemporaryTable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet temporary = statement.executeQuery(
                        "SELECT table_name FROM information_schema.tables WHERE table_type LIKE '%TEMPORARY%'")) {
            assertThat(temporary.next()).as("a temporary table").isFalse();
        }
    }

    @Test
    void everyStatementUsesPermanentTablesOfTheStoresSchema() {
        runEveryKindOfStep(watched);

        assertThat(statements).hasSizeGreaterThan(30).noneMatch(sql -> sql.matches("(?is).*\\btemp(orary)?\\b.*"));
        List<String> tables = statements.stream()
                .flatMap(sql -> TABLES_NAME.matcher(sql).results().map(match -> match.group(1)))
                .filter(name -> name.contains("."))
                .distinct()
                .toList();
        assertThat(tables)
                .contains(schema + ".patients", schema + ".payment_stage", schema + ".store_state")
                .allMatch(name -> name.startsWith(schema + ".") || name.startsWith("INFORMATION_SCHEMA."));
    }

    /**
     * H2 evaluates such a subquery again for every row, which takes minutes with 10,000 payments. A join or MERGE does
     * it once.
     */
    @Test
    void noStatementEvaluatesASubqueryForEachRow() {
        runEveryKindOfStep(watched);

        assertThat(statements)
                .hasSizeGreaterThan(30)
                .noneMatch(sql -> sql.toLowerCase(Locale.ROOT).contains(" in (select"));
    }

    @Test
    void theWorkingTablesAreEmptyAfterEachRun() {
        runEveryKindOfStep(watched);
        assertWorkingTablesEmpty();

        assertThatThrownBy(() -> watched.sync(Snapshot.builder()
                        .patients(Source.of(List.of(patient("1"))))
                        .payments(json("[{\"externalId\":\"p1\",\"patientId\":\"1\",\"amount\":1},"))
                        .build()))
                .isInstanceOf(InvalidSnapshotException.class);

        assertWorkingTablesEmpty();
    }

    /** Insert, update, move, delete, cascade, return, restore, reject, collapse: executes every statement. */
    public static void runEveryKindOfStep(PatientPaymentStore store) {
        sync(
                store,
                List.of(patient("1"), patient("2"), patient("3"), patient("3")),
                List.of(
                        payment("a", "1", "1"),
                        payment("b", "2", "2"),
                        payment("c", "3", "3"),
                        payment("d", "3", "4")));
        sync(
                store,
                List.of(patient("1", "New", "Name"), patient("3"), invalidPatient("4")),
                List.of(
                        payment("a", "3", "1"),
                        payment("c", "3", "9"),
                        invalidPayment("e", "1"),
                        payment("f", "9", "1")));
        store.sync(Snapshot.builder().patients(Source.of(List.of(patient("1")))).build());
        store.sync(Snapshot.builder()
                .patients(Source.of(List.of(patient("1"), patient("2"), patient("3"))))
                .build());
        sync(
                store,
                List.of(
                        patient("1"),
                        PatientData.builder().firstName("No").lastName("Id").build()),
                List.of(
                        payment("a", "1", "1"),
                        PaymentData.builder().patientExternalId("1").build()));
    }

    private void assertWorkingTablesEmpty() {
        for (String table : WORKING_TABLES) {
            assertThat(rows("SELECT * FROM " + schema + "." + table)).as(table).isEmpty();
        }
    }

    private static void sync(PatientPaymentStore store, List<PatientData> patients, List<PaymentData> payments) {
        store.sync(Snapshot.builder()
                .patients(Source.of(patients))
                .payments(Source.of(payments))
                .build());
    }
}
