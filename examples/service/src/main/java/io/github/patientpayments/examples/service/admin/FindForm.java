package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What patients are searched by, as it was entered; blank if it was not.
 *
 * @param name is never part of an address
 * @param deleted whether deleted patients are listed, too
 */
record FindForm(String name, String min, String max, String bornFrom, String bornUntil, boolean deleted) {

    private static final int MAX_LENGTH = 40;

    static FindForm named(String name) {
        return new FindForm(name, "", "", "", "", false);
    }

    static FindForm of(AdminRequest request) {
        return new FindForm(
                "",
                request.parameter("min").orElse(""),
                request.parameter("max").orElse(""),
                request.parameter("born_from").orElse(""),
                request.parameter("born_until").orElse(""),
                request.parameter("deleted").isPresent());
    }

    private boolean hasTotal() {
        return !min.isEmpty() || !max.isEmpty();
    }

    /** A range of totals costs little in the order of totals alone. */
    PageRequest<PatientSort> request() {
        return hasTotal() ? PageRequest.by(PatientSort.PAYMENT_TOTAL).descending() : PageRequest.by(PatientSort.NAME);
    }

    PatientFilter filter() {
        if (hasTotal() && deleted) {
            throw AdminProblem.badRequest(
                    "Deleted patients have no total: search for them without one. Go back and leave one of them out.");
        }
        PatientFilter.Builder filter = PatientFilter.builder();
        amount(min).ifPresent(filter::paymentTotalAtLeast);
        amount(max).ifPresent(filter::paymentTotalAtMost);
        Optional.of(bornFrom)
                .filter(text -> !text.isEmpty())
                .map(PatientPages::day)
                .ifPresent(filter::bornFrom);
        Optional.of(bornUntil)
                .filter(text -> !text.isEmpty())
                .map(PatientPages::day)
                .ifPresent(filter::bornUntil);
        return deleted ? filter.includeDeleted().build() : filter.build();
    }

    private static Optional<BigDecimal> amount(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (text.length() <= MAX_LENGTH) {
                return Optional.of(new BigDecimal(text));
            }
        } catch (NumberFormatException e) {
            // Reported below: the message of the exception would repeat the input.
        }
        throw AdminProblem.badRequest("A total must be an amount, such as 10 or 7.10.");
    }

    /** The address of this search. */
    String path() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("min", min);
        parameters.put("max", max);
        parameters.put("born_from", bornFrom);
        parameters.put("born_until", bornUntil);
        parameters.put("deleted", deleted ? "true" : "");
        return parameters.entrySet().stream()
                .filter(parameter -> !parameter.getValue().isEmpty())
                .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&", "/admin/patients?", ""));
    }

    /** The address of its next page. */
    String pathAfter(String cursor) {
        return (path() + "&after=" + encoded(cursor)).replace("?&", "?");
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Without what was entered, which is personal data. */
    @Override
    public String toString() {
        return "FindForm[]";
    }
}
