package io.github.patientpayments.internal.db;

import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import java.sql.Connection;
import org.jooq.DSLContext;

/**
 * What a writer works with: a READ COMMITTED transaction that holds the store's lock.
 *
 * @param connection the connection of the transaction
 * @param dsl jOOQ over that connection
 * @param dialect the database behind it
 * @param state the lock row, as it was found; what is changed in it is written by its {@code store()}
 */
public record Transaction(Connection connection, DSLContext dsl, Dialect dialect, StoreStateRecord state) {}
