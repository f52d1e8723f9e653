package io.github.patientpayments.contract;

class H2SyntheaTest extends SyntheaContract {

    H2SyntheaTest() {
        super(H2Database.SHARED);
    }
}
