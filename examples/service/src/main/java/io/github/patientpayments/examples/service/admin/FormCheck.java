package io.github.patientpayments.examples.service.admin;

import java.net.URI;
import java.util.Optional;

/** Refuses forms that another site has sent. */
final class FormCheck {

    private FormCheck() {}

    static void checkOrigin(AdminRequest request) {
        if (!isSameOrigin(request)) {
            throw new AdminProblem(
                    403, "The form comes from another site", "Open the page here, and send the form again.");
        }
    }

    /** Checks that a form has the token of the session, which only its pages have. */
    static void checkToken(AdminRequest request, Session session) {
        if (!Digest.isSame(request.field("csrf"), session.formToken())) {
            throw new AdminProblem(
                    403,
                    "The form is out of date",
                    "It belongs to a session that has ended. Open the page again, and send the form from there."
                            + " Nothing was changed.");
        }
    }

    /**
     * Browsers say by Sec-Fetch-Site where a form comes from, over HTTPS and to this machine. Otherwise the origin must
     * be the host; it is null from these pages, since they send no referrer, and then the token decides.
     */
    private static boolean isSameOrigin(AdminRequest request) {
        Optional<String> site = request.header("sec-fetch-site");
        if (site.isPresent()) {
            return site.get().equals("same-origin");
        }
        String origin = request.header("origin").orElse("null");
        return origin.equals("null") || request.header("host").equals(authority(origin));
    }

    private static Optional<String> authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
