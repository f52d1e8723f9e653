package io.github.patientpayments.internal.snapshot;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The characters of a set: unpacked if its bytes are gzip or a ZIP archive, and decoded strictly. */
final class SetText {

    private static final int BUFFER = 1 << 16;

    private final HostStream bytes;
    private final String expected;
    private @Nullable PackedStream packed;
    private boolean damaged;
    private byte[] head = {};

    /**
     * Creates the characters without opening them.
     *
     * @param expected the form that the set should have
     */
    SetText(HostStream bytes, String expected) {
        this.bytes = bytes;
        this.expected = expected;
    }

    /** Opens the characters. Those of UTF-8 have no byte order mark. */
    Reader open(Charset charset) throws IOException {
        InputStream plain = new BufferedInputStream(bytes, BUFFER);
        PackedStream unpacked = PackedStream.of(plain).orElse(null);
        if (unpacked != null) {
            packed = unpacked;
            plain = new BufferedInputStream(unpacked, BUFFER);
        }
        boolean utf8 = skipsByteOrderMark(plain);
        head = InputForm.head(plain);
        if (utf8 ? !charset.equals(StandardCharsets.UTF_8) : isMarkedOtherwise(charset)) {
            throw new WrongMark();
        }
        return charset.equals(StandardCharsets.UTF_8)
                ? new StrictUtf8(plain)
                : new InputStreamReader(plain, charset.newDecoder()); // which reports what it can't decode
    }

    private static boolean skipsByteOrderMark(InputStream in) throws IOException {
        in.mark(3);
        if (in.read() == 0xef && in.read() == 0xbb && in.read() == 0xbf) {
            return true;
        }
        in.reset();
        return false;
    }

    /** In an encoding of one byte, the mark of UTF-16 would be text. UTF-8 has no such bytes. */
    private boolean isMarkedOtherwise(Charset charset) {
        return InputForm.isMarkedAsUtf16(head)
                && !charset.name().startsWith("UTF-16")
                && !charset.name().startsWith("UTF-32")
                && !charset.equals(StandardCharsets.UTF_8);
    }

    /** Adds to a problem what the first bytes look like, if not like the form that was expected. */
    String looksLike(String problem) {
        return problem
                + InputForm.of(head)
                        .filter(form -> !form.equals(expected))
                        .map(form -> " but looks like " + form)
                        .orElse("");
    }

    /** Why it could have been cut without a trace, in a form without an end; empty if it could not. */
    Optional<String> unterminated(String form) {
        if (packed == null) {
            return Optional.of(form + " without gzip");
        }
        return packed.members() > 1 ? Optional.of(form + " in several gzip members") : Optional.empty();
    }

    /**
     * What is wrong with the bytes; empty if it is something else.
     *
     * @param first whether no record has been read
     */
    Optional<String> problem(IOException e, boolean first) {
        if (e instanceof PackedStream.Damaged) {
            damaged = true;
            return Optional.of(String.valueOf(e.getMessage()));
        }
        if (e instanceof RecordLimit.Exceeded) {
            return Optional.of("a record is longer than 1 MiB");
        }
        if (e instanceof StrictUtf8.NotUtf8) {
            String problem = "it is not UTF-8";
            String form = first ? looksLike(problem) : problem;
            return Optional.of(form.equals(problem) ? String.valueOf(e.getMessage()) : form);
        }
        if (e instanceof WrongMark) {
            return Optional.of("it begins with the byte order mark of another encoding than the one that was given");
        }
        return e instanceof CharacterCodingException
                ? Optional.of("it has bytes that are no characters of the encoding that was given")
                : Optional.empty();
    }

    /** What to report instead of a problem: that the archive has other files, of which the first may not be meant. */
    String reported(String problem) {
        return packed == null || damaged
                ? problem
                : packed.problemBeyondContent().orElse(problem);
    }

    /** Releases what is not memory of Java. */
    void end() {
        if (packed != null) {
            packed.end();
        }
    }

    /** The byte order mark contradicts the encoding. */
    private static final class WrongMark extends IOException {

        private static final long serialVersionUID = 1L;
    }
}
