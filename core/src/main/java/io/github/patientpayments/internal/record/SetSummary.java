package io.github.patientpayments.internal.record;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of a set after it was read: its number of elements, its control sum, its fingerprint. */
public final class SetSummary {

    private final Fingerprint fingerprint = new Fingerprint();
    private long read;
    private long invalid;
    private long amountsUnknown;
    private BigDecimal sum = BigDecimal.ZERO;

    public <T> void add(RecordRules<T> rules, ParsedRecord<T> candidate) {
        read++;
        if (candidate.valid()) {
            fingerprint.add(rules.canonicalValues(candidate.data()));
        } else {
            invalid++;
        }
        @Nullable BigDecimal amount = candidate.amount();
        if (amount == null) {
            amountsUnknown++;
        } else {
            sum = sum.add(amount);
        }
    }

    /** Elements, valid or not. */
    public long read() {
        return read;
    }

    /** The sum of the amounts; empty if one of them could not be told. */
    public Optional<BigDecimal> sum() {
        return amountsUnknown == 0 ? Optional.of(sum) : Optional.empty();
    }

    /** What the content is known by; empty if an element is invalid in itself. */
    public Optional<String> fingerprint() {
        return invalid == 0 ? Optional.of(fingerprint.text()) : Optional.empty();
    }
}
