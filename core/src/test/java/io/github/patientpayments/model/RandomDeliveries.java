package io.github.patientpayments.model;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncInput;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Random snapshots and deltas with few ids, so that all combinations occur. */
public final class RandomDeliveries {

    private static final int PATIENTS = 6;
    private static final int PAYMENTS = 9;

    private final Random random;

    public RandomDeliveries(Random random) {
        this.random = random;
    }

    /** The sets of an input; null for a set that is not given. */
    public record Sets(
            boolean delta,
            @Nullable LocalDate paidFrom,
            @Nullable List<PatientData> patients,
            @Nullable List<PaymentData> payments) {

        /** As sources that can be opened again, or only once. */
        public SyncInput delivery(boolean once) {
            if (delta) {
                return fill(Delta.builder(), once).build();
            }
            Snapshot.Builder snapshot = fill(Snapshot.builder(), once);
            if (paidFrom != null && payments != null) {
                snapshot.paymentsPaidFrom(paidFrom);
            }
            return snapshot.build();
        }

        private <B extends SyncInput.Builder<B>> B fill(B builder, boolean once) {
            if (patients != null) {
                builder.patients(source(patients, once));
            }
            if (payments != null) {
                builder.payments(source(payments, once));
            }
            return builder;
        }

        private static <T> Source<T> source(List<T> records, boolean once) {
            return once ? Source.once(records.stream()) : Source.of(records);
        }

        /** All that it contains, for a person who looks for a fault. The records are invented. */
        @Override
        public String toString() {
            return (delta ? "delta" : "snapshot") + " of patients " + words(patients, Sets::words) + " and payments "
                    + (paidFrom == null ? "" : "since " + paidFrom + " ") + words(payments, Sets::words);
        }

        private static <T> String words(@Nullable List<T> set, Function<T, String> words) {
            return set == null ? "not given" : set.stream().map(words).collect(Collectors.joining(", ", "[", "]"));
        }

        private static String words(PatientData patient) {
            return id(patient.externalId())
                    + (patient.isDeletion()
                            ? " deleted"
                            : " " + patient.firstName().orElse("without first name"))
                    + patient.dateOfBirth().map(date -> " born " + date).orElse("");
        }

        private static String words(PaymentData payment) {
            return id(payment.externalId())
                    + payment.patientExternalId()
                            .map(patient -> " of " + patient)
                            .orElse("")
                    + (payment.isDeletion()
                            ? " deleted"
                            : payment.amount().map(amount -> " " + amount).orElse(" without amount"))
                    + payment.paidOn().map(date -> " paid on " + date).orElse("");
        }

        private static String id(Optional<String> id) {
            return id.orElse("(without id)");
        }
    }

    public Sets snapshot() {
        return random.nextBoolean() ? messy(false) : clean();
    }

    public Sets delta() {
        return messy(true);
    }

    /** The same elements in another order. */
    public Sets shuffled(Sets sets) {
        return new Sets(sets.delta, sets.paidFrom, shuffled(sets.patients), shuffled(sets.payments));
    }

    /** One of the sets again, together with another one. */
    public Sets halfKnown(Sets sets) {
        Sets other = clean();
        return random.nextBoolean()
                ? new Sets(sets.delta, sets.delta ? null : other.paidFrom, shuffled(sets.patients), other.payments)
                : new Sets(sets.delta, sets.paidFrom, other.patients, shuffled(sets.payments));
    }

    private <T> @Nullable List<T> shuffled(@Nullable List<T> set) {
        if (set == null) {
            return null;
        }
        List<T> shuffled = new ArrayList<>(set);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    /** A full snapshot without invalid records. */
    private Sets clean() {
        List<PatientData> patients = new ArrayList<>();
        List<PaymentData> payments = new ArrayList<>();
        for (int i = 0; i < PATIENTS; i++) {
            if (random.nextInt(4) > 0) {
                patients.add(patient("P" + i));
            }
        }
        for (int i = 0; i < PAYMENTS && !patients.isEmpty(); i++) {
            if (random.nextInt(4) > 0) {
                String patient = patients.get(random.nextInt(patients.size()))
                        .externalId()
                        .orElseThrow();
                payments.add(payment("Y" + i, patient));
            }
        }
        LocalDate paidFrom = paidFrom();
        if (paidFrom != null) {
            payments.removeIf(payment ->
                    payment.paidOn().filter(date -> !date.isBefore(paidFrom)).isEmpty());
        }
        boolean given = random.nextInt(4) > 0;
        return new Sets(false, given ? paidFrom : null, patients, given ? payments : null);
    }

    /** Dates are the 28th of January or of February, or none. */
    private @Nullable LocalDate paidFrom() {
        return random.nextInt(3) > 0 ? null : LocalDate.of(2025, 1 + random.nextInt(2), 28);
    }

    private Sets messy(boolean delta) {
        List<PatientData> patients = random.nextInt(4) == 0 ? null : patients(delta);
        List<PaymentData> payments = patients != null && random.nextInt(4) == 0 ? null : payments(delta);
        return new Sets(delta, delta || payments == null ? null : paidFrom(), patients, payments);
    }

    private List<PatientData> patients(boolean delta) {
        List<PatientData> set = new ArrayList<>();
        int size = random.nextInt(9);
        for (int i = 0; i < size; i++) {
            String id = random.nextInt(40) == 0 ? null : "P" + random.nextInt(PATIENTS);
            if (random.nextInt(delta ? 4 : 20) == 0) {
                set.add(PatientData.builder().externalId(id).deletion(true).build());
            } else if (random.nextInt(8) == 0) {
                set.add(PatientData.builder().externalId(id).lastName("L").build());
            } else {
                set.add(patient(id));
            }
        }
        return set;
    }

    private PatientData patient(@Nullable String id) {
        return PatientData.builder()
                .externalId(id)
                .firstName("N" + random.nextInt(2))
                .lastName("L")
                .dateOfBirth(random.nextInt(4) > 0 ? null : LocalDate.of(2000, 2, 29))
                .build();
    }

    private List<PaymentData> payments(boolean delta) {
        List<PaymentData> set = new ArrayList<>();
        int size = random.nextInt(14);
        for (int i = 0; i < size; i++) {
            String id = random.nextInt(40) == 0 ? null : "Y" + random.nextInt(PAYMENTS);
            String patient = "P" + random.nextInt(PATIENTS + 1);
            if (random.nextInt(delta ? 4 : 20) == 0) {
                set.add(PaymentData.builder()
                        .externalId(id)
                        .patientExternalId(random.nextBoolean() ? null : patient)
                        .deletion(true)
                        .build());
            } else if (random.nextInt(8) == 0) {
                set.add(PaymentData.builder()
                        .externalId(id)
                        .patientExternalId(patient)
                        .build());
            } else {
                set.add(payment(id, patient));
            }
        }
        return set;
    }

    private PaymentData payment(@Nullable String id, String patient) {
        return PaymentData.builder()
                .externalId(id)
                .patientExternalId(patient)
                .amount(BigDecimal.valueOf(random.nextInt(5) - 1L, random.nextInt(2)))
                .paidOn(random.nextInt(3) > 0 ? null : LocalDate.of(2025, 1 + random.nextInt(2), 28))
                .build();
    }
}
