package io.github.patientpayments.internal.db;

/** The plans by which PostgreSQL executes a query, if its statistics could mislead it. H2 has only one kind. */
enum Plans {
    /** As its planner decides. */
    ANY(""),

    /** Without statistics PostgreSQL assumes few live rows, and would read and sort a million of them for each page. */
    BY_INDEXES("; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off;"
            + " SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off"),

    /**
     * Without statistics PostgreSQL would join a million with ten thousand by nested loops. A plan that it keeps could
     * have been made when they were ten.
     */
    SET_JOINS("; SET LOCAL enable_nestloop = off; SET LOCAL plan_cache_mode = force_custom_plan"),

    /**
     * For many small groups with sums. Hashed, each group has a state of some hundred bytes, which does not fit into
     * the memory allowed, and each worker has its own of nearly all groups. Read by an index, each row costs an access.
     */
    SORTED_GROUPS(SET_JOINS.settings + "; SET LOCAL enable_hashagg = off; SET LOCAL enable_indexscan = off");

    private final String settings;

    Plans(String settings) {
        this.settings = settings;
    }

    /** SQL that follows the settings of each transaction. */
    String settings() {
        return settings;
    }
}
