package io.github.patientpayments.examples.service.admin;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One who has logged in. Thread-safe. */
final class Session {

    private final String shortId;
    private final String formToken;
    private final boolean admin;
    private final Instant begun;
    private volatile Instant lastUsed;
    private @Nullable Notice notice;

    /**
     * Begins a session.
     *
     * @param shortId for logs; it does not open the session
     * @param formToken stands in each form, which other sites can't know
     */
    Session(String shortId, String formToken, boolean admin, Instant begun) {
        this.shortId = shortId;
        this.formToken = formToken;
        this.admin = admin;
        this.begun = begun;
        this.lastUsed = begun;
    }

    String shortId() {
        return shortId;
    }

    String formToken() {
        return formToken;
    }

    boolean isAdmin() {
        return admin;
    }

    Instant begun() {
        return begun;
    }

    Instant lastUsed() {
        return lastUsed;
    }

    void use(Instant now) {
        lastUsed = now;
    }

    /** Keeps a notice for the next page. */
    synchronized void keep(Notice next) {
        notice = next;
    }

    /** Takes the notice, so that it is shown once. */
    synchronized Optional<Notice> takeNotice() {
        Optional<Notice> taken = Optional.ofNullable(notice);
        notice = null;
        return taken;
    }
}
