package io.github.patientpayments.internal.db;

import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import java.time.Instant;

/**
 * What a writer knows once it has the lock.
 *
 * @param row the lock row
 * @param now the time of the database
 */
record LockedState(StoreStateRecord row, Instant now) {}
