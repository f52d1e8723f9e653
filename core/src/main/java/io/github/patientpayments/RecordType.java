package io.github.patientpayments;

/** The two types of records that a store mirrors. */
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
     * Returns the word for several of these records.
     *
     * @return {@code patients} or {@code payments}
     */
    public String plural() {
        return plural;
    }
}
