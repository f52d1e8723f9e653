package io.github.patientpayments.internal.erasure;

import static io.github.patientpayments.jooq.internal.tables.ErasedTotals.ERASED_TOTALS;

import io.github.patientpayments.ErasedTotals;
import io.github.patientpayments.ErasureReport;
import io.github.patientpayments.internal.StoreOptions;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.runlog.Attempt;
import io.github.patientpayments.internal.runlog.Run;
import io.github.patientpayments.internal.runlog.RunLog;
import io.github.patientpayments.internal.text.Amounts;
import io.github.patientpayments.internal.text.StorableText;
import io.github.patientpayments.sync.SyncRun;
import io.github.patientpayments.sync.SyncRun.Kind;
import java.math.BigDecimal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Erases and unsuppresses patients, each in a run of its own. Thread-safe. */
public final class Erasures {

    private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);

    private final Database database;
    private final StoreOptions options;

    public Erasures(Database database, StoreOptions options) {
        this.database = database;
        this.options = options;
    }

    /** See {@link io.github.patientpayments.PatientPaymentStore#erase}. */
    public ErasureReport erase(String externalId) {
        checkId(externalId);
        Attempt attempt = Attempt.now();
        ErasureReport report = database.write(attempt.id(), transaction -> {
            SuppressionList suppression = SuppressionList.in(transaction, options.erasureKeys());
            Run run = Run.after(transaction, options.clock().instant());
            ErasureReport erased =
                    new Eraser(transaction, run, externalId).erase(suppression, options.keepErasedTotals());
            finish(transaction, attempt, run, Kind.ERASURE);
            return erased;
        });
        LOG.info("Run {} erased {} patient and {} payments", report.runNumber(), report.patients(), report.payments());
        return report;
    }

    /** See {@link io.github.patientpayments.PatientPaymentStore#unsuppress}. */
    public boolean unsuppress(String externalId) {
        checkId(externalId);
        Attempt attempt = Attempt.now();
        return database.write(attempt.id(), transaction -> {
            boolean erased =
                    SuppressionList.in(transaction, options.erasureKeys()).remove(externalId);
            if (erased) {
                Run run = Run.after(transaction, options.clock().instant());
                finish(transaction, attempt, run, Kind.UNSUPPRESSION);
            }
            return erased;
        });
    }

    /** See {@link io.github.patientpayments.PatientPaymentStore#erasedTotals}. */
    public ErasedTotals totals() {
        return database.read(dsl -> dsl.selectFrom(ERASED_TOTALS)
                .fetchSingle(row ->
                        new ErasedTotalsValue(row.getPatients(), row.getPayments(), Amounts.plain(row.getAmount()))));
    }

    private static void finish(Transaction transaction, Attempt attempt, Run run, Kind kind) {
        run.note(transaction.state(), true);
        RunLog.write(transaction, attempt.logged(run, kind, SyncRun.Status.APPLIED));
    }

    private static void checkId(String externalId) {
        if (!StorableText.isId(externalId)) {
            throw new IllegalArgumentException("No patient can have this id");
        }
    }

    private record ErasedTotalsValue(long patients, long payments, BigDecimal sum) implements ErasedTotals {

        /** Without the sum, which may be one patient's. */
        @Override
        public String toString() {
            return "ErasedTotals[patients=" + patients + ", payments=" + payments + "]";
        }
    }
}
