/**
 * Transactions, retries, the schema, and everything in which the databases differ. Open
 * {@link io.github.patientpayments.internal.db.Database} first, then {@code Dialect}, which alone knows which database
 * it is, and {@code RecordTables}, which describes the tables of each record type once.
 */
package io.github.patientpayments.internal.db;
