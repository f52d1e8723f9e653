package io.github.patientpayments.internal.query;

import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;

import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;

/** The current mirror: the tables themselves. */
enum CurrentView implements View {
    CURRENT;

    @Override
    public Table<?> patients(boolean totalsOfAll) {
        return PATIENT;
    }

    @Override
    public Table<?> payments() {
        return PAYMENT;
    }

    @Override
    public Condition patientIsLive() {
        return PATIENT.DELETED.isNull();
    }

    @Override
    public Condition paymentIsLive() {
        return PAYMENT.DELETED.isNull();
    }

    @Override
    public Field<Long> baseRun() {
        return STORE_STATE.BASE_RUN;
    }

    @Override
    public String label() {
        return "present";
    }

    @Override
    public <T> Function<DSLContext, T> checked(Function<DSLContext, T> query) {
        return query;
    }
}
