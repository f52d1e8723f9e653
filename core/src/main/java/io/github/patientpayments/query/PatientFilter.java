package io.github.patientpayments.query;

import io.github.patientpayments.Patient;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which patients a query returns: those that meet every condition. Bounds are inclusive. A patient without payments has
 * a total of 0 and a count of 0. Without any condition, a filter matches all live patients.
 *
 * <pre>{@code
 * PatientFilter filter = PatientFilter.builder()
 *         .paymentTotalAtLeast(new BigDecimal("10000"))
 *         .paymentTotalAtMost(new BigDecimal("20000"))
 *         .bornUntil(LocalDate.of(1999, 12, 31))
 *         .nameStartsWith("garc")
 *         .build();
 * }</pre>
 *
 * <p>What a page costs: ids and external ids are looked up one by one. A range of totals in the order of totals costs
 * the same however many patients there are. Otherwise the database goes through the patients in the requested order
 * until the page is full, which is fast if many match, or finds those that match by an index and sorts them, which is
 * fast if few match; it chooses by its statistics. A number of payments has no index: where few patients have it, a
 * page reads all of them.
 *
 * <p>Immutable and thread-safe. {@link #toString()} shows no values, since a name is personal data.
 */
public final class PatientFilter {

    /** The greatest length of a name prefix, in characters (code points). */
    public static final int MAX_NAME_PREFIX = 50;

    /** The greatest number of ids, or of external ids, in a filter: as many as a page can have patients. */
    public static final int MAX_IDS = PageRequest.MAX_LIMIT;

    private static final Pattern ONLY_ACCENTS = Pattern.compile("\\p{M}*");

    private static final PatientFilter ALL = builder().build();

    private final @Nullable Set<Long> ids;
    private final @Nullable Set<String> externalIds;
    private final @Nullable BigDecimal paymentTotalAtLeast;
    private final @Nullable BigDecimal paymentTotalAtMost;
    private final @Nullable Long paymentCountAtLeast;
    private final @Nullable Long paymentCountAtMost;
    private final @Nullable LocalDate bornFrom;
    private final @Nullable LocalDate bornUntil;
    private final @Nullable LocalDate paidFrom;
    private final @Nullable LocalDate paidUntil;
    private final @Nullable String nameStartsWith;
    private final boolean includesDeleted;

    private PatientFilter(Builder builder) {
        this.ids = builder.ids;
        this.externalIds = builder.externalIds;
        this.paymentTotalAtLeast = builder.paymentTotalAtLeast;
        this.paymentTotalAtMost = builder.paymentTotalAtMost;
        this.paymentCountAtLeast = builder.paymentCountAtLeast;
        this.paymentCountAtMost = builder.paymentCountAtMost;
        this.bornFrom = builder.bornFrom;
        this.bornUntil = builder.bornUntil;
        this.paidFrom = builder.paidFrom;
        this.paidUntil = builder.paidUntil;
        this.nameStartsWith = builder.nameStartsWith;
        this.includesDeleted = builder.includesDeleted;
    }

    /**
     * Returns the filter that matches all live patients.
     *
     * @return a filter without conditions
     */
    public static PatientFilter all() {
        return ALL;
    }

    /**
     * Starts building a filter, without conditions.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the store's own ids of which a patient must have one.
     *
     * @return empty if any id matches; unmodifiable, ascending
     */
    public Optional<Set<Long>> ids() {
        return Optional.ofNullable(ids);
    }

    /**
     * Returns the external ids of which a patient must have one, in the order of their characters.
     *
     * @return empty if any id matches; unmodifiable
     */
    public Optional<Set<String>> externalIds() {
        return Optional.ofNullable(externalIds);
    }

    /**
     * Returns the lower bound of the payment total.
     *
     * @return empty if there is none
     */
    public Optional<BigDecimal> paymentTotalAtLeast() {
        return Optional.ofNullable(paymentTotalAtLeast);
    }

    /**
     * Returns the upper bound of the payment total.
     *
     * @return empty if there is none
     */
    public Optional<BigDecimal> paymentTotalAtMost() {
        return Optional.ofNullable(paymentTotalAtMost);
    }

    /**
     * Returns the lower bound of the number of payments.
     *
     * @return empty if there is none
     */
    public OptionalLong paymentCountAtLeast() {
        return paymentCountAtLeast == null ? OptionalLong.empty() : OptionalLong.of(paymentCountAtLeast);
    }

    /**
     * Returns the upper bound of the number of payments.
     *
     * @return empty if there is none
     */
    public OptionalLong paymentCountAtMost() {
        return paymentCountAtMost == null ? OptionalLong.empty() : OptionalLong.of(paymentCountAtMost);
    }

    /**
     * Returns the earliest date of birth.
     *
     * @return empty if there is none
     */
    public Optional<LocalDate> bornFrom() {
        return Optional.ofNullable(bornFrom);
    }

    /**
     * Returns the latest date of birth.
     *
     * @return empty if there is none
     */
    public Optional<LocalDate> bornUntil() {
        return Optional.ofNullable(bornUntil);
    }

    /**
     * Returns the earliest date of the payments that count.
     *
     * @return empty if there is none
     */
    public Optional<LocalDate> paidFrom() {
        return Optional.ofNullable(paidFrom);
    }

    /**
     * Returns the latest date of the payments that count.
     *
     * @return empty if there is none
     */
    public Optional<LocalDate> paidUntil() {
        return Optional.ofNullable(paidUntil);
    }

    /**
     * Returns the beginning of a last or first name.
     *
     * @return empty if any name matches
     */
    public Optional<String> nameStartsWith() {
        return Optional.ofNullable(nameStartsWith);
    }

    /**
     * Returns whether deleted patients match too.
     *
     * @return false by default
     */
    public boolean includesDeleted() {
        return includesDeleted;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PatientFilter that
                && includesDeleted == that.includesDeleted
                && Objects.equals(ids, that.ids)
                && Objects.equals(externalIds, that.externalIds)
                && Objects.equals(paymentTotalAtLeast, that.paymentTotalAtLeast)
                && Objects.equals(paymentTotalAtMost, that.paymentTotalAtMost)
                && Objects.equals(paymentCountAtLeast, that.paymentCountAtLeast)
                && Objects.equals(paymentCountAtMost, that.paymentCountAtMost)
                && Objects.equals(bornFrom, that.bornFrom)
                && Objects.equals(bornUntil, that.bornUntil)
                && Objects.equals(paidFrom, that.paidFrom)
                && Objects.equals(paidUntil, that.paidUntil)
                && Objects.equals(nameStartsWith, that.nameStartsWith);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                ids,
                externalIds,
                paymentTotalAtLeast,
                paymentTotalAtMost,
                paymentCountAtLeast,
                paymentCountAtMost,
                bornFrom,
                bornUntil,
                paidFrom,
                paidUntil,
                nameStartsWith,
                includesDeleted);
    }

    @Override
    public String toString() {
        return "PatientFilter[includesDeleted=" + includesDeleted + "]";
    }

    /** Builds a {@link PatientFilter}. Every condition is absent until it is set. Not thread-safe. */
    public static final class Builder {

        private @Nullable Set<Long> ids;
        private @Nullable Set<String> externalIds;
        private @Nullable BigDecimal paymentTotalAtLeast;
        private @Nullable BigDecimal paymentTotalAtMost;
        private @Nullable Long paymentCountAtLeast;
        private @Nullable Long paymentCountAtMost;
        private @Nullable LocalDate bornFrom;
        private @Nullable LocalDate bornUntil;
        private @Nullable LocalDate paidFrom;
        private @Nullable LocalDate paidUntil;
        private @Nullable String nameStartsWith;
        private boolean includesDeleted;

        private Builder() {}

        /**
         * Matches patients by their ids in the other system. With {@code limit(PatientFilter.MAX_IDS)} one query
         * returns all of them on one page. Ids that no patient has match nothing, and an empty collection matches
         * nobody. Defaults to any id.
         *
         * @param ids external ids, compared exactly, at most {@value PatientFilter#MAX_IDS} different ones
         * @return this builder
         * @throws IllegalArgumentException if there are more
         */
        public Builder externalIds(Collection<String> ids) {
            this.externalIds = atMost(new TreeSet<>(ids));
            return this;
        }

        /**
         * Matches patients by the store's own ids: those of {@link Patient#id()}, of the change feed, of your foreign
         * keys. An empty collection matches nobody. Defaults to any id.
         *
         * @param values ids, at most {@value PatientFilter#MAX_IDS} different ones
         * @return this builder
         * @throws IllegalArgumentException if there are more
         */
        public Builder ids(Collection<Long> values) {
            this.ids = atMost(new TreeSet<>(values));
            return this;
        }

        private static <T> Set<T> atMost(Set<T> ids) {
            if (ids.size() > MAX_IDS) {
                throw new IllegalArgumentException(
                        "A filter can have at most " + MAX_IDS + " ids, not " + ids.size() + ": split the query");
            }
            return Collections.unmodifiableSet(ids);
        }

        /**
         * Sets the lower bound of the payment total. Defaults to none.
         *
         * @param total the least sum of live payments, inclusive
         * @return this builder
         * @throws IllegalArgumentException if the bound has more than 60 digits
         */
        public Builder paymentTotalAtLeast(BigDecimal total) {
            this.paymentTotalAtLeast = Bounds.money(total);
            return this;
        }

        /**
         * Sets the upper bound of the payment total. Defaults to none.
         *
         * @param total the greatest sum of live payments, inclusive; patients without payments have 0
         * @return this builder
         * @throws IllegalArgumentException if the bound has more than 60 digits
         */
        public Builder paymentTotalAtMost(BigDecimal total) {
            this.paymentTotalAtMost = Bounds.money(total);
            return this;
        }

        /**
         * Sets the lower bound of the number of payments. Defaults to none.
         *
         * @param count the least number of live payments, inclusive
         * @return this builder
         */
        public Builder paymentCountAtLeast(long count) {
            this.paymentCountAtLeast = count;
            return this;
        }

        /**
         * Sets the upper bound of the number of payments. Defaults to none.
         *
         * @param count the greatest number of live payments, inclusive
         * @return this builder
         */
        public Builder paymentCountAtMost(long count) {
            this.paymentCountAtMost = count;
            return this;
        }

        /**
         * Sets the earliest date of birth; then patients without one do not match. Defaults to none.
         *
         * @param date the earliest date of birth, inclusive
         * @return this builder
         */
        public Builder bornFrom(LocalDate date) {
            this.bornFrom = Objects.requireNonNull(date, "date");
            return this;
        }

        /**
         * Sets the latest date of birth; then patients without one do not match. Defaults to none.
         *
         * @param date the latest date of birth, inclusive
         * @return this builder
         */
        public Builder bornUntil(LocalDate date) {
            this.bornUntil = Objects.requireNonNull(date, "date");
            return this;
        }

        /**
         * Lets only payments of this date and later ones count: in the bounds of the payment total and of the number of
         * payments, in the order {@link PatientSort#PAYMENT_TOTAL}, in the
         * {@linkplain io.github.patientpayments.Mirror#totals totals}, and in {@link Patient#paymentTotal()} and
         * {@link Patient#paymentCount()} of what is returned. A patient without such a payment matches with a total of
         * 0. Payments without a date do not count. Defaults to the payments of all time, with and without a date.
         *
         * <p>The store keeps the totals of all time only. Those of a period are added up by each query: for a page in
         * the order of ids or names without a bound of the total, from the payments of the patients on the page; for
         * any other, from all payments of the period, and on H2 from all payments.
         *
         * @param date the earliest date, inclusive
         * @return this builder
         */
        public Builder paidFrom(LocalDate date) {
            this.paidFrom = Objects.requireNonNull(date, "date");
            return this;
        }

        /**
         * Lets only payments of this date and earlier ones count, as {@link #paidFrom} does. Defaults to the payments
         * of all time, with and without a date.
         *
         * @param date the latest date, inclusive
         * @return this builder
         */
        public Builder paidUntil(LocalDate date) {
            this.paidUntil = Objects.requireNonNull(date, "date");
            return this;
        }

        /**
         * Matches patients whose last or first name begins with a prefix. Case and accents make no difference
         * ({@code "garc"} finds García), and {@code %} and {@code _} are ordinary characters. White space around the
         * prefix is removed. Defaults to any name.
         *
         * <p>Names are searched by their first 100 characters without accents and with ligatures written out. A query
         * throws an {@link IllegalArgumentException} if the prefix is longer in that form. This form is stored, as the
         * Java version that wrote the name knew the characters. For names in scripts that are newer than that,
         * {@link io.github.patientpayments.PatientPaymentStore#verifyIntegrity()} reports where this version would
         * store another form, and {@link io.github.patientpayments.sync.SyncOptions#compareInFull()} renews it.
         *
         * @param prefix the beginning of a name, at most {@value PatientFilter#MAX_NAME_PREFIX} characters
         * @return this builder
         * @throws IllegalArgumentException if it is blank, apart from accents, or longer
         */
        public Builder nameStartsWith(String prefix) {
            String stripped = prefix.strip();
            boolean blank = ONLY_ACCENTS
                    .matcher(Normalizer.normalize(stripped, Normalizer.Form.NFKD))
                    .matches();
            int length = stripped.codePointCount(0, stripped.length());
            if (blank || length > MAX_NAME_PREFIX) {
                throw new IllegalArgumentException("A name prefix must have 1 to " + MAX_NAME_PREFIX
                        + " characters and not be blank, apart from accents; this one "
                        + (blank ? "is blank" : "has " + length));
            }
            this.nameStartsWith = stripped;
            return this;
        }

        /**
         * Matches deleted patients too, whose total and number of payments are 0. In the order of totals, a page on H2
         * then takes longer the more patients there are. Defaults to live patients only.
         *
         * @return this builder
         */
        public Builder includeDeleted() {
            this.includesDeleted = true;
            return this;
        }

        /**
         * Builds the filter.
         *
         * @return the filter
         * @throws IllegalArgumentException if a lower bound is greater than its upper bound
         */
        public PatientFilter build() {
            Bounds.check("paymentTotal", paymentTotalAtLeast, paymentTotalAtMost);
            Bounds.check("paymentCount", paymentCountAtLeast, paymentCountAtMost);
            Bounds.check("born", bornFrom, bornUntil);
            Bounds.check("paid", paidFrom, paidUntil);
            return new PatientFilter(this);
        }
    }
}
