package io.github.patientpayments.benchmarks.rivals;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.benchmarks.data.Contents;
import io.github.patientpayments.benchmarks.data.ExportFiles;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Ours: with history, totals, validation and guards. */
public final class StoreRival implements Rival {

    private final Target target;
    private final DataSource owner;
    private final HikariDataSource pool = new HikariDataSource();
    private final ReadingTime readingTime = new ReadingTime();
    private final PatientPaymentStore store;
    private final Optional<DmlRole> role;

    private StoreRival(Target target, DataSource source, Optional<DmlRole> role) {
        this.target = target;
        this.owner = target.plain();
        this.role = role;
        pool.setDataSource(source);
        pool.setMaximumPoolSize(2);
        // So that it does not connect before the role exists.
        pool.setInitializationFailTimeout(-1);
        pool.setMinimumIdle(0);
        this.store = store(pool);
    }

    static StoreRival asOwner(Target target) {
        return new StoreRival(target, target.isH2() ? target.plain() : target.ofStore(), Optional.empty());
    }

    static StoreRival withDmlRights(Target target) {
        DmlRole role = new DmlRole(target.schema());
        PGSimpleDataSource source = target.ofStore();
        source.setUser(role.name());
        source.setPassword(role.password());
        return new StoreRival(target, source, Optional.of(role));
    }

    private PatientPaymentStore store(DataSource source) {
        return PatientPaymentStore.builder(source)
                .schema(target.schema())
                .listener(readingTime)
                .build();
    }

    @Override
    public void create() throws SQLException {
        execute("DROP SCHEMA IF EXISTS " + target.schema() + " CASCADE");
        store(owner).migrate();
        if (role.isPresent()) {
            for (String statement : role.get().statements()) {
                execute(statement);
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void sync(ExportFiles files, boolean once) throws IOException {
        readingTime.start();
        store.sync(Snapshot.builder()
                .patients(source(files.patients(), once))
                .payments(source(files.payments(), once))
                .build());
    }

    private static Source.Json source(Path file, boolean once) throws IOException {
        return once ? Source.jsonOnce(Files.newInputStream(file)) : Source.json(file);
    }

    @Override
    public void change(String payment, String patient, BigDecimal amount) {
        store.sync(Delta.builder()
                .payments(Source.of(List.of(PaymentData.of(payment, patient, amount))))
                .build());
    }

    @Override
    public void page(BigDecimal from) {
        PatientFilter filter = PatientFilter.builder().paymentTotalAtLeast(from).build();
        store.patients(filter, PageRequest.by(PatientSort.PAYMENT_TOTAL).limit(50));
    }

    @Override
    public long readingNanos() {
        return readingTime.nanos();
    }

    @Override
    public Optional<Contents> contents() throws SQLException {
        String schema = target.schema();
        try (Connection connection = owner.getConnection()) {
            return Optional.of(ContentsQuery.of(
                    connection,
                    schema + ".live_patients",
                    "(SELECT p.external_id AS id, o.external_id AS owner, p.amount FROM " + schema
                            + ".live_payments p JOIN " + schema + ".live_patients o ON o.id = p.patient_id) p"));
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
