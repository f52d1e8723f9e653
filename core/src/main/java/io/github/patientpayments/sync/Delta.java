package io.github.patientpayments.sync;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;

/**
 * What has changed in the external system: records that are new or different there, and records that are gone. What it
 * does not name stays as it is.
 *
 * <p>A record that is gone is named by its id: {@code {"externalId": "5", "deleted": true}} in JSON, {@link
 * PatientData#deletion} and {@link PaymentData#deletion} as typed records; nothing happens if it is unknown or gone
 * already. Payments of a patient who goes, go too. The rules of records, the guards (but {@link Refusal.Reason#EMPTY}),
 * history and change feed are those of a snapshot. Each id stands in a delta once: of several different elements with the
 * same id, the first is taken and the others are rejected.
 *
 * <p>Immutable; as reusable as its sources are.
 */
public final class Delta extends SyncInput {

    private Delta(Builder builder) {
        super(builder);
    }

    /**
     * Starts a delta.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link Delta}. Not thread-safe. */
    public static final class Builder extends SyncInput.Builder<Builder> {

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Builds it. Nothing is opened.
         *
         * @return the delta
         * @throws IllegalArgumentException without any set, or with control totals of a set that is not given
         */
        public Delta build() {
            return new Delta(this);
        }
    }
}
