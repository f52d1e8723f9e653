package io.github.patientpayments.internal.db;

import org.jooq.Condition;
import org.jooq.Select;
import org.jooq.impl.DSL;

/** Whether a subquery has a row. As templates, because jOOQ's own methods have another parameter type since 3.21. */
public final class Subqueries {

    private Subqueries() {}

    public static Condition exists(Select<?> subquery) {
        return DSL.condition("exists ({0})", subquery);
    }

    public static Condition notExists(Select<?> subquery) {
        return DSL.condition("not exists ({0})", subquery);
    }
}
