package io.github.patientpayments.internal.query;

import static io.github.patientpayments.jooq.internal.tables.Erasures.ERASURES;
import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;

import io.github.patientpayments.StoreStatus;
import java.time.Instant;
import java.util.Optional;
import org.jooq.DSLContext;

/** The status, from the lock row and the list of erasures. */
public record StoreStatusValue(int schemaVersion, long suppressedPatients, Optional<Instant> historyHorizon)
        implements StoreStatus {

    static StoreStatus of(DSLContext dsl) {
        long suppressed = dsl.fetchCount(ERASURES);
        return dsl.select(STORE_STATE.SCHEMA_VERSION, STORE_STATE.HISTORY_HORIZON)
                .from(STORE_STATE)
                .fetchSingle(row -> new StoreStatusValue(row.value1(), suppressed, Optional.ofNullable(row.value2())));
    }
}
