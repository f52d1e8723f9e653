package io.github.patientpayments.internal;

import io.github.patientpayments.ErasedTotals;
import io.github.patientpayments.ErasureReport;
import io.github.patientpayments.IntegrityReport;
import io.github.patientpayments.Mirror;
import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.Payment;
import io.github.patientpayments.PurgeReport;
import io.github.patientpayments.StoreStatus;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.db.JooqVersion;
import io.github.patientpayments.internal.db.SchemaMigration;
import io.github.patientpayments.internal.erasure.Erasures;
import io.github.patientpayments.internal.integrity.IntegrityQueries;
import io.github.patientpayments.internal.purge.Purger;
import io.github.patientpayments.internal.query.DefaultHistory;
import io.github.patientpayments.internal.query.DefaultMirror;
import io.github.patientpayments.internal.query.RunQueries;
import io.github.patientpayments.internal.snapshot.JacksonVersion;
import io.github.patientpayments.internal.sync.Syncer;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.query.PaymentTotals;
import io.github.patientpayments.query.PeriodTotals;
import io.github.patientpayments.sync.LastSync;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.RejectionCount;
import io.github.patientpayments.sync.SyncInput;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** The facade of the store: delegates each call to the part that implements it. */
public record DefaultPatientPaymentStore(
        SchemaMigration migration,
        Syncer syncer,
        Erasures erasures,
        Purger purger,
        Mirror present,
        DefaultHistory history,
        RunQueries runQueries,
        IntegrityQueries integrityQueries)
        implements PatientPaymentStore {

    public static PatientPaymentStore over(
            DataSource dataSource, String schema, Duration lockTimeout, StoreOptions options) {
        JooqVersion.check();
        JacksonVersion.check();
        Database database = new Database(dataSource, schema, lockTimeout);
        return new DefaultPatientPaymentStore(
                new SchemaMigration(database),
                new Syncer(database, options),
                new Erasures(database, options),
                new Purger(database, options.clock()),
                DefaultMirror.present(database),
                new DefaultHistory(database),
                new RunQueries(database),
                new IntegrityQueries(database));
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
    public SyncReport sync(SyncInput input, SyncOptions options) {
        return syncer.sync(input, options);
    }

    @Override
    public Preview preview(SyncInput input, SyncOptions options, int changes) {
        return syncer.preview(input, options, changes);
    }

    @Override
    public SyncReport revertTo(long run, SyncOptions options) {
        return syncer.revertTo(run, options);
    }

    @Override
    public Preview previewRevert(long run, SyncOptions options, int changes) {
        return syncer.previewRevert(run, options, changes);
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
    public Optional<Patient> patient(long id) {
        return present.patient(id);
    }

    @Override
    public Optional<Payment> payment(long id) {
        return present.payment(id);
    }

    @Override
    public PaymentTotals totals(PatientFilter filter) {
        return present.totals(filter);
    }

    @Override
    public List<PeriodTotals> totalsByPeriod(PatientFilter filter, PeriodTotals.Length length) {
        return present.totalsByPeriod(filter, length);
    }

    @Override
    public LastSync lastSync() {
        return runQueries.lastSync();
    }

    @Override
    public List<SyncRun> syncRuns(int limit) {
        return runQueries.last(limit);
    }

    @Override
    public List<SyncRun> syncRuns(long before, int limit) {
        return runQueries.before(before, limit);
    }

    @Override
    public Optional<SyncRun> syncRunAt(Instant time) {
        return runQueries.at(Objects.requireNonNull(time, "time"));
    }

    @Override
    public Optional<SyncRun> syncRun(UUID attempt) {
        return runQueries.ofAttempt(attempt);
    }

    @Override
    public Optional<SyncRun> syncRun(long run) {
        return runQueries.ofNumber(run);
    }

    @Override
    public boolean annotate(long run, String note) {
        return runQueries.annotate(run, note);
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
    public boolean unsuppress(String externalId) {
        return erasures.unsuppress(externalId);
    }

    @Override
    public ErasedTotals erasedTotals() {
        return erasures.totals();
    }

    @Override
    public IntegrityReport verifyIntegrity() {
        return integrityQueries.verify();
    }

    @Override
    public Page<Rejection> rejections(long run, PageRequest<Void> request) {
        return runQueries.rejections(run, request);
    }

    @Override
    public List<RejectionCount> rejectionCounts(long run) {
        return runQueries.rejectionCounts(run);
    }

    @Override
    public StoreStatus status() {
        return runQueries.status();
    }
}
