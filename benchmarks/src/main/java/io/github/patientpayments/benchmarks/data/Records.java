package io.github.patientpayments.benchmarks.data;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of one export, computed from their numbers. A tenth of the payments that go, go with their patient.
 * Payments name their patients at random, so the number of payments of a patient varies.
 */
final class Records {

    private static final List<String> FIRST_NAMES = List.of(
            "Roy",
            "Pris",
            "Rachael",
            "Léon",
            "Zhora",
            "Rick",
            "Eldon",
            "Hannibal",
            "Gaff",
            "Ana",
            "Niander",
            "Mariette",
            "Sapper",
            "Freysa",
            "Joshi",
            "Luv",
            "Coco",
            "Dave",
            "Holden",
            "María",
            "José",
            "Zoë",
            "Renée",
            "Jürgen");
    private static final List<String> SYLLABLES = List.of(
            "ba", "ty", "strat", "ton", "deck", "ard", "ko", "wal", "ski", "sa", "lo", "me", "bry", "ant", "chew", "se",
            "bas", "tian", "ty", "rell", "mor", "ton", "wal", "lace");

    private final Export export;
    private final DataSpec spec;
    private final Fate patients;
    private final Fate payments;
    private final Draw names;
    private final Draw births;
    private final Draw owners;
    private final Draw amounts;

    Records(DataSpec spec, Export export) {
        this.spec = spec;
        this.export = export;
        this.patients = new Fate("patients", spec.size().patients(), spec, spec.changed() / 10);
        this.payments = new Fate("payments", spec.size().payments(), spec, spec.changed() * 9 / 10);
        this.names = new Draw(spec.seed(), "names");
        this.births = new Draw(spec.seed(), "births");
        this.owners = new Draw(spec.seed(), "owners");
        this.amounts = new Draw(spec.seed(), "amounts");
    }

    int patients() {
        return patients.numbers(export.night());
    }

    int payments() {
        return payments.numbers(export.night());
    }

    /** The fields by {@link Fields#PATIENT}, or nothing if there is no such patient any more. */
    @Nullable
    String @Nullable [] patient(int number) {
        if (patients.isMissing(number, export.night())) {
            return null;
        }
        return new @Nullable String[] {
            id(number), pick(FIRST_NAMES, number, 1), lastName(number), middleName(number), birth(number)
        };
    }

    private String lastName(int number) {
        StringBuilder name = new StringBuilder(pick(SYLLABLES, number, 2))
                .append(pick(SYLLABLES, number, 3))
                .append(pick(SYLLABLES, number, 4));
        name.setCharAt(0, Character.toUpperCase(name.charAt(0)));
        return name + "x".repeat(patients.changes(number, export.night()));
    }

    private @Nullable String middleName(int number) {
        return number % 2 == 0 ? null : pick(FIRST_NAMES, number, 5);
    }

    private String birth(int number) {
        return LocalDate.of(1930, 1, 1).plusDays(births.below(33_000, number)).toString();
    }

    private String pick(List<String> words, int number, int which) {
        return words.get(names.below(words.size(), number * 7 + which));
    }

    /** The fields by {@link Fields#PAYMENT}, or nothing if there is no such payment any more. */
    String @Nullable [] payment(int number) {
        int owner = owner(number);
        if (payments.isMissing(number, export.night()) || patients.isMissing(owner, export.night())) {
            return null;
        }
        return new String[] {id(number), id(owner), amount(number)};
    }

    private int owner(int number) {
        return owners.below(number < spec.size().payments() ? spec.size().patients() : patients(), number);
    }

    private String amount(int number) {
        int cents = 100 + amounts.below(50_000, number) + 7 * payments.changes(number, export.night());
        return cents / 100 + "." + cents / 10 % 10 + cents % 10;
    }

    /** How many invalid payments there are. */
    int invalidPayments() {
        return export == Export.WITH_INVALID ? extra(spec.size().payments()) : 0;
    }

    /** An invalid payment with a number of its own: too many digits, an unknown patient, or none. */
    String[] invalidPayment(int number) {
        String id = id(payments() + number);
        return switch (number % 3) {
            case 0 -> new String[] {id, "1", "12.34567"};
            case 1 -> new String[] {id, "nobody", "12.34"};
            default -> new String[] {id, "", "12.34"};
        };
    }

    /** So many more that they are the share of invalid ones of all. */
    private int extra(int valid) {
        return (int) Math.round(valid * spec.invalid() / (1 - spec.invalid()));
    }

    private static String id(int number) {
        return Integer.toString(number + 1);
    }
}
