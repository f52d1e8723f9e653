package io.github.patientpayments.examples.loader;

import io.github.patientpayments.RecordType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which columns the fields of a set may be, by what columns are usually called and, for want of a name, by their
 * values.
 *
 * @param type the type of the records
 * @param columns the columns by the names of the fields
 * @param byValues the fields for which nothing but the values speaks
 * @param others columns that are no field but could be this one, by their names
 */
record FieldGuess(
        RecordType type,
        Map<String, SampleColumn> columns,
        Set<String> byValues,
        Map<String, List<SampleColumn>> others) {

    static final String EXTERNAL_ID = "externalId";
    static final String PATIENT_ID = "patientId";
    static final String AMOUNT = "amount";
    static final String DATE_OF_BIRTH = "dateOfBirth";
    static final String PAID_ON = "paidOn";

    private static final Set<String> DATES = Set.of(DATE_OF_BIRTH, PAID_ON);
    private static final Set<String> IDS = Set.of(EXTERNAL_ID, PATIENT_ID);

    /** In an inner object they can be anything's. */
    private static final Set<String> VAGUE = Set.of("id", "date", "value", "sum", "patient", "payment", "pid");

    private static final int WAYS = 3;

    private static final String PATIENT_NUMBER =
            "patientexternalid patientid patientnumber patientno patnum patid patno pid mrn medicalrecordnumber"
                    + " chartnumber chartno";

    /** In lower case without anything but letters and digits, the surest first. */
    private static final Map<String, String> PATIENT = names(
            EXTERNAL_ID,
            "externalid " + PATIENT_NUMBER + " id number",
            "firstName",
            "firstname fname first givenname given forename vorname",
            "middleName",
            "middlename mname middle middleinitial mi",
            "lastName",
            "lastname lname last familyname family surname nachname",
            DATE_OF_BIRTH,
            "dateofbirth dob birthdate birthday birth born geburtsdatum");

    private static final Map<String, String> PAYMENT = names(
            EXTERNAL_ID,
                    "externalid paymentexternalid paymentid paymentnumber paymentno paynum payid transactionid txid"
                            + " txnid transactionnumber receiptnumber receiptno id number",
            PATIENT_ID, PATIENT_NUMBER + " patient",
            AMOUNT,
                    "amount paymentamount payamt amountpaid paidamount amountcents amountminor amountvalue amt"
                            + " payment payments betrag value sum",
            PAID_ON,
                    "paidon paidat paid paymentdate paydate datepaid posteddate postdate postedat posttime"
                            + " paymenttimestamp depositdate transactiondate date datum");

    private static final Set<String> REQUIRED = Set.of(EXTERNAL_ID, "firstName", "lastName", PATIENT_ID, AMOUNT);

    private static Map<String, String> names(String... fieldsAndNames) {
        Map<String, String> names = new LinkedHashMap<>();
        for (int i = 0; i < fieldsAndNames.length; i += 2) {
            names.put(fieldsAndNames[i], fieldsAndNames[i + 1]);
        }
        return names;
    }

    /** Whether a column of this name is usually a field of either set. */
    static boolean isKnown(String name) {
        for (RecordType type : RecordType.values()) {
            if (fields(type).values().stream().anyMatch(known -> rank(name, known, type) >= 0)) {
                return true;
            }
        }
        return false;
    }

    /** The set that the columns fit better; empty if they fit both alike. */
    static Optional<FieldGuess> better(List<SampleColumn> columns) {
        FieldGuess patients = of(RecordType.PATIENT, columns);
        FieldGuess payments = of(RecordType.PAYMENT, columns);
        int difference = patients.missing().size() - payments.missing().size();
        if (difference != 0) {
            return Optional.of(difference < 0 ? patients : payments);
        }
        if (payments.columns.containsKey(AMOUNT) && !payments.byValues.contains(AMOUNT)) {
            return Optional.of(payments); // with the names of the patients
        }
        int more = patients.named() - payments.named();
        return more == 0 ? Optional.empty() : Optional.of(more > 0 ? patients : payments);
    }

    private int named() {
        return columns.size() - byValues.size();
    }

    static FieldGuess of(RecordType type, List<SampleColumn> columns) {
        List<Match> matches = new ArrayList<>();
        for (SampleColumn column :
                columns.stream().filter(SampleColumn::isNamed).toList()) {
            fields(type).forEach((field, known) -> {
                int rank = rank(column.name(), known, type);
                if (rank >= 0 && isPossible(field, column)) {
                    matches.add(new Match(rank, field, column));
                }
            });
        }
        matches.sort(Comparator.comparingInt(Match::rank));
        Map<String, SampleColumn> found = new LinkedHashMap<>();
        for (Match match : matches) {
            if (!found.containsKey(match.field) && !found.containsValue(match.column)) {
                found.put(match.field, match.column);
            }
        }
        Set<String> byValues = new HashSet<>();
        for (String field : fields(type).keySet()) {
            onlyOne(field, columns, found).ifPresent(column -> {
                found.put(field, column);
                byValues.add(field);
            });
        }
        return new FieldGuess(type, found, byValues, others(matches, found));
    }

    private static Map<String, List<SampleColumn>> others(List<Match> matches, Map<String, SampleColumn> found) {
        return matches.stream()
                .filter(match -> !found.containsValue(match.column) && match.column.size() > 0)
                .collect(Collectors.groupingBy(Match::field, Collectors.mapping(Match::column, Collectors.toList())));
    }

    private static Map<String, String> fields(RecordType type) {
        return type == RecordType.PATIENT ? PATIENT : PAYMENT;
    }

    /** How sure it is that a column is a field: less is surer, and negative is not at all. */
    private static int rank(String name, String known, RecordType type) {
        List<String> names = Arrays.asList(known.split(" ", -1));
        String whole = normal(name);
        String last = normal(name.substring(name.lastIndexOf('.') + 1));
        String own = whole.replaceFirst(type == RecordType.PATIENT ? "^(patient|pat|pt)" : "^(payment|pay|pmt)", "");
        int[] ranks = {names.indexOf(whole), names.indexOf(own), VAGUE.contains(last) ? -1 : names.indexOf(last)};
        for (int way = 0; way < WAYS; way++) {
            if (ranks[way] >= 0) {
                return WAYS * ranks[way] + way;
            }
        }
        return -1;
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\d]", "");
    }

    /** Whether the values do not contradict the name. */
    private static boolean isPossible(String field, SampleColumn column) {
        if (column.size() == 0) {
            return true;
        }
        return (!DATES.contains(field) || column.haveDigits())
                && (!field.equals(AMOUNT) || !column.amounts().isEmpty());
    }

    /** The column for a field that has no other, if there is just one with such values. */
    private static Optional<SampleColumn> onlyOne(
            String field, List<SampleColumn> columns, Map<String, SampleColumn> found) {
        if (found.containsKey(field)) {
            return Optional.empty();
        }
        Predicate<SampleColumn> fits = DATES.contains(field)
                ? column -> column.dates().isSure()
                : field.equals(AMOUNT) ? FieldGuess::isAmount : column -> false;
        List<SampleColumn> fitting = columns.stream()
                .filter(SampleColumn::isNamed)
                .filter(column -> !found.containsValue(column))
                .filter(fits)
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
    }

    private static boolean isAmount(SampleColumn column) {
        return column.amounts().stream().anyMatch(amounts -> !amounts.integers())
                && !column.dates().isSure();
    }

    /** The field that a column may be. */
    Optional<String> fieldOf(SampleColumn column) {
        return columns.entrySet().stream()
                .filter(entry -> entry.getValue() == column)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    static boolean isDate(String field) {
        return DATES.contains(field);
    }

    static boolean isId(String field) {
        return IDS.contains(field);
    }

    /** All fields of the set. */
    List<String> fields() {
        return List.copyOf(fields(type).keySet());
    }

    static boolean isRequired(String field) {
        return REQUIRED.contains(field);
    }

    /** The required fields for which there is no column. */
    List<String> missing() {
        return fields().stream()
                .filter(REQUIRED::contains)
                .filter(field -> !columns.containsKey(field))
                .toList();
    }

    private record Match(int rank, String field, SampleColumn column) {}
}
