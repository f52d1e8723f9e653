package io.github.patientpayments.internal.query;

import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;

import io.github.patientpayments.internal.db.Database;
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

    /**
     * Without statistics, as after a first load, PostgreSQL would read and sort all patients for each page. Rows that
     * are filtered by something else than the sort are left to its estimates.
     */
    @Override
    public <T> T readPage(Database database, boolean totalsOfAll, boolean adjacent, Function<DSLContext, T> query) {
        return adjacent ? database.readByIndexes(checked(query)) : read(database, query);
    }

    @Override
    public <T> Function<DSLContext, T> checked(Function<DSLContext, T> query) {
        return query;
    }
}
