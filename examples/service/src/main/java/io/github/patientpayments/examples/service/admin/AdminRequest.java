package io.github.patientpayments.examples.service.admin;

import java.util.Map;
import java.util.Optional;

/**
 * A request for a page of the back office.
 *
 * @param variable what stands for the variable of the route's path; empty if there is none
 * @param form the fields of the body; empty unless it is a POST
 * @param headers by their names in lower case
 */
public record AdminRequest(
        String path,
        String variable,
        Map<String, String> query,
        Map<String, String> form,
        Map<String, String> headers,
        String client) {

    private static final int MAX_NUMBER_LENGTH = 19;

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** A field of the form, without white space around it; empty if it is missing. */
    String field(String name) {
        return form.getOrDefault(name, "").strip();
    }

    /** A parameter of the query; empty if it is missing or blank. */
    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** The variable as the number of a run or the id of a record, which are not negative. */
    long number() {
        return number(variable);
    }

    static long number(String text) {
        try {
            if (text.matches("\\d{1," + MAX_NUMBER_LENGTH + "}")) {
                return Long.parseLong(text);
            }
        } catch (NumberFormatException e) {
            // Reported below: the number is too large.
        }
        throw AdminProblem.notFound();
    }

    /** A cookie; empty if the client has sent none of that name. */
    Optional<String> cookie(String name) {
        for (String pair : header("cookie").orElse("").split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                return Optional.of(pair.substring(equals + 1).strip());
            }
        }
        return Optional.empty();
    }

    /** Without the fields of the form and the query, which hold tokens and personal data. */
    @Override
    public String toString() {
        return "AdminRequest[]";
    }
}
