import org.jspecify.annotations.NullMarked;

/** The patient payment store: a faithful mirror of another system's patients and payments, in your own database. */
@NullMarked
module io.github.patientpayments {
    // Part of public signatures: DataSource, @Nullable.
    requires transitive java.sql;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;
    requires io.github.patientpayments.jooq;
    requires org.jooq;
    requires org.slf4j;

    // Optional for the host: reading CSV, migrating with Flyway, loading with PostgreSQL's COPY.
    requires static de.siegmar.fastcsv;
    requires static flyway.core;
    requires static org.postgresql.jdbc;

    // Annotations of the classes of jOOQ and the driver; not needed at run time.
    requires static jakarta.xml.bind;
    requires static org.checkerframework.checker.qual;

    exports io.github.patientpayments;
    exports io.github.patientpayments.history;
    exports io.github.patientpayments.job;
    exports io.github.patientpayments.query;
    exports io.github.patientpayments.sync;
}
