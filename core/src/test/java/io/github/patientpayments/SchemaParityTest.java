package io.github.patientpayments;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.fixture.H2Database;
import io.github.patientpayments.fixture.PostgresDatabase;
import io.github.patientpayments.fixture.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The two migration scripts create the same schema, except for the differences listed here. */
class SchemaParityTest {

    /** H2 counts UTF-16 units where the rules count code points, so its limits are twice those of PostgreSQL. */
    private static final Set<String> DOUBLED_ON_H2 = Set.of(
            "external_id",
            "patient_external_id",
            "first_name",
            "last_name",
            "middle_name",
            "first_name_key",
            "last_name_key");

    /** H2 joins only by index or by nested loops, so its working tables need indexes that PostgreSQL does not. */
    private static final Set<String> CONSTRAINTS_ON_H2_ALONE = Set.of(
            "patient_known patient_known_pk primary key (id)",
            "patient_stage patient_stage_pk primary key (record_no)",
            "payment_known payment_known_pk primary key (id)",
            "payment_stage payment_stage_pk primary key (record_no)");

    private static final Set<String> INDEXES_ON_H2_ALONE = Set.of(
            "patient_stage_external_id_ix", "payment_stage_external_id_ix", "patient_diff_id_ix", "payment_diff_id_ix");

    /** H2 has no partial indexes. */
    private static final Set<String> INDEXES_ON_POSTGRESQL_ALONE = Set.of("patients_deleted_ix", "payments_paid_ix");

    private static final String SCHEMA = PostgresDatabase.SHARED.newSchemaName();

    @BeforeAll
    static void migrate() {
        for (TestDatabase database : List.of(H2Database.SHARED, PostgresDatabase.SHARED)) {
            PatientPaymentStore.builder(database.owner()).schema(SCHEMA).build().migrate();
        }
    }

    @AfterAll
    static void drop() {
        H2Database.SHARED.dropSchema(SCHEMA);
        PostgresDatabase.SHARED.dropSchema(SCHEMA);
    }

    @Test
    void tablesAndViewsHaveTheSameColumnsInTheSameOrder() {
        assertThat(columns(H2Database.SHARED)).isNotEmpty().containsExactlyElementsOf(columns(PostgresDatabase.SHARED));
    }

    @Test
    void tablesHaveTheSameConstraints() {
        Set<String> expected = constraints(PostgresDatabase.SHARED);
        assertThat(expected).isNotEmpty().doesNotContainAnyElementsOf(CONSTRAINTS_ON_H2_ALONE);
        expected.addAll(CONSTRAINTS_ON_H2_ALONE);
        assertThat(constraints(H2Database.SHARED)).containsExactlyElementsOf(expected);
    }

    @Test
    void tablesHaveTheSameIndexes() {
        Set<String> onH2 = rows(
                H2Database.SHARED,
                "SELECT lower(index_name) FROM information_schema.indexes WHERE lower(table_schema) = ?"
                        + " AND lower(index_name) LIKE '%\\_ix'");
        Set<String> onPostgres = rows(
                PostgresDatabase.SHARED,
                "SELECT indexname FROM pg_indexes WHERE schemaname = ? AND indexname LIKE '%\\_ix'");

        assertThat(onH2).containsAll(INDEXES_ON_H2_ALONE);
        assertThat(onPostgres)
                .containsAll(INDEXES_ON_POSTGRESQL_ALONE)
                .doesNotContainAnyElementsOf(INDEXES_ON_H2_ALONE);
        onH2.removeAll(INDEXES_ON_H2_ALONE);
        onPostgres.removeAll(INDEXES_ON_POSTGRESQL_ALONE);
        assertThat(onH2).isNotEmpty().containsExactlyElementsOf(onPostgres);
    }

    /** One line per column. PostgreSQL does not report which columns of a view are never null. */
    private static Set<String> columns(TestDatabase database) {
        String sql = "SELECT c.table_name, c.ordinal_position, c.column_name, c.data_type, c.character_maximum_length,"
                + " CASE lower(c.data_type) WHEN 'numeric' THEN c.numeric_precision END, c.numeric_scale,"
                + " c.datetime_precision, c.column_default,"
                + " CASE t.table_type WHEN 'VIEW' THEN '' ELSE c.is_nullable END"
                + " FROM information_schema.columns c JOIN information_schema.tables t"
                + " ON t.table_schema = c.table_schema AND t.table_name = c.table_name"
                + " WHERE lower(c.table_schema) = ? AND lower(c.table_name) <> 'schema_history'";
        Set<String> lines = new TreeSet<>();
        for (String row : rows(database, sql)) {
            String[] parts = row.split("\\|", -1);
            if (!parts[4].isEmpty() && !database.postgres() && DOUBLED_ON_H2.contains(parts[2])) {
                parts[4] = Integer.toString(Integer.parseInt(parts[4]) / 2);
            }
            parts[1] = "%02d".formatted(Integer.parseInt(parts[1]));
            lines.add(String.join("|", parts));
        }
        return lines;
    }

    /** Keys with their columns, and checks only by their names, since the databases print conditions differently. */
    private static Set<String> constraints(TestDatabase database) {
        Set<String> lines = new TreeSet<>();
        for (String row : rows(
                database,
                "SELECT table_name, constraint_name, constraint_type FROM information_schema.table_constraints"
                        + " WHERE lower(table_schema) = ? AND lower(table_name) <> 'schema_history'"
                        + " AND lower(constraint_name) NOT LIKE '%not\\_null'")) {
            String[] parts = row.split("\\|", -1);
            List<String> columns = new ArrayList<>(rows(
                    database,
                    "SELECT ordinal_position, column_name FROM information_schema.key_column_usage"
                            + " WHERE lower(table_schema) = ? AND lower(constraint_name) = '" + parts[1] + "'"));
            String key = String.join(
                    ", ",
                    columns.stream().map(column -> column.split("\\|", -1)[1]).toList());
            lines.add(parts[0] + " " + parts[1] + " " + parts[2] + (key.isEmpty() ? "" : " (" + key + ")"));
        }
        return lines;
    }

    /** Not lower(): H2's depends on the locale, and in Turkish I becomes ı. */
    private static String lower(String sql) {
        return sql.replaceAll(
                "lower\\(([\\w.]+)\\)", "translate($1, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')");
    }

    private static Set<String> rows(TestDatabase database, String sql) {
        Set<String> rows = new TreeSet<>();
        try (Connection connection = database.owner().getConnection();
                PreparedStatement statement = connection.prepareStatement(lower(sql))) {
            statement.setString(1, SCHEMA);
            ResultSet result = statement.executeQuery();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    String value = result.getString(i);
                    values.add(value == null ? "" : value.toLowerCase(Locale.ROOT));
                }
                rows.add(String.join("|", values));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
