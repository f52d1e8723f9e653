package io.github.patientpayments.contract;

class H2SuppressionTest extends SuppressionContract {

    H2SuppressionTest() {
        super(H2Database.SHARED);
    }
}
