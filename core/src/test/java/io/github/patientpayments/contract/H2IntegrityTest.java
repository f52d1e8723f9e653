package io.github.patientpayments.contract;

class H2IntegrityTest extends IntegrityContract {

    H2IntegrityTest() {
        super(H2Database.SHARED);
    }
}
