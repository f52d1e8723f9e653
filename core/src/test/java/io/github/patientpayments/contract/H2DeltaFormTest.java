package io.github.patientpayments.contract;

class H2DeltaFormTest extends DeltaFormContract {

    H2DeltaFormTest() {
        super(H2Database.SHARED);
    }
}
