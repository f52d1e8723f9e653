package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.HistoryPurgedException;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreBusyException;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.examples.service.held.HeldInputs;
import io.github.patientpayments.examples.service.held.SentTotals;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The back office: checks who sends a request, and has it answered by the section that it is for. Thread-safe. */
public final class BackOffice implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BackOffice.class);

    private final List<AdminRoute> routes;
    private final Sessions sessions;
    private final Layout layout;
    private final MoneyFigures money;

    /** Creates the back office of a store. */
    public BackOffice(
            PatientPaymentStore store,
            Credentials credentials,
            AdminSettings settings,
            Optional<HeldInputs> held,
            SentTotals sent) {
        this.sessions = new Sessions(settings.clock());
        Times times = new Times(settings.zone(), settings.clock());
        this.money = new MoneyFigures(store, sent, times);
        StaticFiles files = new StaticFiles();
        LoginPages login = new LoginPages(sessions, credentials, new LoginLimiter(settings.clock()), settings.https());
        // A section of pages is added here; its tab appears by itself.
        List<Section> sections = List.of(
                files,
                login,
                new OverviewPage(store, settings, times),
                new HeldPages(store, held, sent, times),
                new RunPages(store, held, times),
                new UndoPages(store, times),
                new MoneyPage(store, money, times),
                new RejectionPages(store, times),
                new FindPages(store, times),
                new PatientPages(store, times),
                new IntegrityPages(store, times));
        this.routes = Stream.concat(
                        sections.stream().map(Section::routes).flatMap(List::stream),
                        Stream.of(missing("GET"), missing("POST")))
                .toList();
        this.layout = new Layout(tabs(), files.stylesheetPath());
    }

    private static AdminRoute missing(String method) {
        return new AdminRoute(method, "/admin/**", AdminRoute.Access.OPEN, visit -> {
            throw AdminProblem.notFound();
        });
    }

    private List<Tab> tabs() {
        return Arrays.stream(Tab.values())
                .filter(tab -> routes.stream()
                        .anyMatch(route ->
                                route.method().equals("GET") && route.path().equals(tab.path())))
                .toList();
    }

    /** All routes; the first one that matches is the one of a request. */
    public List<AdminRoute> routes() {
        return routes;
    }

    /** Responds to a request for a route. */
    public AdminResponse handle(AdminRoute route, AdminRequest request) {
        Optional<Session> session = request.cookie(LoginPages.COOKIE).flatMap(sessions::find);
        Visit visit = new Visit(request, session.orElse(null), layout);
        try {
            if (route.access() != AdminRoute.Access.OPEN && session.isEmpty()) {
                return LoginPages.redirect(request);
            }
            if (route.method().equals("POST")) {
                FormCheck.checkOrigin(request);
            }
            if (route.method().equals("POST") && route.access() != AdminRoute.Access.OPEN) {
                FormCheck.checkToken(request, visit.session());
            }
            if (route.access() == AdminRoute.Access.ADMINS && !visit.session().isAdmin()) {
                throw new AdminProblem(
                        403,
                        "Only administrators may do this",
                        "Log in with the token of the file that the service was started with as --admin-token-file.");
            }
            return route.handler().handle(visit);
        } catch (AdminProblem problem) {
            logFailure(route, visit, String.valueOf(problem.status()));
            return visit.problem(problem);
        } catch (StoreException e) {
            LOG.warn("{}: {}", e.getClass().getSimpleName(), e.getMessage());
            logFailure(route, visit, e.getClass().getSimpleName());
            return visit.problem(problem(e));
        } catch (IllegalArgumentException e) {
            // From the builders of the store, whose arguments come from the request.
            logFailure(route, visit, "400");
            return visit.problem(AdminProblem.badRequest(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            logFailure(route, visit, e.getClass().getSimpleName());
            throw e;
        }
    }

    /** What somebody has tried to change is logged too: if the outcome is unknown, it may have been changed. */
    private static void logFailure(AdminRoute route, Visit visit, String reason) {
        if (route.method().equals("POST") && route.access() != AdminRoute.Access.OPEN) {
            visit.sessionIfAny().ifPresent(session -> AccessLog.failed(session, route, visit.request(), reason));
        }
    }

    /** Ends the work on the figures of pages. */
    @Override
    public void close() {
        money.close();
    }

    private static AdminProblem problem(StoreException failure) {
        if (failure instanceof StoreBusyException) {
            return new AdminProblem(
                    503, "Another sync is running", "Nothing was changed. Try again when it has ended.");
        }
        if (failure instanceof HistoryPurgedException) {
            return new AdminProblem(410, "That part of the history was purged", String.valueOf(failure.getMessage()));
        }
        return new AdminProblem(
                failure.isRetryable() ? 503 : 500,
                failure.isRetryable() ? "The database is unavailable" : "The store could not do this",
                String.valueOf(failure.getMessage()));
    }
}
