package io.github.patientpayments.contract;

class H2FailureTest extends FailureContract {

    H2FailureTest() {
        super(H2Database.SHARED);
    }
}
