package io.github.patientpayments.sync;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;

/**
 * What has changed in the other system: records that are new or different there, and records that are deleted. Records
 * that the delta does not name stay as they are.
 *
 * <pre>{@code
 * store.sync(Delta.builder()
 *         .patients(Source.json(Path.of("changed-patients.json")))
 *         .payments(Source.of(List.of(
 *                 PaymentData.of("602", "8", new BigDecimal("9.29")),
 *                 PaymentData.deletion("501"))))
 *         .exportedAt(exportedAt)
 *         .build());
 * }</pre>
 *
 * <p>A deletion names its record by the id: {@code {"externalId": "5", "deleted": true}} in JSON,
 * {@link PatientData#deletion} and {@link PaymentData#deletion} as typed records. Deleting an unknown or deleted id
 * does nothing. Deleting a patient also deletes the patient's payments. Validation, guards (except
 * {@link Refusal.Reason#EMPTY}), history and change feed are those of a snapshot. An id may occur once in a delta: of
 * several different elements with the same id, the first is accepted and the others are rejected.
 *
 * <p>Immutable; as reusable as its sources.
 */
public final class Delta extends SyncInput {

    private Delta(Builder builder) {
        super(builder);
    }

    /**
     * Starts building a delta.
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
         * Builds the delta. Opens no source.
         *
         * @return the delta
         * @throws IllegalArgumentException without any set, or with control totals of a set that is not given
         */
        public Delta build() {
            return new Delta(this);
        }
    }
}
