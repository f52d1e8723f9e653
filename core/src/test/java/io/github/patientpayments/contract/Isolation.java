package io.github.patientpayments.contract;

import java.sql.Connection;

/** The levels that a host may have set on its connections. */
enum Isolation {
    READ_UNCOMMITTED(Connection.TRANSACTION_READ_UNCOMMITTED),
    READ_COMMITTED(Connection.TRANSACTION_READ_COMMITTED),
    REPEATABLE_READ(Connection.TRANSACTION_REPEATABLE_READ),
    SERIALIZABLE(Connection.TRANSACTION_SERIALIZABLE);

    /** As JDBC numbers it. */
    final int level;

    Isolation(int level) {
        this.level = level;
    }
}
