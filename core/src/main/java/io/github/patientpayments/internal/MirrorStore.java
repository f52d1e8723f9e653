package io.github.patientpayments.internal;

import io.github.patientpayments.Delivery;
import io.github.patientpayments.ErasedMoney;
import io.github.patientpayments.ErasureReport;
import io.github.patientpayments.IntegrityReport;
import io.github.patientpayments.Mirror;
import io.github.patientpayments.Page;
import io.github.patientpayments.PageRequest;
import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientFilter;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PatientSort;
import io.github.patientpayments.Payment;
import io.github.patientpayments.PaymentFilter;
import io.github.patientpayments.PaymentSort;
import io.github.patientpayments.PaymentTotals;
import io.github.patientpayments.Preview;
import io.github.patientpayments.PurgeReport;
import io.github.patientpayments.Rejection;
import io.github.patientpayments.RejectionSort;
import io.github.patientpayments.SyncOptions;
import io.github.patientpayments.SyncReport;
import io.github.patientpayments.SyncRun;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.db.SchemaMigration;
import io.github.patientpayments.internal.query.HistoryQuestions;
import io.github.patientpayments.internal.query.IntegrityQuestions;
import io.github.patientpayments.internal.query.MirrorAt;
import io.github.patientpayments.internal.query.RunQuestions;
import io.github.patientpayments.internal.sync.Erasures;
import io.github.patientpayments.internal.sync.Purger;
import io.github.patientpayments.internal.sync.Syncer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Joins the parts of the store, and nothing else. */
public record MirrorStore(
        SchemaMigration migration,
        Syncer syncer,
        Erasures erasures,
        Purger purger,
        Mirror present,
        HistoryQuestions history,
        RunQuestions runQuestions,
        IntegrityQuestions integrityQuestions)
        implements PatientPaymentStore {

    public static PatientPaymentStore over(
            DataSource dataSource, String schema, Duration lockTimeout, Syncer.Options options) {
        Database database = new Database(dataSource, schema, lockTimeout);
        return new MirrorStore(
                new SchemaMigration(database),
                new Syncer(database, options),
                new Erasures(database, options),
                new Purger(database, options.clock()),
                MirrorAt.present(database),
                new HistoryQuestions(database),
                new RunQuestions(database),
                new IntegrityQuestions(database));
    }

    @Override
    public void migrate() {
        migration.migrate();
    }

    @Override
    public void printSchema(Appendable out) {
        migration.printSchema(out);
    }

    @Override
    public SyncReport sync(Delivery delivery, SyncOptions options) {
        return syncer.sync(delivery, options);
    }

    @Override
    public Preview preview(Delivery delivery, int changes) {
        return syncer.preview(delivery, changes);
    }

    @Override
    public Page<Patient> patients(PatientFilter filter, PageRequest<PatientSort> request) {
        return present.patients(filter, request);
    }

    @Override
    public Page<Payment> payments(PaymentFilter filter, PageRequest<PaymentSort> request) {
        return present.payments(filter, request);
    }

    @Override
    public Optional<Patient> patient(String externalId) {
        return present.patient(externalId);
    }

    @Override
    public Optional<Payment> payment(String externalId) {
        return present.payment(externalId);
    }

    @Override
    public PaymentTotals totals(PatientFilter filter) {
        return present.totals(filter);
    }

    @Override
    public List<SyncRun> syncRuns(int limit) {
        return runQuestions.last(limit);
    }

    @Override
    public Optional<SyncRun> syncRun(UUID attempt) {
        return runQuestions.ofAttempt(attempt);
    }

    @Override
    public PurgeReport purge(Instant before) {
        return purger.purge(before);
    }

    @Override
    public ErasureReport erase(String externalId) {
        return erasures.erase(externalId);
    }

    @Override
    public boolean allowAgain(String externalId) {
        return erasures.allowAgain(externalId);
    }

    @Override
    public ErasedMoney erasedMoney() {
        return erasures.money();
    }

    @Override
    public IntegrityReport verifyIntegrity() {
        return integrityQuestions.verify();
    }

    @Override
    public Page<Rejection> rejections(long run, PageRequest<RejectionSort> request) {
        return runQuestions.rejections(run, request);
    }
}
