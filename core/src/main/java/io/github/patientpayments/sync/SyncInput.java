package io.github.patientpayments.sync;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a sync is given: everything in the other system ({@link Snapshot}), or what has changed in it ({@link Delta}).
 * Immutable; as reusable as its sources.
 */
public abstract sealed class SyncInput permits Snapshot, Delta {

    private final @Nullable Source<PatientData> patients;
    private final @Nullable Source<PaymentData> payments;
    private final @Nullable Instant exportedAt;
    private final ControlTotals controlTotals;
    private final boolean acceptUnterminated;

    SyncInput(Builder<?> builder) {
        this.patients = builder.patients;
        this.payments = builder.payments;
        this.exportedAt = builder.exportedAt;
        this.controlTotals = builder.controlTotals;
        this.acceptUnterminated = builder.acceptUnterminated;
        if (patients == null && payments == null) {
            throw new IllegalArgumentException("The input has no set: call patients(…), payments(…) or both");
        }
        if ((patients == null && controlTotals.patients().isPresent())
                || (payments == null
                        && (controlTotals.payments().isPresent()
                                || controlTotals.paymentSum().isPresent()))) {
            throw new IllegalArgumentException(
                    "The control totals cover a set that is not given:" + " add the set, or leave out its totals");
        }
    }

    /**
     * Returns the patients.
     *
     * @return empty if there is no set of patients
     */
    public Optional<Source<PatientData>> patients() {
        return Optional.ofNullable(patients);
    }

    /**
     * Returns the payments.
     *
     * @return empty if there is no set of payments
     */
    public Optional<Source<PaymentData>> payments() {
        return Optional.ofNullable(payments);
    }

    /**
     * Returns when the other system was in this state.
     *
     * @return empty if it is unknown
     */
    public Optional<Instant> exportedAt() {
        return Optional.ofNullable(exportedAt);
    }

    /**
     * Returns the control totals of the sender.
     *
     * @return {@link ControlTotals#none()} if there are none
     */
    public ControlTotals controlTotals() {
        return controlTotals;
    }

    /**
     * Returns whether input without an end marker is accepted.
     *
     * @return see {@link Builder#acceptUnterminated()}
     */
    public boolean acceptsUnterminated() {
        return acceptUnterminated;
    }

    /**
     * Builds a {@link SyncInput}. Not thread-safe.
     *
     * @param <B> the builder itself
     */
    public abstract static sealed class Builder<B extends Builder<B>> permits Snapshot.Builder, Delta.Builder {

        private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
        private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

        private @Nullable Source<PatientData> patients;
        private @Nullable Source<PaymentData> payments;
        private @Nullable Instant exportedAt;
        private ControlTotals controlTotals = ControlTotals.none();
        private boolean acceptUnterminated;

        Builder() {}

        abstract B self();

        /**
         * Sets the source of the patients. Defaults to none: the stored patients are left alone.
         *
         * @param source all patients of a snapshot, the changed ones of a delta
         * @return this builder
         */
        public B patients(Source<PatientData> source) {
            this.patients = Objects.requireNonNull(source, "source");
            return self();
        }

        /**
         * Sets the source of the patients, like {@link #patients(Source)}.
         *
         * @param source all patients of a snapshot, the changed ones of a delta, in JSON or CSV
         * @return this builder
         */
        public B patients(Source.Bytes source) {
            return patients(source.<PatientData>typed());
        }

        /**
         * Sets the source of the payments. Defaults to none: the stored payments are left alone, except those of
         * deleted and returning patients.
         *
         * @param source all payments of a snapshot, the changed ones of a delta
         * @return this builder
         */
        public B payments(Source<PaymentData> source) {
            this.payments = Objects.requireNonNull(source, "source");
            return self();
        }

        /**
         * Sets the source of the payments, like {@link #payments(Source)}.
         *
         * @param source all payments of a snapshot, the changed ones of a delta, in JSON or CSV
         * @return this builder
         */
        public B payments(Source.Bytes source) {
            return payments(source.<PaymentData>typed());
        }

        /**
         * Sets when the other system was in this state. The time is kept in the run log. An input that is older than
         * the last one applied is refused, and so is, from then on, an input without a time. Defaults to unknown.
         *
         * @param instant when the other system was in this state
         * @return this builder
         * @throws IllegalArgumentException outside the years 1 to 9999, which not every database can store
         */
        public B exportedAt(Instant instant) {
            if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
                throw new IllegalArgumentException("exportedAt must be in the years 1 to 9999, not " + instant);
            }
            this.exportedAt = instant;
            return self();
        }

        /**
         * Sets the control totals of the sender, which are checked before anything is committed. Defaults to none.
         *
         * @param totals the counts and the sum that the sender reports
         * @return this builder
         */
        public B controlTotals(ControlTotals totals) {
            this.controlTotals = Objects.requireNonNull(totals, "totals");
            return self();
        }

        /**
         * Accepts NDJSON and CSV without gzip or ZIP, which have no end marker. A file of these forms that was
         * truncated at the end of a line looks complete, and the records after it would be lost; an array has its
         * closing bracket, gzip its trailer and ZIP its central directory. Call this if something else, for instance a
         * checksum, has shown that the file is complete. Defaults to not accepted: such input throws
         * {@link InvalidSnapshotException}, unless the guard checks a control count of the set.
         *
         * @return this builder
         */
        public B acceptUnterminated() {
            this.acceptUnterminated = true;
            return self();
        }
    }
}
