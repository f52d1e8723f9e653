package io.github.patientpayments.contract;

class H2HostDatabaseTest extends HostDatabaseContract {

    H2HostDatabaseTest() {
        super(H2Database.SHARED);
    }
}
