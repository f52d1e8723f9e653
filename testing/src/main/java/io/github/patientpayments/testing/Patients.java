package io.github.patientpayments.testing;

import io.github.patientpayments.PatientData;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The patients of a night. Content depends on the number of the patient and the night of its last change. */
final class Patients {

    private static final LocalDate OLDEST = LocalDate.of(1930, 1, 1);
    private static final int DAYS = 32_000;
    private static final double WITHOUT_DATE = 0.05;
    private static final double WITH_MIDDLE_NAME = 0.3;

    private static final int FIRST_NAME = 1;
    private static final int LAST_NAME = 2;
    private static final int HAS_MIDDLE_NAME = 3;
    private static final int MIDDLE_NAME = 4;
    private static final int HAS_DATE = 5;
    private static final int DATE = 6;

    private final Draw draw;
    private final Lives lives;
    private final int night;
    private final boolean hostile;

    Patients(long seed, Lives lives, int night, boolean hostile) {
        this.draw = new Draw(seed, "patients");
        this.lives = lives;
        this.night = night;
        this.hostile = hostile;
    }

    Stream<PatientData> stream() {
        return LongStream.range(0, lives.numbers(night)).filter(this::isPresent).mapToObj(this::patient);
    }

    boolean isPresent(long number) {
        return lives.lastChange(number, night) != Lives.MISSING;
    }

    /** How many patients there have been up to a night. */
    long numbers(int upToNight) {
        return lives.numbers(upToNight);
    }

    static String externalId(long number) {
        return "patient-" + (number + 1);
    }

    private PatientData patient(long number) {
        return PatientData.builder()
                .externalId(externalId(number))
                .firstName(name(Names.FIRST, number, FIRST_NAME, 0))
                .middleName(middleName(number))
                .lastName(name(Names.LAST, number, LAST_NAME, lives.lastChange(number, night)))
                .dateOfBirth(dateOfBirth(number))
                .build();
    }

    private @Nullable String middleName(long number) {
        return draw.share(number, HAS_MIDDLE_NAME) < WITH_MIDDLE_NAME
                ? name(Names.FIRST, number, MIDDLE_NAME, 0)
                : null;
    }

    private @Nullable LocalDate dateOfBirth(long number) {
        return draw.share(number, HAS_DATE) < WITHOUT_DATE ? null : OLDEST.plusDays(draw.below(DAYS, number, DATE));
    }

    /** @param change the next change gives the next name */
    private String name(List<String> plausible, long number, int place, int change) {
        List<String> names = hostile && number % 2 == 1 ? Names.HOSTILE : plausible;
        return names.get((draw.below(names.size(), number, place) + change) % names.size());
    }
}
