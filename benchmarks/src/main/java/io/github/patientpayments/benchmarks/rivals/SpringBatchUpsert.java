package io.github.patientpayments.benchmarks.rivals;

import io.github.patientpayments.benchmarks.data.ExportFiles;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.item.Chunk;
import org.springframework.batch.item.database.JdbcBatchItemWriter;
import org.springframework.batch.item.database.builder.JdbcBatchItemWriterBuilder;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Spring Batch's {@code JdbcBatchItemWriter} with an upsert, and then the deletion of what this run has not seen. Each
 * chunk is a transaction, as in a step of a job: a reader sees a half-done load. The job's own bookkeeping is left out.
 */
final class SpringBatchUpsert extends PostgresRival {

    private final SingleConnectionDataSource source;
    private final TransactionTemplate transaction;
    private int run;

    SpringBatchUpsert(Target target) throws SQLException {
        super(target, target.plain());
        this.source = new SingleConnectionDataSource(target.plain().getConnection(), true);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(source));
    }

    @Override
    void createTables() throws SQLException {
        super.createTables();
        addSeen();
    }

    @Override
    public void sync(ExportFiles files, boolean once) throws Exception {
        run++;
        Chunks patients = new Chunks(OnConflict.PATIENT, 6, Batch::bindPatient);
        JsonRows.patients(files, patients);
        patients.flush();
        Chunks payments = new Chunks(OnConflict.PAYMENT, 4, Batch::bindPayment);
        JsonRows.payments(files, payments);
        payments.flush();
        deleteUnseen(run);
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        source.destroy();
        super.close();
    }

    /** Collects a chunk of items, as a step does. */
    private final class Chunks implements JsonRows.Row {

        private final JdbcBatchItemWriter<@Nullable String[]> writer;
        private Chunk<@Nullable String[]> chunk = new Chunk<>();

        Chunks(String sql, int seen, Batch.Binder binder) {
            this.writer = new JdbcBatchItemWriterBuilder<@Nullable String[]>()
                    .dataSource(source)
                    .sql(sql)
                    .itemPreparedStatementSetter((item, statement) -> {
                        binder.bind(statement, item);
                        statement.setInt(seen, run);
                    })
                    .build();
            writer.afterPropertiesSet();
        }

        @Override
        public void accept(@Nullable String[] fields) {
            chunk.add(fields.clone());
            if (chunk.size() == Batch.ROWS) {
                flush();
            }
        }

        void flush() {
            transaction.executeWithoutResult(status -> write());
            chunk = new Chunk<>();
        }

        private void write() {
            try {
                writer.write(chunk);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
