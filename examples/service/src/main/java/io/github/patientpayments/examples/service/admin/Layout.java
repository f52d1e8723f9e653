package io.github.patientpayments.examples.service.admin;

import java.util.List;
import java.util.Optional;

/** Puts the content of a page into what all pages have: head, menu and notice. Thread-safe. */
final class Layout {

    private final Templates templates = new Templates();
    private final List<Tab> tabs;
    private final String stylesheet;

    Layout(List<Tab> tabs, String stylesheet) {
        this.tabs = tabs;
        this.stylesheet = stylesheet;
    }

    /**
     * An entry of the menu.
     *
     * @param current for the attribute aria-current; empty if it is another page
     */
    record Entry(String label, String path, Optional<String> current) {}

    /**
     * What all pages have. Templates of pages may use these names, too.
     *
     * @param csrf the token that each form sends back; empty before the log-in
     */
    record Shell(
            String title,
            String stylesheet,
            boolean loggedIn,
            boolean admin,
            List<Entry> entries,
            Optional<Notice> notice,
            String csrf,
            String content) {

        private Shell with(String html) {
            return new Shell(title, stylesheet, loggedIn, admin, entries, notice, csrf, html);
        }
    }

    /** A page of one who has logged in. */
    String page(Session session, Optional<Tab> current, String title, String template, Object model) {
        List<Entry> entries = tabs.stream()
                .map(tab -> new Entry(
                        tab.label(), tab.path(), current.filter(tab::equals).map(is -> "page")))
                .toList();
        Shell shell = new Shell(
                title, stylesheet, true, session.isAdmin(), entries, session.takeNotice(), session.formToken(), "");
        return render(shell, template, model);
    }

    /** A page of one who has not. */
    String openPage(String title, String template, Object model) {
        Shell shell = new Shell(title, stylesheet, false, false, List.of(), Optional.empty(), "", "");
        return render(shell, template, model);
    }

    private String render(Shell shell, String template, Object model) {
        Shell whole = shell.with(templates.render(template, model, shell));
        return templates.render("layout", whole, whole);
    }
}
