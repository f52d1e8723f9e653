package io.github.patientpayments.benchmarks.rivals;

import io.github.patientpayments.benchmarks.data.Contents;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Reads {@link Contents} from tables. */
final class ContentsQuery {

    private ContentsQuery() {}

    static Contents of(Connection connection, String patients, String payments) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(Contents.sql(patients, payments))) {
            row.next();
            return new Contents(
                    row.getLong(1), row.getLong(2), row.getLong(3), row.getBigDecimal(4), row.getBigDecimal(5));
        }
    }
}
