package io.github.patientpayments.benchmarks.jmh;

import io.github.patientpayments.Patient;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A page of 50 patients by what they have paid. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class PageBenchmark {

    private static final int LIMIT = 50;
    private static final PageRequest<PatientSort> REQUEST =
            PageRequest.by(PatientSort.PAYMENT_TOTAL).limit(LIMIT);
    private static final String BARE = "SELECT id, created, updated, external_id, first_name, last_name, middle_name,"
            + " date_of_birth, payment_total, payment_count FROM patient_payments.live_patients"
            + " WHERE payment_total >= ? ORDER BY payment_total, id LIMIT " + (LIMIT + 1);
    private static final String GROUPED = "SELECT patient_id, sum(amount) FROM patient_payments.live_payments"
            + " GROUP BY patient_id HAVING sum(amount) >= 2500 ORDER BY 2, 1 LIMIT " + LIMIT;

    /** How many patients there are, each with ten payments. */
    @Param({"10000", "100000"})
    public int patients;

    private LoadedStore loaded;
    private Connection connection;
    private PreparedStatement bare;

    /** In the middle: a payment is 251 on average, and a patient has ten. */
    private final PatientFilter middle =
            PatientFilter.builder().paymentTotalAtLeast(new BigDecimal("2500")).build();

    /** Loads the store. */
    @Setup
    public void load() throws IOException, SQLException {
        loaded = new LoadedStore(patients);
        connection = loaded.connect();
        bare = connection.prepareStatement(BARE);
        bare.setBigDecimal(1, new BigDecimal("2500"));
    }

    /** Stops the server. */
    @TearDown
    public void close() throws SQLException, IOException {
        connection.close();
        loaded.close();
    }

    /** The first page of all. */
    @Benchmark
    public Page<Patient> first() {
        return loaded.store().patients(PatientFilter.all(), REQUEST);
    }

    /** A page that begins half-way. */
    @Benchmark
    public Page<Patient> deep() {
        return loaded.store().patients(middle, REQUEST);
    }

    /** The same rows by a prepared statement. */
    @Benchmark
    public int bareSql() throws SQLException {
        int rows = 0;
        try (ResultSet found = bare.executeQuery()) {
            while (found.next()) {
                rows++;
            }
        }
        return rows;
    }

    /** The same without maintained totals. */
    @Benchmark
    public int groupByHaving() throws SQLException {
        return LoadedStore.rows(connection, GROUPED);
    }
}
