package io.github.patientpayments.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.contract.ContractTest;
import io.github.patientpayments.fixture.DatabaseKind;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.fixture.Isolation;
import io.github.patientpayments.fixture.OnlyOn;
import io.github.patientpayments.fixture.RawConnection;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** How a query and its transaction are sent to the server. */
@OnlyOn(DatabaseKind.POSTGRESQL)
class PostgresQueryTest extends ContractTest {

    private RawConnection raw;

    @BeforeEach
    void openConnection() throws SQLException {
        syncPatients(patient("1"));
        raw = new RawConnection(database, Isolation.READ_COMMITTED);
    }

    @AfterEach
    void closeConnection() throws SQLException {
        raw.close();
    }

    /** The answer of a query is read whole before its transaction ends, in one round trip. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "defaultRowFetchSize=2",
                "defaultRowFetchSize=2&adaptiveFetch=true",
                "preferQueryMode=simple",
                "preferQueryMode=extendedCacheEverything",
                "prepareThreshold=0",
                "prepareThreshold=1",
                "prepareThreshold=-1",
                "autosave=always",
                "autosave=always&cleanupSavepoints=true"
            })
    void anySettingOfTheDriverGivesWholePages(String parameter) {
        syncPatients(patient("1"), patient("2"), patient("3"), patient("4"), patient("5"));
        PGSimpleDataSource driver = (PGSimpleDataSource) database.application();
        driver.setURL(driver.getURL() + (driver.getURL().contains("?") ? "&" : "?") + parameter);
        try (HikariDataSource one = new HikariDataSource()) {
            one.setDataSource(driver);
            one.setMaximumPoolSize(1);
            PatientPaymentStore set =
                    PatientPaymentStore.builder(one).schema(schema).build();

            for (int i = 0; i < 10; i++) {
                var first = set.patients(
                        PatientFilter.all(),
                        PageRequest.by(PatientSort.PAYMENT_TOTAL).limit(3));
                assertThat(first.items()).hasSize(3);
                assertThat(set.patients(
                                        PatientFilter.all(),
                                        PageRequest.by(PatientSort.PAYMENT_TOTAL)
                                                .limit(3)
                                                .after(first.next().orElseThrow()))
                                .items())
                        .hasSize(2);
                assertThat(set.totals(PatientFilter.all()).patients()).isEqualTo(5);
            }
        }
    }

    /** Begin, settings, query and rollback are one call of the driver. */
    @Test
    void aQueryIsOneCallOfTheDriver() {
        List<String> executed = new ArrayList<>();
        PatientPaymentStore watched = PatientPaymentStore.builder(Intercepted.dataSource(raw.dataSource(), call -> {
                    if (call.method().getName().startsWith("execute")
                            || call.is(Connection.class, "commit")
                            || call.is(Connection.class, "rollback")) {
                        executed.add(call.method().getName());
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .build();
        watched.patient("1");
        executed.clear();

        watched.patient("1");
        watched.patients(PatientFilter.all(), PageRequest.by(PatientSort.PAYMENT_TOTAL));
        watched.totals(PatientFilter.all());

        assertThat(executed).hasSize(3);
    }
}
