package io.github.patientpayments.examples.service.admin;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has changed what, and who has looked at whose page. It holds short ids of sessions, actions, numbers of runs and
 * internal ids alone.
 */
final class AccessLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.patientpayments.access");

    private AccessLog() {}

    /**
     * Logs an access.
     *
     * @param action a few words that stand in the code, such as {@code undo}
     * @param object what it was done to, such as {@code run 17} or {@code patient 8}, by an internal id
     */
    static void log(Session session, String action, String object) {
        LOG.info("session={} action={} object={}", session.shortId(), action, object);
    }

    /**
     * Logs a form that has not been answered as it should.
     *
     * @param reason the status of the response, or the class of what the store has thrown
     */
    static void failed(Session session, AdminRoute route, AdminRequest request, String reason) {
        // Only a number: anything else is text that somebody has typed.
        String number = request.variable().matches("\\d{1,19}") ? request.variable() : "?";
        String path = route.path().replaceFirst("\\{.*}", number);
        LOG.warn("session={} action=failed object={} reason={}", session.shortId(), path, reason);
    }

    /** Logs a log-in that has failed. */
    static void failedLogin() {
        LOG.warn("session=none action=login-failed object=none");
    }
}
