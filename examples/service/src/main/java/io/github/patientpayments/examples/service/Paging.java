package io.github.patientpayments.examples.service;

import io.github.patientpayments.examples.common.Json;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes pages in the format of the original, {@code {"items", "pages", "page_num", "next_page",
 * "prev_page"}}, with the next page in the {@code Link} header. {@code ?page=2} is a numbered page. {@code ?after=},
 * which the link contains, is a seek page: it has no number, costs the same however far it is from the first, and shows
 * in {@code moved} whether a run has committed since.
 */
record Paging(int itemsPerPage) {

    static final Set<String> PARAMETERS = Set.of("page", "after", "limit");

    <S> PageRequest<S> request(Parameters parameters, PageRequest<S> order) {
        PageRequest<S> limited = order.limit(parameters.size("limit", itemsPerPage));
        PageRequest<S> numbered = parameters.number("page").map(limited::page).orElse(limited);
        return parameters
                .text("after")
                .map(numbered::after)
                .orElseGet(() -> isNumbered(numbered)
                        ? numbered.counted()
                        : numbered.page(1).counted());
    }

    private static boolean isNumbered(PageRequest<?> request) {
        return request.pageNumber().isPresent();
    }

    <T> void respond(
            Exchange exchange, Parameters parameters, PageRequest<?> request, Page<T> page, StoreJson.Writer<T> item)
            throws IOException {
        page.next()
                .ifPresent(cursor -> exchange.setHeader(
                        "Link",
                        "<" + exchange.target().path() + parameters.with("after", cursor, "page") + ">; rel=\"next\""));
        exchange.json(200, json -> {
            json.object().array("items");
            for (T one : page.items()) {
                item.write(json, one);
            }
            json.end();
            numbers(json, request, page);
            if (!isNumbered(request)) {
                json.flag("moved", page.hasMoved());
            }
            json.end();
        });
    }

    private static void numbers(Json json, PageRequest<?> request, Page<?> page) throws IOException {
        @Nullable Long number = isNumbered(request) ? request.pageNumber().getAsLong() : null;
        // An empty list has one page, which is empty.
        @Nullable Long pages = number == null ? null : Math.max(1, page.pages().orElseThrow());
        json.number("pages", pages)
                .number("page_num", number)
                .number("next_page", number == null || pages == null || number >= pages ? null : number + 1)
                .number(
                        "prev_page",
                        number == null || pages == null || number == 1 ? null : Math.min(number - 1, pages));
    }
}
