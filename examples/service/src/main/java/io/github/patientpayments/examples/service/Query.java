package io.github.patientpayments.examples.service;

import java.math.BigDecimal;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request. A name that the route does not know is an error: a filter with a typo would answer with
 * everybody. One without a value is not given, as in {@code GET /payments?external_id=}.
 */
final class Query {

    /** Longer ones are no number that the store holds, and slow to read. */
    private static final int MAX_NUMBER_LENGTH = 40;

    /** What a decoder makes of bytes that are no UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private final Map<String, String> values;

    private Query(Map<String, String> values) {
        this.values = values;
    }

    static Query parse(@Nullable String raw, Set<String> known) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            if (!known.contains(name)) {
                throw Problem.badRequest("There is no such parameter here. Those that there are: "
                        + known.stream().sorted().collect(Collectors.joining(", ")));
            }
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (!value.isEmpty() && values.put(name, value) != null) {
                throw Problem.badRequest("The parameter " + name + " is given twice");
            }
        }
        return new Query(values);
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

    /** Of two spellings of the same parameter one may be given. */
    Optional<BigDecimal> amount(String name, String otherName) {
        if (values.containsKey(name) && values.containsKey(otherName)) {
            throw Problem.badRequest(name + " and " + otherName + " are the same: give one of them");
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
                // Told below: the message of the exception would repeat what came in.
            }
            throw Problem.badRequest(name + " is an amount, such as 10 or 7.10");
        });
    }

    Optional<Long> number(String name) {
        return text(name).map(text -> {
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException e) {
                throw Problem.badRequest(name + " is a whole number");
            }
        });
    }

    /** How many are wanted: whether so many can be had is for the store to say. */
    int size(String name, int otherwise) {
        long size = number(name).orElse((long) otherwise);
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, size));
    }

    Optional<Instant> time(String name) {
        return text(name).map(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw Problem.badRequest(name + " is a time in UTC, such as 2026-03-31T23:59:59Z");
            }
        });
    }

    boolean flag(String name) {
        String value = values.getOrDefault(name, "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw Problem.badRequest(name + " is true or false");
        }
        return value.equals("true");
    }

    /** The same query with one parameter changed, and others left out, to be a link. */
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
