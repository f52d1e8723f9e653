package io.github.patientpayments.benchmarks.rivals;

import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where a rival's tables are.
 *
 * @param url of the database, with the user who owns the schema
 * @param schema of this rival alone
 */
record Target(String url, String schema) {

    boolean isH2() {
        return url.startsWith("jdbc:h2:");
    }

    /** Connections as an ordinary host makes them. */
    DataSource plain() {
        return isH2() ? h2() : postgres(false);
    }

    /** PostgreSQL's driver joins the rows of a batch to statements of many rows. */
    DataSource rewritingBatches() {
        return postgres(true);
    }

    /** Connections that only the store has, with the search_path that it sets: its statements stay prepared. */
    PGSimpleDataSource ofStore() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url);
        source.setCurrentSchema("pg_catalog, pg_temp");
        return source;
    }

    private DataSource postgres(boolean rewriting) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url);
        source.setCurrentSchema(schema);
        source.setReWriteBatchedInserts(rewriting);
        return source;
    }

    private DataSource h2() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url);
        return source;
    }
}
