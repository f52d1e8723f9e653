package io.github.patientpayments.benchmarks.jmh;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.benchmarks.data.ExportFiles;
import io.github.patientpayments.benchmarks.rivals.JsonRows;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcDataSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Reading 100,000 payments from JSON and CSV: by the store, which recognizes that nothing has changed, without and with
 * a mapping; and by the bare loop.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class ReaderBenchmark {

    private ExportFiles files;
    private CsvRows csv;
    private OtherForm other;
    private PatientPaymentStore store;
    private PatientPaymentStore mapped;

    /** Loads two stores in memory, since a store recognizes what it has read last, with its mapping. */
    @Setup
    public void load() throws Exception {
        files = LoadedStore.files(10_000);
        csv = CsvRows.of(files);
        other = OtherForm.of(files);
        store = store("reader");
        mapped = store("mapped");
        readAndRecognize();
        mapAndRecognize();
    }

    private static PatientPaymentStore store(String name) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
        PatientPaymentStore created = PatientPaymentStore.builder(database).build();
        created.migrate();
        return created;
    }

    /** Reads, validates and recognizes. */
    @Benchmark
    public SyncReport readAndRecognize() {
        return store.sync(Snapshot.builder()
                .patients(Source.json(files.patients()))
                .payments(Source.json(files.payments()))
                .build());
    }

    /** Does the same with CSV. */
    @Benchmark
    public SyncReport readAndRecognizeCsv() {
        return store.sync(Snapshot.builder()
                .patients(Source.csv(csv.patients()))
                .payments(Source.csv(csv.payments()))
                .acceptUnterminated()
                .build());
    }

    /** Reads JSON with other names, dates and amounts by a mapping. */
    @Benchmark
    public SyncReport mapAndRecognize() {
        return mapped.sync(Snapshot.builder()
                .patients(Source.json(other.patients()).mapping(OtherForm.MAPPING))
                .payments(Source.json(other.payments()).mapping(OtherForm.MAPPING))
                .build());
    }

    /** Does the same with CSV. */
    @Benchmark
    public SyncReport mapAndRecognizeCsv() {
        return mapped.sync(Snapshot.builder()
                .patients(Source.csv(other.patientsCsv()).mapping(OtherForm.MAPPING))
                .payments(Source.csv(other.paymentsCsv()).mapping(OtherForm.MAPPING))
                .acceptUnterminated()
                .build());
    }

    /** Takes all fields of CSV as strings. */
    @Benchmark
    public void bareLoopOfCsv(Blackhole hole) throws IOException {
        csv.forEach(hole::consume);
    }

    /** Takes the same fields as strings. */
    @Benchmark
    public void bareLoop(Blackhole hole) throws Exception {
        JsonRows.patients(files, hole::consume);
        JsonRows.payments(files, hole::consume);
    }
}
