package io.github.patientpayments.examples.service.admin;

/**
 * Maps a method and a path to a handler.
 *
 * @param path one of its segments may be a variable in braces; a path that ends with {@code **} matches all below it
 */
public record AdminRoute(String method, String path, Access access, Handler handler) {

    /** Who may send it. */
    enum Access {
        /** Anybody, without a session. */
        OPEN,
        /** Those who have logged in. A POST also needs the token of the session's forms. */
        USERS,
        /** Those who have logged in with the token of administrators. */
        ADMINS
    }

    /** Responds to a request. */
    @FunctionalInterface
    interface Handler {
        AdminResponse handle(Visit visit);
    }

    /** A page for all who have logged in. */
    static AdminRoute page(String path, Handler handler) {
        return new AdminRoute("GET", path, Access.USERS, handler);
    }

    /** A form that all may send who have logged in. */
    static AdminRoute action(String path, Handler handler) {
        return new AdminRoute("POST", path, Access.USERS, handler);
    }

    /** A form that only administrators may send. */
    static AdminRoute adminAction(String path, Handler handler) {
        return new AdminRoute("POST", path, Access.ADMINS, handler);
    }
}
