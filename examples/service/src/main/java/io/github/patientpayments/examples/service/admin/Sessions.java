package io.github.patientpayments.examples.service.admin;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The sessions, in memory: a restart ends them. The ids that browsers hold are kept as hashes, so that a dump of the
 * memory opens none. Thread-safe.
 */
final class Sessions {

    static final Duration IDLE = Duration.ofMinutes(30);
    static final Duration LONGEST = Duration.ofHours(12);

    private static final int MAX_SESSIONS = 1_000;
    private static final int ID_BYTES = 32;
    private static final int SHORT_ID_BYTES = 6;

    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    /** By the hash of its id, the oldest first. */
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    Sessions(Clock clock) {
        this.clock = clock;
    }

    /** Begins a session, and returns the id that opens it. */
    synchronized String begin(boolean admin) {
        Instant now = clock.instant();
        sessions.values().removeIf(session -> isOver(session, now));
        if (sessions.size() >= MAX_SESSIONS) {
            Iterator<Session> oldest = sessions.values().iterator();
            oldest.next();
            oldest.remove();
        }
        String id = random(ID_BYTES);
        sessions.put(Digest.of(id), new Session(random(SHORT_ID_BYTES), random(ID_BYTES), admin, now));
        return id;
    }

    /** The session that an id opens, which thereby goes on; empty if it is over or was never there. */
    synchronized Optional<Session> find(String id) {
        Instant now = clock.instant();
        Session session = sessions.get(Digest.of(id));
        if (session == null) {
            return Optional.empty();
        }
        if (isOver(session, now)) {
            sessions.remove(Digest.of(id));
            return Optional.empty();
        }
        session.use(now);
        return Optional.of(session);
    }

    synchronized void end(String id) {
        sessions.remove(Digest.of(id));
    }

    private static boolean isOver(Session session, Instant now) {
        return session.lastUsed().plus(IDLE).isBefore(now)
                || session.begun().plus(LONGEST).isBefore(now);
    }

    private String random(int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(drawn);
    }
}
