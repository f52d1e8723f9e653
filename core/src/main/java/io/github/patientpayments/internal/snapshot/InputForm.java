package io.github.patientpayments.internal.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an input looks like that is not in the form that was expected, for the message. */
final class InputForm {

    static final String JSON = "JSON";
    static final String CSV = "CSV";

    private static final int HEAD = 256;
    private static final Pattern HTML = Pattern.compile("(?s)<(!doctype html|html|head|body).*");

    /** Two words or more with the same separator, in the first line. */
    private static final Pattern COLUMNS =
            Pattern.compile("(?s)\"?[\\p{L}_][^\\r\\n\\[{<]*?[,;|\\t][^\\r\\n]*?(\\R.*)?");

    private InputForm() {}

    /** Reads the first bytes of a stream, which must support that, and puts them back. */
    static byte[] head(InputStream in) throws IOException {
        in.mark(HEAD);
        byte[] head = in.readNBytes(HEAD);
        in.reset();
        return head;
    }

    /** The form that an input most likely has, from its first bytes. */
    static Optional<String> of(byte[] head) {
        if (startsWith(head, 'P', 'K', 3, 4)) {
            return Optional.of("a ZIP archive, so it is packed twice; pack it once");
        }
        if (StrictGzip.isGzip(head)) {
            return Optional.of("gzip, so it is packed twice; pack it once");
        }
        if (isMarkedAsUtf16(head)) {
            return Optional.of("UTF-16");
        }
        if (head.length > 1 && (head[0] == 0 || head[1] == 0)) {
            return Optional.of("UTF-16"); // or UTF-32
        }
        String text = new String(head, StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
        if (HTML.matcher(text).matches()) {
            return Optional.of("an HTML page, such as the error message of a server");
        }
        if (text.startsWith("[") || text.startsWith("{")) {
            return Optional.of(JSON);
        }
        if (text.startsWith("<")) {
            return Optional.of("XML");
        }
        return COLUMNS.matcher(text).matches() ? Optional.of(CSV) : Optional.empty();
    }

    /** Whether the first bytes are the byte order mark of UTF-16. */
    static boolean isMarkedAsUtf16(byte[] head) {
        return startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff);
    }

    private static boolean startsWith(byte[] head, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (head.length <= i || (head[i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
