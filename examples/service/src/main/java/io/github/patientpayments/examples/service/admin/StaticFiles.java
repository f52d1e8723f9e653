package io.github.patientpayments.examples.service.admin;

import java.util.List;
import java.util.Map;

/** The stylesheet and the icon. Their addresses change with their content, so that browsers may keep them. */
final class StaticFiles implements Section {

    private static final String PATH = "/admin/static/";

    private final StaticFile stylesheet = new StaticFile("admin.css", "text/css; charset=utf-8");
    private final StaticFile icon = new StaticFile("icon.svg", "image/svg+xml");

    @Override
    public List<AdminRoute> routes() {
        return List.of(stylesheet.route(), icon.route());
    }

    String stylesheetPath() {
        return PATH + "admin.css?v=" + stylesheet.version;
    }

    private static final class StaticFile {

        private final String name;
        private final String mediaType;
        private final String text;
        private final String version;

        StaticFile(String name, String mediaType) {
            this.name = name;
            this.mediaType = mediaType;
            this.text = Templates.text(name);
            this.version = Digest.of(text).substring(0, 16);
        }

        AdminRoute route() {
            return new AdminRoute("GET", PATH + name, AdminRoute.Access.OPEN, this::respond);
        }

        private AdminResponse respond(Visit visit) {
            String tag = "\"" + version + "\"";
            Map<String, String> headers =
                    Map.of("ETag", tag, "Cache-Control", "private, max-age=86400", "Vary", "Accept-Encoding");
            boolean known = visit.request().header("if-none-match").orElse("").contains(tag);
            return new AdminResponse(known ? 304 : 200, headers, mediaType, known ? "" : text);
        }
    }
}
