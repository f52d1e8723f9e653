package io.github.patientpayments.testing;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.util.Iterator;
import java.util.stream.IntStream;

/**
 * Generates what another system sends night after night: all its patients and payments, of which each night some have
 * changed, some are missing and some are new. The same seed gives the same records, in every locale and on every Java
 * version; they may be others in another version of this library.
 *
 * <pre>{@code
 * Snapshots snapshots = Snapshots.seeded(42).patients(1_000).payments(5_000);
 * Iterator<Snapshots.Night> nights = snapshots.iterator();
 * store.sync(nights.next().snapshot());
 * store.sync(nights.next().snapshot());
 * assertThat(store).hasSameContentAs(snapshots.night(2));
 * }</pre>
 *
 * <p>Every record is valid. All payments belong to patients of the same night, and one in twenty is a refund. Of the
 * missing records, half are back the next night. With the default shares and 50 patients or more, no guard refuses a
 * night after the one before; of fewer patients, the first has a large part of the money.
 *
 * <p>Records are generated while they are read and are not held, so a million payments need no memory. Each night takes
 * a little longer to generate than the one before.
 *
 * <p>{@code toString} is the Java expression that makes the same snapshots again: show it when a test fails. Immutable
 * and thread-safe: every method returns new snapshots.
 */
public final class Snapshots implements Iterable<Snapshots.Night> {

    private static final Snapshots DEFAULTS = new Snapshots(0, 100, 500, new Shares(0.02, 0.01, 0.01), false);

    private final long seed;
    private final int patients;
    private final int payments;
    private final Shares shares;
    private final boolean hostileNames;

    private Snapshots(long seed, int patients, int payments, Shares shares, boolean hostileNames) {
        this.seed = seed;
        this.patients = patients;
        this.payments = payments;
        this.shares = shares;
        this.hostileNames = hostileNames;
    }

    /**
     * Creates snapshots with 100 patients and 500 payments in the first night.
     *
     * @param seed another number gives other records
     * @return snapshots
     */
    public static Snapshots seeded(long seed) {
        return new Snapshots(seed, DEFAULTS.patients, DEFAULTS.payments, DEFAULTS.shares, false);
    }

    /**
     * Sets the number of patients in the first night. Defaults to 100.
     *
     * @param count 1 or more
     * @return the same snapshots with this number
     * @throws IllegalArgumentException if the number is less
     */
    public Snapshots patients(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("Snapshots have 1 patient or more, not " + count);
        }
        return new Snapshots(seed, count, payments, shares, hostileNames);
    }

    /**
     * Sets the number of payments in the first night. A few patients have many of them, and some have none. Defaults to
     * 500.
     *
     * @param count 0 or more
     * @return the same snapshots with this number
     * @throws IllegalArgumentException if the number is less
     */
    public Snapshots payments(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("Snapshots have 0 payments or more, not " + count);
        }
        return new Snapshots(seed, patients, count, shares, hostileNames);
    }

    /**
     * Sets which share of the records changes each night, about: last names of patients, and amounts of payments, a few
     * of which move to another patient. Defaults to 0.02.
     *
     * @param share 0 to 1, together with {@link #missing} 1 at most
     * @return the same snapshots with this share
     * @throws IllegalArgumentException if the share is outside this range
     */
    public Snapshots changed(double share) {
        return with(new Shares(share, shares.missing(), shares.added()));
    }

    /**
     * Sets which share of the records is missing each night, about; half of them return the next night. Payments are
     * missing with their patients too. With more than 0.1, expect the guard to refuse a sync. Defaults to 0.01.
     *
     * @param share 0 to 1, together with {@link #changed} 1 at most
     * @return the same snapshots with this share
     * @throws IllegalArgumentException if the share is outside this range
     */
    public Snapshots missing(double share) {
        return with(new Shares(shares.changed(), share, shares.added()));
    }

    /**
     * Sets how many records are new each night, as a share of those of the first night; one at least, unless the share
     * is 0. Defaults to 0.01.
     *
     * @param share 0 to 1
     * @return the same snapshots with this share
     * @throws IllegalArgumentException if the share is outside this range
     */
    public Snapshots added(double share) {
        return with(new Shares(shares.changed(), shares.missing(), share));
    }

    private Snapshots with(Shares other) {
        return new Snapshots(seed, patients, payments, other, hostileNames);
    }

    /**
     * Gives every other patient a name that is valid, and often handled badly: with quotes, markup, SQL, a formula,
     * line breaks, emoji, text from right to left, letters that change in a Turkish locale, or 250 characters. Defaults
     * to plausible names.
     *
     * @return the same snapshots with these names
     */
    public Snapshots hostileNames() {
        return new Snapshots(seed, patients, payments, shares, true);
    }

    /**
     * Returns what the other system sends in a night.
     *
     * @param number 1 or more
     * @return the night
     * @throws IllegalArgumentException if the number is less
     */
    public Night night(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("Nights are numbered from 1, not from " + number);
        }
        return new Night(this, number);
    }

    /**
     * Returns all nights, from the first on.
     *
     * @return an endless iterator; not thread-safe
     */
    @Override
    public Iterator<Night> iterator() {
        return IntStream.iterate(1, number -> number + 1).mapToObj(this::night).iterator();
    }

    private Patients patientsOf(int night) {
        return new Patients(seed, new Lives(seed, "patients", patients, shares), night, hostileNames);
    }

    private Payments paymentsOf(int night) {
        return new Payments(seed, new Lives(seed, "payments", payments, shares), night, patientsOf(night));
    }

    @Override
    public String toString() {
        return "Snapshots.seeded(" + seed + ").patients(" + patients + ").payments(" + payments + ")"
                + setting(".changed", shares.changed(), DEFAULTS.shares.changed())
                + setting(".missing", shares.missing(), DEFAULTS.shares.missing())
                + setting(".added", shares.added(), DEFAULTS.shares.added())
                + (hostileNames ? ".hostileNames()" : "");
    }

    private static String setting(String name, double share, double byDefault) {
        return share == byDefault ? "" : name + "(" + share + ")";
    }

    /** What the other system sends in one night. {@code toString} is the Java expression that makes it. Immutable. */
    public static final class Night {

        private final Snapshots snapshots;
        private final int number;

        private Night(Snapshots snapshots, int number) {
            this.snapshots = snapshots;
            this.number = number;
        }

        /**
         * Returns the number of the night.
         *
         * @return 1 or more
         */
        public int number() {
            return number;
        }

        /**
         * Returns all patients.
         *
         * @return generated anew at each iteration
         */
        public Iterable<PatientData> patients() {
            return new Generated<>(this, "patients", () -> snapshots.patientsOf(number).stream());
        }

        /**
         * Returns all payments.
         *
         * @return generated anew at each iteration
         */
        public Iterable<PaymentData> payments() {
            return new Generated<>(this, "payments", () -> snapshots.paymentsOf(number).stream());
        }

        /**
         * Returns the snapshot with all patients and payments, without a time of export and without control totals.
         *
         * @return a snapshot that can be used any number of times
         */
        public Snapshot snapshot() {
            return Snapshot.builder()
                    .patients(Source.of(patients()))
                    .payments(Source.of(payments()))
                    .build();
        }

        @Override
        public String toString() {
            return snapshots + ".night(" + number + ")";
        }
    }
}
