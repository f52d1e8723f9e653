package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.fixture.H2Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;

class H2SyncTablesTest extends SyncTablesContract {

    H2SyncTablesTest() {
        super(H2Database.SHARED);
    }

    @Override
    void beforeCommit(Connection connection) throws Throwable {
        try (Statement statement = connection.createStatement();
                ResultSet temporary = statement.executeQuery(
                        "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_TYPE LIKE '%TEMPORARY%'")) {
            assertThat(temporary.next()).as("a temporary table").isFalse();
        }
    }
}
