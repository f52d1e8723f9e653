package io.github.patientpayments.examples.pools;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;

class HikariTest extends PoolContract {

    @Override
    DataSource open(Target target, int size, int millis) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(target.url());
        pool.setUsername(target.user());
        pool.setPassword(target.password());
        pool.setMaximumPoolSize(size);
        pool.setConnectionTimeout(millis);
        pool.setInitializationFailTimeout(-1);
        return pool;
    }

    /** It tries again until then. */
    @Override
    int refusedWithin() {
        return BRIEF;
    }

    @Override
    void close(DataSource opened) {
        ((HikariDataSource) opened).close();
    }

    @Override
    String exhausted() {
        return "Connection is not available, request timed out after";
    }

    @Override
    String closed() {
        return "has been closed";
    }
}
