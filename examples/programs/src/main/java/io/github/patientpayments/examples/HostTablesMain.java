package io.github.patientpayments.examples;

import static io.github.patientpayments.jooq.tables.LivePatients.LIVE_PATIENTS;
import static io.github.patientpayments.jooq.tables.LivePayments.LIVE_PAYMENTS;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * A table of the application's own, joined to the mirror with the generated classes of its two views. The application's
 * own jOOQ does it; the store only keeps the mirror.
 */
public final class HostTablesMain {

    /** Your own generated class would stand here. */
    private static final Table<Record> CASES = table(name("collection_cases"));

    private static final Field<Long> CASE_PATIENT =
            field(name("collection_cases", "patient_id"), SQLDataType.BIGINT.notNull());
    private static final Field<BigDecimal> CASE_OWED =
            field(name("collection_cases", "owed"), SQLDataType.NUMERIC(12, 2).notNull());

    private final PatientPaymentStore store;
    private final String schema;
    private final DSLContext dsl;
    private final PrintStream out;

    private HostTablesMain(DataSource database, String schema, Settings settings, PrintStream out) {
        this.store = PatientPaymentStore.builder(database).schema(schema).build();
        this.schema = schema;
        this.dsl = DSL.using(database, SQLDialect.H2, settings);
        this.out = out;
    }

    /**
     * Runs it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        run(System.out);
    }

    static void run(PrintStream out) {
        try (HikariDataSource database = inMemory("host_tables")) {
            new HostTablesMain(database, "patient_payments", unquoted(), out).run();
        }
        try (HikariDataSource database = inMemory("host_tables_2")) {
            Settings mapped = unquoted().withRenderMapping(inSchema("north_clinic"));
            new HostTablesMain(database, "north_clinic", mapped, out).run();
        }
    }

    /** A plain H2 keeps names in upper case and the generated ones are lower case: leave the quotes out. */
    private static Settings unquoted() {
        return new Settings().withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED);
    }

    /** The generated classes say patient_payments. Name it as the input: an empty one would map your own tables too. */
    private static RenderMapping inSchema(String schema) {
        return new RenderMapping()
                .withSchemata(new MappedSchema().withInput("patient_payments").withOutput(schema));
    }

    private void run() {
        out.println("The store's schema is " + schema + ".");
        store.migrate();
        createCases();
        sync(List.of(patient("4", "Pris"), patient("8", "Roy"), patient("15", "Eldon")));
        openCase("8", "40.00");
        openCase("15", "25.00");
        out.println("Open cases, and what was paid:");
        printCases();
        sync(List.of(patient("4", "Pris"), patient("8", "Roy")));
        out.println("The same after patient 15 is gone from the next snapshot:");
        printCases();
    }

    /**
     * The key must not stand in the way when the store removes a patient for good, with its history: ON DELETE CASCADE
     * or SET NULL. A patient that is only missing from a snapshot keeps its row, marked as deleted, and so the case
     * stays.
     */
    private void createCases() {
        dsl.execute("CREATE TABLE collection_cases (patient_id bigint PRIMARY KEY REFERENCES " + schema
                + ".patients (id) ON DELETE CASCADE, owed numeric(12, 2) NOT NULL)");
    }

    private void openCase(String patient, String owed) {
        long id = store.patient(patient).orElseThrow().id();
        dsl.insertInto(CASES)
                .set(Map.of(CASE_PATIENT, id, CASE_OWED, new BigDecimal(owed)))
                .execute();
    }

    private void printCases() {
        TextTable lines = new TextTable("patient", "owed", "payments", "greatest", "paid");
        dsl.select(
                        LIVE_PATIENTS.FIRST_NAME,
                        CASE_OWED,
                        count(LIVE_PAYMENTS.ID),
                        max(LIVE_PAYMENTS.AMOUNT),
                        LIVE_PATIENTS.PAYMENT_TOTAL)
                .from(CASES)
                .join(LIVE_PATIENTS)
                .on(LIVE_PATIENTS.ID.eq(CASE_PATIENT))
                .join(LIVE_PAYMENTS)
                .on(LIVE_PAYMENTS.PATIENT_ID.eq(LIVE_PATIENTS.ID))
                .groupBy(LIVE_PATIENTS.ID, LIVE_PATIENTS.FIRST_NAME, LIVE_PATIENTS.PAYMENT_TOTAL, CASE_OWED)
                .orderBy(LIVE_PATIENTS.ID)
                .forEach(row -> lines.row(row.value1(), row.value2(), row.value3(), row.value4(), row.value5()));
        lines.print(out);
        int cases = dsl.fetchCount(CASES);
        out.println("Rows in collection_cases: " + cases);
        out.println();
    }

    private void sync(List<PatientData> patients) {
        List<PaymentData> payments =
                List.of(payment("601", "8", "9.29"), payment("602", "8", "12.00"), payment("603", "15", "5.66"));
        store.sync(Snapshot.builder()
                .patients(Source.of(patients))
                .payments(Source.of(payments))
                .build());
    }

    private static PatientData patient(String externalId, String firstName) {
        return PatientData.builder()
                .externalId(externalId)
                .firstName(firstName)
                .lastName("Example")
                .build();
    }

    private static PaymentData payment(String externalId, String patient, String amount) {
        return PaymentData.builder()
                .externalId(externalId)
                .patientExternalId(patient)
                .amount(new BigDecimal(amount))
                .build();
    }

    private static HikariDataSource inMemory(String name) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl("jdbc:h2:mem:" + name);
        return pool;
    }
}
