package io.github.patientpayments.sync;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an external system hands over: everything that it has ({@link Snapshot}), or what has changed in it ({@link
 * Delta}). Immutable; as reusable as its sources are.
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
            throw new IllegalArgumentException("Give it patients(…), payments(…) or both");
        }
        if ((patients == null && controlTotals.patients().isPresent())
                || (payments == null
                        && (controlTotals.payments().isPresent()
                                || controlTotals.paymentSum().isPresent()))) {
            throw new IllegalArgumentException("The control totals speak of a set that is not given");
        }
    }

    /**
     * The patients.
     *
     * @return empty if it does not speak of patients
     */
    public Optional<Source<PatientData>> patients() {
        return Optional.ofNullable(patients);
    }

    /**
     * The payments.
     *
     * @return empty if it does not speak of payments
     */
    public Optional<Source<PaymentData>> payments() {
        return Optional.ofNullable(payments);
    }

    /**
     * When the external system was in this state.
     *
     * @return empty if it was not told
     */
    public Optional<Instant> exportedAt() {
        return Optional.ofNullable(exportedAt);
    }

    /**
     * What the sender says is in it.
     *
     * @return {@link ControlTotals#none()} if nothing was said
     */
    public ControlTotals controlTotals() {
        return controlTotals;
    }

    /**
     * Whether a set may end where its bytes end.
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
         * Default: not given, the stored patients are left alone.
         *
         * @param source all patients of a snapshot, the changed ones of a delta
         * @return this builder
         */
        public B patients(Source<PatientData> source) {
            this.patients = Objects.requireNonNull(source, "source");
            return self();
        }

        /**
         * Default: not given, the stored payments are left alone, but for those of deleted and returning patients.
         *
         * @param source all payments of a snapshot, the changed ones of a delta
         * @return this builder
         */
        public B payments(Source<PaymentData> source) {
            this.payments = Objects.requireNonNull(source, "source");
            return self();
        }

        /**
         * Default: unknown. Kept in the run log; what is older than the last that was applied is refused, and so is, from
         * then on, what does not tell its time.
         *
         * @param instant when the external system was in this state
         * @return this builder
         * @throws IllegalArgumentException outside the years 1 to 9999, which not every database keeps
         */
        public B exportedAt(Instant instant) {
            if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
                throw new IllegalArgumentException("exportedAt lies in the years 1 to 9999, not at " + instant);
            }
            this.exportedAt = instant;
            return self();
        }

        /**
         * Default: none. Checked before anything is committed.
         *
         * @param totals what the sender says is in it
         * @return this builder
         */
        public B controlTotals(ControlTotals totals) {
            this.controlTotals = Objects.requireNonNull(totals, "totals");
            return self();
        }

        /**
         * Default: refuse NDJSON without gzip with an {@link InvalidSnapshotException}, unless a control count that
         * the store's guard checks tells how many records there are. Such a file that was cut at the end of a line looks
         * whole, and what lies behind the cut would be lost. An array has its bracket, gzip its trailer. Call this if
         * something else, for instance a checksum, has shown that the file is whole.
         *
         * @return this builder
         */
        public B acceptUnterminated() {
            this.acceptUnterminated = true;
            return self();
        }
    }
}
