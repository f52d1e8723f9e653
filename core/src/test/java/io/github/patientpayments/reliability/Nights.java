package io.github.patientpayments.reliability;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncInput;
import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What another system sends night after night, computed from a seed, so that two processes know it alike. In each state
 * of it, some records have changed, some are missing and some are back. A state is sent in several ways, so that each
 * way through a sync is taken: a first load, the same again from a source that can be read twice or once, a snapshot
 * that differs, and a delta.
 *
 * @param seed makes another system
 * @param patients the number of patients, of whom few are missing at a time
 * @param payments the number of payments likewise
 */
record Nights(long seed, long patients, long payments) {

    private static final int WAYS = 6;

    /** The states that the ways of six nights lead to. */
    private static final List<Integer> STATES = List.of(0, 0, 0, 1, 2, 3);

    /** What is sent in a night, the first of which is 1. */
    SyncInput input(long night) {
        long state = state(night);
        return switch ((int) ((night - 1) % WAYS)) {
            case 0, 1, 3 ->
                Snapshot.builder()
                        .patients(Source.of(() -> patientsIn(state).iterator()))
                        .payments(Source.of(() -> paymentsIn(state).iterator()))
                        .build();
            case 4 ->
                Delta.builder()
                        .patients(Source.once(patientsSince(state - 1, state)))
                        .payments(Source.once(paymentsSince(state - 1, state)))
                        .build();
            default ->
                Snapshot.builder()
                        .patients(Source.once(patientsIn(state)))
                        .payments(Source.once(paymentsIn(state)))
                        .build();
        };
    }

    /** The payments that the store has after a night, each as a text, in the order of the texts; none after night 0. */
    Stream<String> expected(long night) {
        return night == 0
                ? Stream.empty()
                : paymentsIn(state(night))
                        .map(payment -> text(
                                payment.externalId().orElseThrow(),
                                payment.patientExternalId().orElseThrow(),
                                payment.amount().orElseThrow()))
                        .sorted();
    }

    /** The number of patients after a night. */
    long expectedPatients(long night) {
        return night == 0 ? 0 : patientsIn(state(night)).count();
    }

    static String text(String payment, String patient, BigDecimal amount) {
        return payment + " of " + patient + ": " + amount.stripTrailingZeros().toPlainString();
    }

    private static long state(long night) {
        return (night - 1) / WAYS * (STATES.get(WAYS - 1) + 1) + STATES.get((int) ((night - 1) % WAYS));
    }

    private Stream<PatientData> patientsIn(long state) {
        return all(patients, i -> patientExists(i, state) ? Stream.of(patient(i, state)) : Stream.empty());
    }

    private Stream<PaymentData> paymentsIn(long state) {
        return all(payments, i -> paymentExists(i, state) ? Stream.of(payment(i, state)) : Stream.empty());
    }

    private Stream<PatientData> patientsSince(long before, long state) {
        return all(patients, i -> {
            if (patientExists(i, state)) {
                return Stream.of(patient(i, state));
            }
            return patientExists(i, before)
                    ? Stream.of(PatientData.builder()
                            .externalId("P" + i)
                            .deletion(true)
                            .build())
                    : Stream.empty();
        });
    }

    private Stream<PaymentData> paymentsSince(long before, long state) {
        return all(payments, i -> {
            if (!paymentExists(i, state)) {
                return paymentExists(i, before)
                        ? Stream.of(PaymentData.builder()
                                .externalId("Y" + i)
                                .deletion(true)
                                .build())
                        : Stream.empty();
            }
            boolean same = paymentExists(i, before) && version(i, 50, state) == version(i, 50, before);
            return same ? Stream.empty() : Stream.of(payment(i, state));
        });
    }

    private PatientData patient(long i, long state) {
        return PatientData.builder()
                .externalId("P" + i)
                .firstName("First" + version(i, 70, state))
                .lastName("Last" + i)
                .build();
    }

    private PaymentData payment(long i, long state) {
        return PaymentData.builder()
                .externalId("Y" + i)
                .patientExternalId("P" + payer(i))
                .amount(BigDecimal.valueOf(i * 100 + version(i, 50, state), 2))
                .build();
    }

    private long payer(long payment) {
        return payment % patients;
    }

    private boolean patientExists(long i, long state) {
        return (state + offset(i, 100)) % 100 != 0;
    }

    private boolean paymentExists(long i, long state) {
        return (state + offset(i, 60)) % 60 != 0 && patientExists(payer(i), state);
    }

    /** Grows by one every so many states, for each record in another one. */
    private long version(long i, int every, long state) {
        return (state + offset(i, every)) / every;
    }

    private long offset(long i, int bound) {
        return new SplittableRandom(seed * 31 + i).nextInt(bound);
    }

    private static <T> Stream<T> all(long number, LongFunction<Stream<T>> record) {
        return LongStream.range(0, number).boxed().flatMap(record::apply);
    }
}
