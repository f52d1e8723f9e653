/**
 * The schema of the patient payment store, for typed queries of your own.
 *
 * <p>Query the views {@code live_patients} and {@code live_payments}: the tables behind them also hold what was
 * deleted, and their classes belong to the library alone.
 */
module io.github.patientpayments.jooq {
    requires transitive org.jooq;

    exports io.github.patientpayments.jooq;
    exports io.github.patientpayments.jooq.tables;
    exports io.github.patientpayments.jooq.tables.records;
    exports io.github.patientpayments.jooq.internal to
            io.github.patientpayments;
    exports io.github.patientpayments.jooq.internal.tables to
            io.github.patientpayments;
    // jOOQ makes the records itself, by reflection.
    exports io.github.patientpayments.jooq.internal.tables.records to
            io.github.patientpayments,
            org.jooq;
}
