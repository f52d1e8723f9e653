package io.github.patientpayments.sync;

/**
 * The state of the other system at one moment: all its patients, all its payments, or both. A record that is missing
 * from a set has been deleted there. A set that is not given is left alone, except that payments are deleted and
 * restored with their patient.
 *
 * <pre>{@code
 * Snapshot snapshot = Snapshot.builder()
 *         .patients(Source.json(Path.of("patients.json")))
 *         .payments(Source.json(Path.of("payments.json.gz")))
 *         .exportedAt(exportedAt)
 *         .controlTotals(ControlTotals.payments(72_539, new BigDecimal("30839187.34")))
 *         .build();
 * SyncReport report = store.sync(snapshot);
 * }</pre>
 *
 * <p>Immutable; as reusable as its sources.
 */
public final class Snapshot extends SyncInput {

    private Snapshot(Builder builder) {
        super(builder);
    }

    /**
     * Starts building a snapshot.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link Snapshot}. Not thread-safe. */
    public static final class Builder extends SyncInput.Builder<Builder> {

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Builds the snapshot. Opens no source.
         *
         * @return the snapshot
         * @throws IllegalArgumentException without any set, or with control totals of a set that is not given
         */
        public Snapshot build() {
            return new Snapshot(this);
        }
    }
}
