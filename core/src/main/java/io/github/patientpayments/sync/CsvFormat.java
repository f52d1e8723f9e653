package io.github.patientpayments.sync;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the bytes of a {@link Source.Csv} become columns of text. Immutable: each option returns another format.
 *
 * <pre>{@code
 * CsvFormat format = CsvFormat.defaults().delimiter('|').columns("externalId", "patientId", "amount");
 * Source.Csv payments = Source.csv(Path.of("payments.txt")).format(format);
 * }</pre>
 */
public final class CsvFormat {

    private static final CsvFormat DEFAULTS = new CsvFormat(null, null, null, List.of());

    private final @Nullable Character delimiter;
    private final @Nullable Charset charset;
    private final @Nullable Character comment;
    private final List<String> columns;

    private CsvFormat(
            @Nullable Character delimiter,
            @Nullable Charset charset,
            @Nullable Character comment,
            List<String> columns) {
        this.delimiter = delimiter;
        this.charset = charset;
        this.comment = comment;
        this.columns = List.copyOf(columns);
        if (delimiter != null && delimiter.equals(comment)) {
            throw new IllegalArgumentException("The delimiter and the mark of a comment are both " + delimiter);
        }
    }

    /**
     * Returns the format of most files: UTF-8, names in the first line, no comments.
     *
     * @return a format with the default of each option
     */
    public static CsvFormat defaults() {
        return DEFAULTS;
    }

    /**
     * Sets the character between two values. Defaults to the one of comma, semicolon, tab and pipe with which the first
     * line has the most names of fields; if it has no names, to a comma.
     *
     * @param character no quote, line break, letter or digit
     * @return another format
     * @throws IllegalArgumentException if it is one of these, or begins a comment
     */
    public CsvFormat delimiter(char character) {
        return new CsvFormat(usable(character), charset, comment, columns);
    }

    /**
     * Sets the encoding. Defaults to UTF-8. A byte order mark is allowed, and bytes that are no characters make the
     * whole invalid.
     *
     * @param encoding the encoding
     * @return another format
     */
    public CsvFormat charset(Charset encoding) {
        return new CsvFormat(delimiter, Objects.requireNonNull(encoding, "encoding"), comment, columns);
    }

    /**
     * Sets the character that begins a comment at the start of a line. Defaults to none: there are no comments.
     *
     * @param character no quote, line break, letter or digit
     * @return another format
     * @throws IllegalArgumentException if it is one of these, or the delimiter
     */
    public CsvFormat comment(char character) {
        return new CsvFormat(delimiter, charset, usable(character), columns);
    }

    /**
     * Names the columns of a file without names in its first line, which is a record then. Defaults to the names in the
     * first line.
     *
     * @param names the names of the fields, in the order of the columns; any other name, such as an empty one, is that
     *     of a column which is ignored
     * @return another format
     */
    public CsvFormat columns(String... names) {
        return new CsvFormat(delimiter, charset, comment, List.of(names));
    }

    /**
     * Completes this format by another one.
     *
     * @param other the values of the options that were not set
     * @return another format
     * @throws IllegalArgumentException if the delimiter of one begins a comment of the other
     */
    public CsvFormat orElse(CsvFormat other) {
        return new CsvFormat(
                delimiter == null ? other.delimiter : delimiter,
                charset == null ? other.charset : charset,
                comment == null ? other.comment : comment,
                columns.isEmpty() ? other.columns : columns);
    }

    private static char usable(char character) {
        if (Character.isSurrogate(character)
                || character == '"'
                || character == '\r'
                || character == '\n'
                || Character.isLetterOrDigit(character)) {
            throw new IllegalArgumentException(
                    "Neither a delimiter nor the mark of a comment can be a quote, a line break, a letter or a digit");
        }
        return character;
    }

    /**
     * Returns the character between two values.
     *
     * @return empty if it is found out
     */
    public Optional<Character> delimiter() {
        return Optional.ofNullable(delimiter);
    }

    /**
     * Returns the encoding.
     *
     * @return see {@link #charset(Charset)}
     */
    public Charset charset() {
        return charset == null ? StandardCharsets.UTF_8 : charset;
    }

    /**
     * Returns the character that begins a comment.
     *
     * @return empty if there are none
     */
    public Optional<Character> comment() {
        return Optional.ofNullable(comment);
    }

    /**
     * Returns the names of the columns.
     *
     * @return empty if they are in the first line
     */
    public List<String> columns() {
        return columns;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CsvFormat that
                && Objects.equals(delimiter, that.delimiter)
                && charset().equals(that.charset())
                && Objects.equals(comment, that.comment)
                && columns.equals(that.columns);
    }

    @Override
    public int hashCode() {
        return Objects.hash(delimiter, charset(), comment, columns);
    }

    @Override
    public String toString() {
        return "CsvFormat[delimiter=" + delimiter + ", charset=" + charset() + ", comment=" + comment + ", columns="
                + columns + "]";
    }
}
