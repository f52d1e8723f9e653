package io.github.patientpayments.examples.pools;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** As Quarkus configures it. */
class AgroalTest extends PoolContract {

    static AgroalDataSourceConfigurationSupplier configuration(Target target, int size, int millis) {
        return new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(size)
                        .acquisitionTimeout(Duration.ofMillis(millis))
                        .exceptionSorter(new PostgreSQLExceptionSorter())
                        .connectionFactoryConfiguration(connections -> connections
                                .jdbcUrl(target.url())
                                .principal(new NamePrincipal(target.user()))
                                .credential(new SimplePassword(target.password()))));
    }

    @Override
    DataSource open(Target target, int size, int millis) throws SQLException {
        return AgroalDataSource.from(configuration(target, size, millis));
    }

    @Override
    void close(DataSource opened) {
        ((AgroalDataSource) opened).close();
    }

    @Override
    String exhausted() {
        return "acquisition timeout";
    }

    @Override
    String closed() {
        return "This pool is closed";
    }
}
