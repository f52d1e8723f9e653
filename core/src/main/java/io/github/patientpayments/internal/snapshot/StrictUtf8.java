package io.github.patientpayments.internal.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Decodes UTF-8, and nothing that only resembles it. Unlike a reader of the JDK, it hands out all that precedes a wrong
 * byte before it fails, so that the parser has come to that byte and knows its line.
 */
final class StrictUtf8 extends Reader {

    private static final int SIZE = 1 << 13;

    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final ByteBuffer bytes = ByteBuffer.allocate(SIZE).limit(0);
    private boolean ended;

    StrictUtf8(InputStream in) {
        this.in = in;
    }

    /** Decodes straight into the parser's buffer, which has room for more than a pair of surrogates. */
    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length < 2) {
            throw new IllegalArgumentException("A buffer of " + length + " may be too small for a character");
        }
        CharBuffer chars = CharBuffer.wrap(target, offset, length);
        CoderResult result = decoder.decode(bytes, chars, ended);
        while (chars.position() == offset && result.isUnderflow() && !ended) {
            readMore();
            result = decoder.decode(bytes, chars, ended);
        }
        if (chars.position() == offset && result.isError()) {
            throw new NotUtf8(problem(result.length()));
        }
        return chars.position() == offset ? -1 : chars.position() - offset;
    }

    private void readMore() throws IOException {
        bytes.compact();
        int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
        ended = count < 0;
        bytes.position(bytes.position() + Math.max(count, 0)).flip();
    }

    /** What the input looks like from its first wrong bytes. */
    private String problem(int length) {
        int first = bytes.get(bytes.position()) & 0xff;
        if (ended && length == bytes.remaining() && first >= 0xc2 && first <= 0xf4) {
            return "it is not UTF-8, or cut off within a character";
        }
        boolean continued = bytes.remaining() > 1 && (bytes.get(bytes.position() + 1) & 0xc0) == 0x80;
        if (first < 0xa0) {
            return "it is not UTF-8 but looks like Windows-1252";
        }
        return continued || first >= 0xfe
                ? "it is not UTF-8"
                : "it is not UTF-8 but looks like ISO 8859-1 or Windows-1252";
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** A byte is wrong. The message says so without quoting the input. */
    static final class NotUtf8 extends CharacterCodingException {

        private static final long serialVersionUID = 1L;

        private final String problem;

        private NotUtf8(String problem) {
            this.problem = problem;
        }

        @Override
        public String getMessage() {
            return problem;
        }
    }
}
