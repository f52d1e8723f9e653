package io.github.patientpayments.examples.service.admin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Logs in by a token of the service, and out. */
final class LoginPages implements Section {

    static final String PATH = "/admin/login";
    static final String COOKIE = "patient_payments_admin";

    private final Sessions sessions;
    private final Credentials credentials;
    private final LoginLimiter limiter;
    private final boolean https;

    LoginPages(Sessions sessions, Credentials credentials, LoginLimiter limiter, boolean https) {
        this.sessions = sessions;
        this.credentials = credentials;
        this.limiter = limiter;
        this.https = https;
    }

    @Override
    public List<AdminRoute> routes() {
        return List.of(
                new AdminRoute("GET", PATH, AdminRoute.Access.OPEN, this::form),
                new AdminRoute("POST", PATH, AdminRoute.Access.OPEN, this::logIn),
                AdminRoute.action("/admin/logout", this::logOut));
    }

    /**
     * The form.
     *
     * @param required whether there is no log-in without a token
     * @param optional whether a token makes an administrator, and no token a user
     * @param to the page to go on to
     */
    record Model(boolean required, boolean optional, String to, Optional<String> error) {}

    /** Where to go to log in, and to come back from there. */
    static AdminResponse redirect(AdminRequest request) {
        boolean start = request.path().equals("/admin");
        String to = start ? "" : "?to=" + URLEncoder.encode(request.path(), StandardCharsets.UTF_8);
        return AdminResponse.redirect(PATH + to);
    }

    private AdminResponse form(Visit visit) {
        if (visit.sessionIfAny().isPresent()) {
            return AdminResponse.redirect("/admin");
        }
        return form(visit, 200, visit.request().parameter("to").orElse("/admin"), Optional.empty());
    }

    private AdminResponse form(Visit visit, int status, String to, Optional<String> error) {
        boolean required = credentials.areRequired();
        boolean optional = !required && credentials.haveAdmin();
        return visit.openPage(status, "Log in", "login", new Model(required, optional, to, error));
    }

    private AdminResponse logIn(Visit visit) {
        AdminRequest request = visit.request();
        String to = isPage(request.field("to")) ? request.field("to") : "/admin";
        if (!limiter.allows(request.client())) {
            return form(visit, 429, to, Optional.of("Too many log-ins have failed. Wait a minute, then try again."))
                    .with("Retry-After", String.valueOf(LoginLimiter.PERIOD.toSeconds()));
        }
        String token = request.field("token");
        boolean needed = credentials.areRequired() || (credentials.haveAdmin() && !token.isEmpty());
        if (needed && !credentials.isValid(token)) {
            AccessLog.failedLogin();
            return form(
                    visit,
                    401,
                    to,
                    Optional.of("This is not a token of the service. Use the one that it was started with."));
        }
        boolean admin = credentials.isAdmin(token);
        if (admin || !credentials.haveAdmin()) {
            limiter.succeeded(request.client());
        } else {
            limiter.succeededAsUser(request.client());
        }
        request.cookie(COOKIE).ifPresent(sessions::end);
        String id = sessions.begin(admin);
        sessions.find(id).ifPresent(session -> AccessLog.log(session, "login", "none"));
        return AdminResponse.redirect(to).with("Set-Cookie", cookie(id, Sessions.LONGEST.toSeconds()));
    }

    private AdminResponse logOut(Visit visit) {
        visit.log("logout", "none");
        visit.request().cookie(COOKIE).ifPresent(sessions::end);
        return AdminResponse.redirect(PATH).with("Set-Cookie", cookie("", 0));
    }

    private String cookie(String value, long seconds) {
        return COOKIE + "=" + value + "; Path=/admin; Max-Age=" + seconds + "; HttpOnly; SameSite=Strict"
                + (https ? "; Secure" : "");
    }

    /** Whether it is a page here, and not the address of another site. */
    private static boolean isPage(String to) {
        return to.matches("/admin(/[\\w-]+)*");
    }
}
