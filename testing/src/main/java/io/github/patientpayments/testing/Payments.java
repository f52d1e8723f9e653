package io.github.patientpayments.testing;

import io.github.patientpayments.PaymentData;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The payments of a night. Content depends on the number of the payment and the night of its last change. */
final class Payments {

    private static final LocalDate EARLIEST = LocalDate.of(2020, 1, 1);
    private static final int DAYS = 1_826;
    private static final int CENTS = 50_000;
    private static final double REFUNDS = 0.05;
    private static final double WITHOUT_DATE = 0.1;
    private static final double MOVES = 0.1;

    private static final int AMOUNT = 1;
    private static final int IS_REFUND = 2;
    private static final int HAS_DATE = 3;
    private static final int DATE = 4;
    private static final int PATIENT = 5;

    private final Draw draw;
    private final Draw moves;
    private final Lives lives;
    private final int night;
    private final Patients patients;

    Payments(long seed, Lives lives, int night, Patients patients) {
        this.draw = new Draw(seed, "payments");
        this.moves = new Draw(seed, "moves of payments");
        this.lives = lives;
        this.night = night;
        this.patients = patients;
    }

    Stream<PaymentData> stream() {
        return LongStream.range(0, lives.numbers(night)).filter(this::isPresent).mapToObj(this::payment);
    }

    private boolean isPresent(long number) {
        int change = lives.lastChange(number, night);
        return change != Lives.MISSING && patients.isPresent(patient(number, change));
    }

    private PaymentData payment(long number) {
        int change = lives.lastChange(number, night);
        return PaymentData.builder()
                .externalId("payment-" + (number + 1))
                .patientExternalId(Patients.externalId(patient(number, change)))
                .amount(amount(number, change))
                .paidOn(paidOn(number))
                .build();
    }

    /** The lower the number of a patient, the more payments. */
    private long patient(long number, int change) {
        int born = lives.born(number);
        boolean moved = change > born && moves.share(number, change) < MOVES;
        double share = moved ? moves.share(number, -change) : draw.share(number, PATIENT);
        return (long) (share * share * patients.numbers(born));
    }

    /** Every change adds cents, so that no two amounts of a payment are equal. */
    private BigDecimal amount(long number, int change) {
        BigDecimal amount = BigDecimal.valueOf(1 + draw.below(CENTS, number, AMOUNT) + (long) change, 2);
        return draw.share(number, IS_REFUND) < REFUNDS ? amount.negate() : amount;
    }

    private @Nullable LocalDate paidOn(long number) {
        return draw.share(number, HAS_DATE) < WITHOUT_DATE ? null : EARLIEST.plusDays(draw.below(DAYS, number, DATE));
    }
}
