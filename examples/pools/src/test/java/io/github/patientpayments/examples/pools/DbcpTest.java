package io.github.patientpayments.examples.pools;

import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;

class DbcpTest extends PoolContract {

    @Override
    DataSource open(Target target, int size, int millis) {
        BasicDataSource pool = new BasicDataSource();
        pool.setUrl(target.url());
        pool.setUsername(target.user());
        pool.setPassword(target.password());
        pool.setMaxTotal(size);
        pool.setMaxWait(Duration.ofMillis(millis));
        return pool;
    }

    @Override
    void close(DataSource opened) throws SQLException {
        ((BasicDataSource) opened).close();
    }

    @Override
    String exhausted() {
        return "Timeout waiting for idle object";
    }

    @Override
    String closed() {
        return "Data source is closed";
    }
}
