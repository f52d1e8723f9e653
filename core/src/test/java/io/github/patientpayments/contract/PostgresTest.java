package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.Isolation;
import io.github.patientpayments.fixture.PostgresDatabase;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Isolation.class)
class PostgresTest extends StoreContract {

    PostgresTest(Isolation isolation) {
        super(PostgresDatabase.SHARED, isolation);
    }
}
