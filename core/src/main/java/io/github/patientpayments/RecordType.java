package io.github.patientpayments;

/** The two kinds of records that a store mirrors. */
public enum RecordType {
    /** A person who receives care. */
    PATIENT("patients"),

    /** A payment that a patient made, negative for a refund. */
    PAYMENT("payments");

    private final String plural;

    RecordType(String plural) {
        this.plural = plural;
    }

    /**
     * The word for a set of these records.
     *
     * @return {@code patients} or {@code payments}
     */
    public String plural() {
        return plural;
    }
}
