package io.github.patientpayments.docs;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.history.History;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncProgress;
import io.github.patientpayments.sync.SyncReport;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.slf4j.Logger;

/** What a reader of the pages has, by the names that they use. Nothing of it is ever run. */
abstract class ReadmeReader {

    static final Cases CASES = new Cases();

    DataSource dataSource;
    PatientPaymentStore store;
    History history;
    Snapshot night;
    PatientFilter filter;
    SyncReport report;
    Instant exportedAt;
    Instant now;
    byte[] secret;
    byte[] newSecret;
    SyncListener listener;
    PaymentData payment;
    List<PatientData> patients;
    List<PaymentData> payments;
    DSLContext dsl;
    Logger log;
    MeterRegistry registry;
    Bar bar;
    Alert alert;

    interface Bar {
        void show(SyncProgress.Phase phase, long payments, long bytes);
    }

    interface Alert {
        void raise(Throwable failure);
    }

    /** A generated class of the host's. */
    @SuppressWarnings("serial")
    static final class Cases extends TableImpl<Record> {

        final TableField<Record, Long> PATIENT_ID = createField(DSL.name("patient_id"), SQLDataType.BIGINT, this, "");
        final TableField<Record, BigDecimal> OWED = createField(DSL.name("owed"), SQLDataType.NUMERIC, this, "");

        private Cases() {
            super(DSL.name("cases"));
        }
    }
}
