package io.github.patientpayments.contract;

class H2ListenerTest extends ListenerContract {

    H2ListenerTest() {
        super(H2Database.SHARED);
    }
}
