package io.github.patientpayments.sync;

/**
 * The state of the external system at one moment: all its patients, all its payments, or both. What is missing from a
 * set has been deleted there; a set that is not given is left alone, but for payments that go with their patient.
 *
 * <p>Immutable; as reusable as its sources are.
 */
public final class Snapshot extends SyncInput {

    private Snapshot(Builder builder) {
        super(builder);
    }

    /**
     * Starts a snapshot.
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
         * Builds it. Nothing is opened.
         *
         * @return the snapshot
         * @throws IllegalArgumentException without any set, or with control totals of a set that is not given
         */
        public Snapshot build() {
            return new Snapshot(this);
        }
    }
}
