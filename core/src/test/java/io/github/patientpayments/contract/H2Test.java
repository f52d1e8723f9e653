package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.H2Database;
import io.github.patientpayments.fixture.Isolation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Isolation.class)
class H2Test extends StoreContract {

    H2Test(Isolation isolation) {
        super(H2Database.SHARED, isolation);
    }
}
