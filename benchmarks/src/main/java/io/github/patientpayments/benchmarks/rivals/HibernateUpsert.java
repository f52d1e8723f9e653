package io.github.patientpayments.benchmarks.rivals;

import io.github.patientpayments.benchmarks.data.ExportFiles;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Objects;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.Transaction;
import org.hibernate.cfg.Configuration;
import org.jspecify.annotations.Nullable;

/** Hibernate's {@code StatelessSession.upsert} in batches, and then the deletion of what this run has not seen. */
final class HibernateUpsert extends PostgresRival {

    private final SessionFactory factory;
    private int run;

    HibernateUpsert(Target target) throws SQLException {
        super(target, target.plain());
        Configuration configuration =
                new Configuration().addAnnotatedClass(HibernatePatient.class).addAnnotatedClass(HibernatePayment.class);
        configuration.getProperties().put("hibernate.connection.datasource", target.rewritingBatches());
        this.factory = configuration.buildSessionFactory();
    }

    @Override
    void createTables() throws SQLException {
        super.createTables();
        addSeen();
    }

    @Override
    public void sync(ExportFiles files, boolean once) throws Exception {
        run++;
        try (StatelessSession session = factory.openStatelessSession()) {
            session.setJdbcBatchSize(Batch.ROWS);
            Transaction transaction = session.beginTransaction();
            JsonRows.patients(files, fields -> session.upsert(patient(fields)));
            JsonRows.payments(files, fields -> session.upsert(payment(fields)));
            session.createMutationQuery("delete HibernatePayment where seen <> " + run)
                    .executeUpdate();
            session.createMutationQuery("delete HibernatePatient where seen <> " + run)
                    .executeUpdate();
            transaction.commit();
        }
    }

    private HibernatePatient patient(@Nullable String[] fields) {
        return new HibernatePatient(
                Objects.requireNonNull(fields[0]),
                Objects.requireNonNull(fields[1]),
                Objects.requireNonNull(fields[2]),
                fields[3],
                fields[4] == null ? null : LocalDate.parse(fields[4]),
                run);
    }

    private HibernatePayment payment(@Nullable String[] fields) {
        return new HibernatePayment(
                Objects.requireNonNull(fields[0]), Objects.requireNonNull(fields[1]), new BigDecimal(fields[2]), run);
    }

    @Override
    public void close() throws SQLException {
        factory.close();
        super.close();
    }
}
