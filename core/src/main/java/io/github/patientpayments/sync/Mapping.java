package io.github.patientpayments.sync;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.snapshot.mapping.MappingText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the fields of a record are in JSON or CSV of another form, and how their values are written. Declared once, as
 * a text of JSON, for both sets and for every place that reads them: the library, its examples, an editor.
 *
 * <pre>{@code
 * Mapping mapping = Mapping.parse("""
 *         {
 *           "patients": {
 *             "fields": {
 *               "externalId": "PatNum", "firstName": "FName", "lastName": "LName",
 *               "dateOfBirth": {"from": "Birthdate", "missing": "0001-01-01"}
 *             }
 *           },
 *           "payments": {
 *             "records": "/data",
 *             "fields": {
 *               "externalId": "id", "patientId": "patient.number",
 *               "amount": {"from": "amount_cents", "minorUnits": 2},
 *               "paidOn": {"from": "paid", "formats": "MM/dd/uuuu"}
 *             },
 *             "where": [{"from": "status", "notIn": ["void"]}]
 *           }
 *         }""");
 * Source.Json payments = Source.json(Path.of("payments.json")).mapping(mapping);
 * }</pre>
 *
 * <p>Each set has:
 *
 * <ul>
 *   <li>{@code fields}: for each field of the store the place of its value. That is the name of a column of CSV, or a
 *       path in an object of JSON: {@code amount}, {@code bio.birthDate}, {@code phones[0]},
 *       {@code name[use=official].family}. All required fields have to be mapped; one that is not mapped is missing in
 *       all records. Instead of a place there may be an object with the place as {@code from}, and with
 *       <ul>
 *         <li>for every field: {@code missing}, texts that stand for a missing value; {@code optional}, with which a
 *             file need not have the column;
 *         <li>for ids: several places as {@code from}, whose values are joined with a {@code separator} (a backslash
 *             precedes a separator or a backslash within a value, so that no two records get the same id); a
 *             {@code prefix} that precedes each value and is cut off;
 *         <li>for dates: {@code formats}, one or more of {@code iso-date} (the default), {@code iso-date-time},
 *             {@code epoch-seconds}, {@code epoch-milliseconds} and patterns of
 *             {@link java.time.format.DateTimeFormatter} such as {@code MM/dd/uuuu}; a {@code zone}, in which the day
 *             of a moment is taken (without it, the date counts as it is written); {@code partialIsMissing}, with which
 *             {@code 1988} and {@code 1988-11} stand for a missing date. A text in which two formats read different
 *             dates is rejected;
 *         <li>for amounts: {@code minorUnits}, how many of the last digits of an integer are decimals (2 for cents);
 *             {@code decimal} and {@code group}, the characters before the decimals and between groups of three digits;
 *             {@code currency}, a text that may precede or follow the number; {@code parentheses}, with which
 *             {@code (12.00)} is negative; {@code negate}, with which the sign is reversed; {@code negateWhen}, a
 *             condition under which it is, and which a missing value does not meet;
 *         <li>for {@code deleted}: {@code in}, {@code notIn} or {@code startsWith}, a condition under which the record
 *             is a deletion, instead of {@code true}. A missing value meets it only if {@code in} lists an empty text;
 *             one that can't be compared makes the record invalid.
 *       </ul>
 *   <li>{@code where}: conditions that all have to hold: a value is {@code in} or {@code notIn} a list of texts, or
 *       {@code startsWith} one of them. A missing value counts as an empty text. Other records are left out: they are
 *       no elements of the set, so a full set without them deletes them, and control totals do not cover them. Their
 *       number is {@link SyncCounts#filtered()}.
 *   <li>{@code records}: a JSON Pointer to the array with the records, if that is in an envelope. There may be several
 *       such documents, the pages of a list. If the last one says that there is more ({@code has_more}, {@code next}, a
 *       link, or what else is customary), or the first one that there is a page before it, the input is invalid. For
 *       JSON only.
 *   <li>{@code csv}: {@code delimiter}, {@code encoding}, {@code comment} and {@code columns}, as in {@link CsvFormat};
 *       what the format of the source says goes first. A file of CSV without a column that is mapped is invalid.
 *   <li>{@code header} and {@code trailer}: lines of CSV before and after the records, with the {@code first} value by
 *       which they are recognized and the names of their {@code values}. Of these, {@code count} is the number of
 *       records, those that are left out included, and {@code sum} that of the amounts, written like them: control
 *       totals, which are checked besides those of {@link SyncInput}. A file without a line that is declared is
 *       invalid. A trailer with a count shows that a file is complete.
 * </ul>
 *
 * <p>Nothing is guessed: a value that is in none of the declared forms is rejected with {@code WRONG_FORM}. Whatever a
 * value has become is checked as if it had been sent so. A set that is read with another mapping is compared in full
 * once, and is unchanged if its content is.
 *
 * <p>Immutable and thread-safe.
 */
public final class Mapping {

    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final String text;
    private final MappingText parsed;

    private Mapping(String text) {
        this.text = text;
        this.parsed = MappingText.parse(text);
    }

    /**
     * Reads a mapping from its text.
     *
     * @param text an object of JSON
     * @return the mapping
     * @throws IllegalArgumentException if it is not one; names everything that is wrong with it
     */
    public static Mapping parse(String text) {
        return new Mapping(text);
    }

    /**
     * Reads a mapping from a file in UTF-8. A byte order mark is allowed.
     *
     * @param file the file
     * @return the mapping
     * @throws IOException if the file can't be read
     * @throws IllegalArgumentException as {@link #parse} does
     */
    public static Mapping read(Path file) throws IOException {
        String content = Files.readString(file);
        return parse(content.startsWith(BYTE_ORDER_MARK) ? content.substring(1) : content);
    }

    /**
     * Returns the text that the mapping was read from.
     *
     * @return an object of JSON
     */
    public String text() {
        return text;
    }

    /**
     * Returns what the mapping is for.
     *
     * @return its {@code description}; empty if it has none
     */
    public Optional<String> description() {
        return parsed.description();
    }

    /**
     * Returns the sets for which the mapping has a part.
     *
     * @return patients, payments or both, in this order
     */
    public Set<RecordType> sets() {
        return parsed.sets();
    }

    /**
     * Returns whether the mapping says that a set is CSV.
     *
     * @param set patients or payments
     * @return true if its part has {@code csv}; false if it has not, or if there is none
     */
    public boolean isCsv(RecordType set) {
        return parsed.isCsv(Objects.requireNonNull(set, "set"));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Mapping that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text);
    }

    @Override
    public String toString() {
        return "Mapping[" + text + "]";
    }
}
