package io.github.patientpayments.examples.loader;

/** Whether to decorate what is printed. */
enum When {
    AUTO,
    ALWAYS,
    NEVER;

    boolean decide(boolean automatically) {
        return this == ALWAYS || (this == AUTO && automatically);
    }
}
