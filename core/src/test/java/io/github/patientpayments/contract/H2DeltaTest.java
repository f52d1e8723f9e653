package io.github.patientpayments.contract;

class H2DeltaTest extends DeltaContract {

    H2DeltaTest() {
        super(H2Database.SHARED);
    }
}
