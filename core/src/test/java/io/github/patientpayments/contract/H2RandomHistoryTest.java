package io.github.patientpayments.contract;

class H2RandomHistoryTest extends RandomHistoryContract {

    H2RandomHistoryTest() {
        super(H2Database.SHARED);
    }
}
