package io.github.patientpayments.contract;

/** The levels that a host may have set on its connections. */
enum Isolation {
    READ_UNCOMMITTED,
    READ_COMMITTED,
    REPEATABLE_READ,
    SERIALIZABLE
}
