package io.github.patientpayments.internal;

import io.github.patientpayments.ErasedMoney;
import io.github.patientpayments.ErasureReport;
import io.github.patientpayments.IntegrityReport;
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
import io.github.patientpayments.PurgeReport;
import io.github.patientpayments.Rejection;
import io.github.patientpayments.RejectionSort;
import io.github.patientpayments.Snapshot;
import io.github.patientpayments.SyncListener;
import io.github.patientpayments.SyncReport;
import io.github.patientpayments.SyncRun;
import io.github.patientpayments.history.History;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.db.SchemaMigration;
import io.github.patientpayments.internal.query.IntegrityQuestions;
import io.github.patientpayments.internal.query.PatientQuestions;
import io.github.patientpayments.internal.query.PaymentQuestions;
import io.github.patientpayments.internal.query.RunQuestions;
import io.github.patientpayments.internal.sync.Syncer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Joins the parts of the store, and nothing else. */
public record MirrorStore(
        SchemaMigration migration,
        Syncer syncer,
        PatientQuestions patientQuestions,
        PaymentQuestions paymentQuestions,
        RunQuestions runQuestions,
        IntegrityQuestions integrityQuestions)
        implements PatientPaymentStore {

    public static PatientPaymentStore over(
            DataSource dataSource, String schema, Duration lockTimeout, Options options) {
        Database database = new Database(dataSource, schema, lockTimeout);
        Syncer.Options syncing = new Syncer.Options(
                options.clock(),
                options.zone(),
                options.inputDeadline(),
                options.maxStoredRejections(),
                options.listener());
        return new MirrorStore(
                new SchemaMigration(database),
                new Syncer(database, syncing),
                new PatientQuestions(database),
                new PaymentQuestions(database),
                new RunQuestions(database),
                new IntegrityQuestions(database));
    }

    /** What the host has chosen; see {@link PatientPaymentStore.Builder}. */
    public record Options(
            Clock clock,
            ZoneId zone,
            @Nullable Duration inputDeadline,
            int maxStoredRejections,
            @Nullable SecretKey erasureKey,
            boolean keepErasedMoney,
            @Nullable SyncListener listener) {}

    @Override
    public void migrate() {
        migration.migrate();
    }

    @Override
    public void printSchema(Appendable out) {
        migration.printSchema(out);
    }

    @Override
    public SyncReport sync(Snapshot snapshot) {
        return syncer.sync(snapshot);
    }

    @Override
    public Page<Patient> patients(PatientFilter filter, PageRequest<PatientSort> request) {
        return patientQuestions.page(filter, request);
    }

    @Override
    public Page<Payment> payments(PaymentFilter filter, PageRequest<PaymentSort> request) {
        return paymentQuestions.page(filter, request);
    }

    @Override
    public Optional<Patient> patient(String externalId) {
        return patientQuestions.live(externalId);
    }

    @Override
    public Optional<Payment> payment(String externalId) {
        return paymentQuestions.live(externalId);
    }

    @Override
    public PaymentTotals totals(PatientFilter filter) {
        return patientQuestions.totals(filter);
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
    public History history() {
        throw new UnsupportedOperationException();
    }

    @Override
    public PurgeReport purge(Instant before) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ErasureReport erase(String externalId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean allowAgain(String externalId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ErasedMoney erasedMoney() {
        throw new UnsupportedOperationException();
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
