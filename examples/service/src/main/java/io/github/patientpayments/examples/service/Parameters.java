package io.github.patientpayments.examples.service;

import java.math.BigDecimal;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a request, and the variable of its path. An unknown name is an error: a filter with a typo
 * would return all records. A parameter without a value counts as missing, as in {@code GET /payments?external_id=}.
 */
final class Parameters {

    /** Longer numbers don't fit into the store, and are slow to parse. */
    private static final int MAX_NUMBER_LENGTH = 40;

    /** What the decoder returns for bytes that are not UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    /** What may be repeated in a response. */
    private static final Pattern NAME = Pattern.compile("[\\w.-]{1,40}");

    private final Map<String, String> values;
    private final String variable;

    private Parameters(Map<String, String> values, String variable) {
        this.values = values;
        this.variable = variable;
    }

    /** The same of a path with a variable. */
    Parameters in(String segment) {
        return new Parameters(values, segment);
    }

    /** What stands for the variable of the path. */
    String variable() {
        return variable;
    }

    static Parameters parse(@Nullable String raw, Set<String> known) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            if (pair.isEmpty()) {
                continue; // such as after the last one
            }
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            if (!known.contains(name)) {
                throw Problem.badRequest(
                        "Unknown parameter" + (NAME.matcher(name).matches() ? " " + name : "")
                                + ". Supported are: "
                                + known.stream().sorted().collect(Collectors.joining(", ")));
            }
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (!value.isEmpty() && values.put(name, value) != null) {
                throw Problem.badRequest("The parameter " + name + " is given more than once");
            }
        }
        return new Parameters(values, "");
    }

    private static String decoded(String text) {
        String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
        if (decoded.indexOf(REPLACEMENT) >= 0) {
            throw Problem.badRequest("The query is not percent-encoded UTF-8");
        }
        return decoded;
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** A parameter with two spellings, of which a request may use one. */
    Optional<BigDecimal> amount(String name, String otherName) {
        if (values.containsKey(name) && values.containsKey(otherName)) {
            throw Problem.badRequest(name + " and " + otherName + " are the same: use only one of them");
        }
        return amount(values.containsKey(name) ? name : otherName);
    }

    Optional<BigDecimal> amount(String name) {
        return text(name).map(text -> {
            try {
                if (text.length() <= MAX_NUMBER_LENGTH) {
                    return new BigDecimal(text);
                }
            } catch (NumberFormatException e) {
                // Reported below: the message of the exception would repeat the input.
            }
            throw Problem.badRequest(name + " must be an amount, such as 10 or 7.10");
        });
    }

    Optional<Long> number(String name) {
        return text(name).map(text -> {
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException e) {
                throw Problem.badRequest(name + " must be a whole number");
            }
        });
    }

    /** The size of a page. The store checks whether it is in range. */
    int size(String name, int defaultSize) {
        long size = number(name).orElse((long) defaultSize);
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, size));
    }

    Optional<Instant> time(String name) {
        return text(name).map(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw Problem.badRequest(name + " must be a time in UTC, such as 2026-03-31T23:59:59Z");
            }
        });
    }

    Optional<LocalDate> date(String name) {
        return text(name).map(text -> {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeException e) {
                throw Problem.badRequest(name + " must be a date, such as 2026-12-31");
            }
        });
    }

    boolean flag(String name) {
        String value = values.getOrDefault(name, "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw Problem.badRequest(name + " must be true or false");
        }
        return value.equals("true");
    }

    /** A query string for a link: these parameters with one changed and some removed. */
    String with(String name, String value, String... without) {
        Map<String, String> all = new LinkedHashMap<>(values);
        for (String other : without) {
            all.remove(other);
        }
        all.put(name, value);
        return all.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
    }
}
