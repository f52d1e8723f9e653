package io.github.patientpayments.examples.service.admin;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request for a page, and what its handler needs to respond to it. */
final class Visit {

    private final AdminRequest request;
    private final @Nullable Session session;
    private final Layout layout;

    Visit(AdminRequest request, @Nullable Session session, Layout layout) {
        this.request = request;
        this.session = session;
        this.layout = layout;
    }

    AdminRequest request() {
        return request;
    }

    /** The session; not for open routes. */
    Session session() {
        if (session == null) {
            throw new IllegalStateException("An open route has no session");
        }
        return session;
    }

    Optional<Session> sessionIfAny() {
        return Optional.ofNullable(session);
    }

    /** Responds with a page under an entry of the menu. */
    AdminResponse page(Tab tab, String title, String template, Object model) {
        return AdminResponse.html(200, layout.page(session(), Optional.of(tab), title, template, model));
    }

    /** Responds with a page before the log-in. */
    AdminResponse openPage(int status, String title, String template, Object model) {
        return AdminResponse.html(status, layout.openPage(title, template, model));
    }

    /** Responds with what went wrong. */
    AdminResponse problem(AdminProblem problem) {
        record Model(String title, String detail) {}
        Model model = new Model(problem.title(), problem.detail());
        String html = session == null
                ? layout.openPage(problem.title(), "problem", model)
                : layout.page(session, Optional.empty(), problem.title(), "problem", model);
        return AdminResponse.html(problem.status(), html);
    }

    /** Goes on to another page, which begins with the notice. */
    AdminResponse redirect(String path, Notice notice) {
        session().keep(notice);
        return AdminResponse.redirect(path);
    }

    /** Logs what was done, or whose page was looked at; see {@link AccessLog#log}. */
    void log(String action, String object) {
        AccessLog.log(session(), action, object);
    }
}
