package io.github.patientpayments.benchmarks.jmh;

import io.github.patientpayments.IntegrityReport;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PaymentTotals;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
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

/** Totals over many patients, and the check of the whole store. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 5)
public class TotalsBenchmark {

    /** How many patients there are, each with ten payments. */
    @Param("100000")
    public int patients;

    private LoadedStore loaded;
    private Connection connection;

    private final PatientFilter range = PatientFilter.builder()
            .paymentTotalAtLeast(new BigDecimal("2000"))
            .paymentTotalAtMost(new BigDecimal("3000"))
            .build();

    /** Loads the store. */
    @Setup
    public void load() throws IOException, SQLException {
        loaded = new LoadedStore(patients);
        connection = loaded.connect();
    }

    /** Stops the server. */
    @TearDown
    public void close() throws SQLException, IOException {
        connection.close();
        loaded.close();
    }

    /** The totals of all. */
    @Benchmark
    public PaymentTotals all() {
        return loaded.store().totals(PatientFilter.all());
    }

    /** The totals of those in the middle. */
    @Benchmark
    public PaymentTotals range() {
        return loaded.store().totals(range);
    }

    /** One aggregate over the patients. */
    @Benchmark
    public int bareAggregate() throws SQLException {
        return LoadedStore.rows(
                connection,
                "SELECT count(*), sum(payment_count), sum(payment_total) FROM patient_payments.patient_totals");
    }

    /** Recomputes everything. */
    @Benchmark
    public IntegrityReport verifyIntegrity() {
        return loaded.store().verifyIntegrity();
    }

    /** One aggregate over all payments. PostgreSQL would leave sums out that nothing reads. */
    @Benchmark
    public int bareGroupBy() throws SQLException {
        return LoadedStore.rows(
                connection,
                "SELECT count(*), sum(total), sum(number) FROM (SELECT patient_id, sum(amount) AS total, count(*) AS number"
                        + " FROM patient_payments.live_payments GROUP BY patient_id) sums");
    }
}
