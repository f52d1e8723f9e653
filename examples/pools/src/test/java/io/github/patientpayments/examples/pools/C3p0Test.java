package io.github.patientpayments.examples.pools;

import com.mchange.v2.c3p0.ComboPooledDataSource;
import javax.sql.DataSource;

class C3p0Test extends PoolContract {

    @Override
    DataSource open(Target target, int size, int millis) {
        ComboPooledDataSource pool = new ComboPooledDataSource();
        pool.setJdbcUrl(target.url());
        pool.setUser(target.user());
        pool.setPassword(target.password());
        // Connecting at the first call: a failure that nobody waits for is only logged, and the next caller times out.
        pool.setMinPoolSize(0);
        pool.setInitialPoolSize(0);
        pool.setAcquireIncrement(1);
        pool.setMaxPoolSize(size);
        pool.setCheckoutTimeout(millis);
        pool.setAcquireRetryAttempts(1);
        pool.setAcquireRetryDelay(10);
        pool.setNumHelperThreads(2);
        pool.setTestConnectionOnCheckout(true);
        return pool;
    }

    @Override
    void close(DataSource opened) {
        ((ComboPooledDataSource) opened).close();
    }

    @Override
    String exhausted() {
        return "checkout a Connection has timed out";
    }

    @Override
    String closed() {
        return "has been closed";
    }
}
