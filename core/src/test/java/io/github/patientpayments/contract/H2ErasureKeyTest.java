package io.github.patientpayments.contract;

class H2ErasureKeyTest extends ErasureKeyContract {

    H2ErasureKeyTest() {
        super(H2Database.SHARED);
    }
}
