package io.github.patientpayments.contract;

class H2CommitTest extends CommitContract {

    H2CommitTest() {
        super(H2Database.SHARED);
    }
}
