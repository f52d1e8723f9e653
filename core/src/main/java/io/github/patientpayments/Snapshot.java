package io.github.patientpayments;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of the external system at one moment: all its patients, all its payments, or both. What is missing from a
 * set has been deleted there; a set that is not given is left alone, but for payments that go with their patient.
 *
 * <p>Immutable; as reusable as its sources are.
 */
public final class Snapshot {

    private final @Nullable Source<PatientData> patients;
    private final @Nullable Source<PaymentData> payments;
    private final @Nullable Instant asOf;
    private final boolean acceptUnterminated;

    private Snapshot(Builder builder) {
        this.patients = builder.patients;
        this.payments = builder.payments;
        this.asOf = builder.asOf;
        this.acceptUnterminated = builder.acceptUnterminated;
    }

    /**
     * Starts a snapshot.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The full set of patients.
     *
     * @return empty if the snapshot does not speak of patients
     */
    public Optional<Source<PatientData>> patients() {
        return Optional.ofNullable(patients);
    }

    /**
     * The full set of payments.
     *
     * @return empty if the snapshot does not speak of payments
     */
    public Optional<Source<PaymentData>> payments() {
        return Optional.ofNullable(payments);
    }

    /**
     * When the external system was in this state.
     *
     * @return empty if it was not told
     */
    public Optional<Instant> asOf() {
        return Optional.ofNullable(asOf);
    }

    /**
     * Whether a set may end where its bytes end.
     *
     * @return see {@link Builder#acceptUnterminated()}
     */
    public boolean unterminatedAccepted() {
        return acceptUnterminated;
    }

    /** Builds a {@link Snapshot}. Not thread-safe. */
    public static final class Builder {

        private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
        private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

        private @Nullable Source<PatientData> patients;
        private @Nullable Source<PaymentData> payments;
        private @Nullable Instant asOf;
        private boolean acceptUnterminated;

        private Builder() {}

        /**
         * Default: not given, the stored patients are left alone.
         *
         * @param source all patients of the external system
         * @return this builder
         */
        public Builder patients(Source<PatientData> source) {
            this.patients = Objects.requireNonNull(source, "source");
            return this;
        }

        /**
         * Default: not given, the stored payments are left alone, but for those of deleted and returning patients.
         *
         * @param source all payments of the external system
         * @return this builder
         */
        public Builder payments(Source<PaymentData> source) {
            this.payments = Objects.requireNonNull(source, "source");
            return this;
        }

        /**
         * Default: unknown. Kept in the run log.
         *
         * @param instant when the external system was in this state
         * @return this builder
         * @throws IllegalArgumentException outside the years 1 to 9999, which not every database keeps
         */
        public Builder asOf(Instant instant) {
            if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
                throw new IllegalArgumentException("asOf lies in the years 1 to 9999, not at " + instant);
            }
            this.asOf = instant;
            return this;
        }

        /**
         * Default: refuse NDJSON without gzip with an {@link InvalidSnapshotException}. Such a file that was cut at the
         * end of a line looks whole, and everything behind the cut would be deleted. An array has its bracket, gzip its
         * trailer. Call this if something else, for instance a checksum, has shown that the file is whole.
         *
         * @return this builder
         */
        public Builder acceptUnterminated() {
            this.acceptUnterminated = true;
            return this;
        }

        /**
         * Builds it. Nothing is opened.
         *
         * @return the snapshot
         * @throws IllegalArgumentException without any set
         */
        public Snapshot build() {
            if (patients == null && payments == null) {
                throw new IllegalArgumentException("A snapshot needs patients(…), payments(…) or both");
            }
            return new Snapshot(this);
        }
    }
}
