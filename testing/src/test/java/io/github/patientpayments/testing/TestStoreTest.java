package io.github.patientpayments.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestStoreTest {

    private static final Snapshot ONE_PATIENT = Snapshot.builder()
            .patients(Source.of(List.of(TestPatient.data("8"))))
            .build();

    @Test
    void hasAnEmptySchemaThatMigrateTakesOver() {
        try (TestStore test = TestStore.h2()) {
            assertThat(test.store().syncRuns(1)).isEmpty();
            test.store().sync(ONE_PATIENT);
            test.store().migrate();
            assertThat(test.store().patient("8")).isPresent();
        }
    }

    @Test
    void eachHasItsOwnDatabase() {
        try (TestStore one = TestStore.h2();
                TestStore other = TestStore.h2()) {
            one.store().sync(ONE_PATIENT);

            assertThat(one.store().patient("8")).isPresent();
            assertThat(other.store().patient("8")).isEmpty();
            assertThat(one).doesNotHaveToString(other.toString());
        }
    }

    @Test
    void theBuilderCanBeCustomized() {
        Instant time = Instant.parse("2024-05-06T07:08:09Z");
        try (TestStore test = TestStore.h2(
                builder -> builder.clock(Clock.fixed(time, ZoneOffset.UTC)).schema("clinic"))) {
            assertThat(test.store().sync(ONE_PATIENT).time()).isEqualTo(time);
            assertThat(PatientPaymentStore.builder(test.dataSource())
                            .schema("clinic")
                            .build()
                            .patient("8"))
                    .isPresent();
        }
    }

    @Test
    void closingDropsTheDatabase() throws SQLException {
        TestStore test = TestStore.h2();
        Connection open = test.dataSource().getConnection();
        test.close();
        test.close();

        assertThat(open.isValid(1)).isFalse();
        assertThatThrownBy(() -> test.store().patient("8")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> DriverManager.getConnection(url(test) + ";IFEXISTS=TRUE")
                        .close())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("not found");
    }

    private static String url(TestStore test) {
        return test.toString().replaceAll("TestStore\\[(.*)]", "$1");
    }
}
