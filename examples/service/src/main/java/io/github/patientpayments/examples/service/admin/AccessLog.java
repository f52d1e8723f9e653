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

    /** Logs a log-in that has failed. */
    static void failedLogin() {
        LOG.warn("session=none action=login-failed object=none");
    }
}
