/**
 * Transactions, retries, the schema, and the differences between the databases. Open
 * {@link io.github.patientpayments.internal.db.Database} first, then {@code Dialect}, the only class that distinguishes
 * the databases, and {@code RecordTables}, which describes the tables of each record type once.
 */
package io.github.patientpayments.internal.db;
