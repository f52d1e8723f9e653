package io.github.patientpayments.contract;

class H2ProtectionTest extends ProtectionContract {

    H2ProtectionTest() {
        super(H2Database.SHARED);
    }
}
