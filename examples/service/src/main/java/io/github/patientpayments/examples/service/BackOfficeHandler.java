package io.github.patientpayments.examples.service;

import io.github.patientpayments.examples.service.admin.AdminRequest;
import io.github.patientpayments.examples.service.admin.AdminResponse;
import io.github.patientpayments.examples.service.admin.AdminRoute;
import io.github.patientpayments.examples.service.admin.BackOffice;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Serves the back office: turns an exchange into its request, and its response into one of the exchange. */
record BackOfficeHandler(BackOffice backOffice, AdminRoute route) implements Route.Handler {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int MAX_FORM = 64 * 1024;

    static List<Route> routes(BackOffice backOffice) {
        return backOffice.routes().stream()
                .map(route -> new Route(
                        route.method(),
                        route.path(),
                        Set.of(),
                        Route.Access.BACK_OFFICE,
                        new BackOfficeHandler(backOffice, route)))
                .toList();
    }

    @Override
    public void handle(Exchange exchange, Parameters parameters) throws IOException {
        AdminRequest request = new AdminRequest(
                exchange.target().path(),
                parameters.variable(),
                decoded(exchange.query()),
                route.method().equals("POST") ? form(exchange) : Map.of(),
                exchange.allHeaders(),
                exchange.client());
        AdminResponse response = backOffice.handle(route, request);
        response.headers().forEach(exchange::setHeader);
        if (response.body().isEmpty()) {
            exchange.empty(response.status());
        } else {
            exchange.text(response.status(), response.mediaType(), response.body());
        }
    }

    private static Map<String, String> form(Exchange exchange) {
        MediaTypes.check(exchange, List.of(FORM));
        RequestBody in = exchange.body();
        byte[] body = UploadFile.readOrReject(() -> in.readNBytes(MAX_FORM + 1));
        if (body.length > MAX_FORM) {
            throw UploadFile.tooLarge(MAX_FORM);
        }
        return decoded(new String(body, StandardCharsets.US_ASCII));
    }

    /** The first value of each name. */
    private static Map<String, String> decoded(String encoded) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : encoded.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.putIfAbsent(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return values;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("The query or the form is not percent-encoded UTF-8");
        }
    }
}
