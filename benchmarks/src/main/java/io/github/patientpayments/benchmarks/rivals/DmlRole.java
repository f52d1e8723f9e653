package io.github.patientpayments.benchmarks.rivals;

import java.util.List;
import java.util.Optional;

/** A role that may read and write the tables of a schema, and nothing else. */
final class DmlRole {

    private final String schema;
    private final String password;

    DmlRole(String schema) {
        this.schema = schema;
        this.password = Optional.ofNullable(System.getenv(Worker.ROLE_PASSWORD)).orElseThrow();
    }

    String name() {
        return schema + "_app";
    }

    String password() {
        return password;
    }

    /** What the owner does after each migration; see "Roles" in the documentation. */
    List<String> statements() {
        return List.of(
                "DO $$ BEGIN CREATE ROLE " + name() + " LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "ALTER ROLE " + name() + " PASSWORD '" + password + "'",
                "GRANT USAGE ON SCHEMA " + schema + " TO " + name(),
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA " + schema + " TO " + name());
    }
}
