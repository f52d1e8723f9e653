package io.github.patientpayments.contract;

class H2ErasureTest extends ErasureContract {

    H2ErasureTest() {
        super(H2Database.SHARED);
    }
}
