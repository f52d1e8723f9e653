package io.github.patientpayments.examples.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.examples.service.OpenApiDocument.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.h2.jdbcx.JdbcDataSource;

/** The requests that a healthy service gets, from its first upload on. */
record ApiScenario(CheckingClient talk, OpenApiDocument document, RunningService service) {

    private static final String EXAMPLE = "/content/application~1json/example";
    private static final List<String> SETS = List.of("/patients", "/payments");
    private static final List<String> FRESH =
            List.of("/patients", "/payments", "/totals", "/totals/periods", "/runs", "/rejections", "/changes");

    private static final List<String> RECORDS = List.of(
            "/patients/{external_id}",
            "/payments/{external_id}",
            "/patients/{external_id}/history",
            "/payments/{external_id}/history");

    void hold(Path database) throws Exception {
        talk.expect(404, service, Request.get("/rejections"));
        deliver("POST");
        query();
        deliver("PATCH");
        deliverInOtherForms();
        deliverCsv();
        conditionalQueries();
        invalidQueries();
        deliverWhatIsWrong();
        revert();
        purge(database);
        erase();
    }

    /** The document's examples, whose answers are to the letter what it says. */
    private void deliver(String method) throws Exception {
        for (String path : SETS) {
            String at = document.operation(method, path).at();
            String sent = document.root().at(at + "/requestBody" + EXAMPLE).toString();
            Request request = Request.of(method, path).json(sent);
            JsonNode answer = OpenApiDocument.JSON.readTree(
                    talk.expect(200, service, request).body());
            JsonNode expected = document.root().at(at + "/responses/200" + EXAMPLE);
            talk.check(request + " has another answer than the example: " + answer, answer.equals(expected));
        }
    }

    private void query() throws Exception {
        talk.expect(200, service, Request.get("/patients").query("payment_min=5&payments_max=10&name=bat"));
        HttpResponse<byte[]> first =
                talk.expect(200, service, Request.get("/patients").query("limit=3"));
        talk.expect(200, service, Request.get("/patients").query(next(first)));
        talk.expect(200, service, Request.get("/patients").query("page=2&limit=3"));
        talk.expect(200, service, Request.get("/payments").query("external_id=8"));
        talk.expect(200, service, Request.get("/payments").query("external_id=nobody"));
        talk.expect(200, service, Request.get("/totals"));
        talk.expect(200, service, Request.get("/totals").query("name=nobody"));
        talk.expect(200, service, Request.get("/totals/periods"));
        talk.expect(200, service, Request.get("/totals/periods").query("by=year&paid_from=2026-01-01"));
        talk.expect(200, service, Request.get("/rejections").query("limit=2"));
        talk.expect(200, service, Request.get("/rejections").query("run=1&page=1"));
        for (String path : RECORDS) {
            talk.expect(200, service, Request.get(path).at(path.startsWith("/patients") ? "8" : "602"));
        }
        talk.expect(200, service, Request.get("/patients/{external_id}").at("8").query("limit=1"));
        talk.expect(
                200,
                service,
                Request.get("/payments/{external_id}/history").at("602").query("limit=1"));
        for (String path : List.of("/runs", "/changes", "/verify", "/metrics", "/openapi.json", "/healthz")) {
            talk.expect(200, service, Request.get(path));
            talk.expect(200, service, Request.of("HEAD", path));
        }
    }

    /** The request that the Link header of a response names. */
    private static String next(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("Link").orElseThrow().replaceAll(".*\\?|>.*", "");
    }

    private void deliverInOtherForms() throws Exception {
        Request changes = Request.of("PATCH", "/patients");
        byte[] line = "{\"externalId\": \"4\", \"deleted\": true}\n".getBytes(StandardCharsets.UTF_8);
        Request minimal = changes.header("Prefer", "return=minimal").query("exported_at=2026-03-31T23:59:59Z");
        HttpResponse<byte[]> answer = talk.expect(200, service, minimal.body("application/gzip", gzip(line)));
        String attempt = answer.headers().firstValue("Link").orElseThrow().replaceAll(".*/|>.*", "");
        talk.expect(200, service, Request.get("/runs/{run}").at(attempt));
        talk.expect(200, service, Request.get("/runs/{run}").at("1"));
        Request counted = changes.query("count=2&exported_at=2026-03-31T23:59:59Z&lift=all-rejected,deletions");
        String lines = "{\"firstName\": \"\"}\n{\"externalId\": 4, \"firstName\": \"Pris\", \"dateOfBirth\": 5}\n";
        talk.expect(200, service, counted.body("application/x-ndjson", lines.getBytes(StandardCharsets.UTF_8)));
        talk.expect(200, service, counted.json("[3, {\"externalId\": \"9\", \"deleted\": 1}]"));
        talk.expect(200, service, Request.get("/rejections"));
        talk.expect(200, service, Request.get("/changes"));
        talk.expect(200, service, Request.get("/changes").query("after_run=2&limit=1"));
    }

    /** The document's examples, each of one record. */
    private void deliverCsv() throws Exception {
        for (String method : List.of("POST", "PATCH")) {
            for (String path : SETS) {
                String at = document.operation(method, path).at() + "/requestBody/content/text~1csv/example";
                byte[] csv = document.root().at(at).textValue().getBytes(StandardCharsets.UTF_8);
                Request request = Request.of(method, path)
                        .query("count=1&exported_at=2026-04-30T23:59:59Z&lift=deletions,changes");
                talk.expect(200, service, request.body("text/csv; charset=utf-8", csv));
            }
        }
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(plain);
        }
        return bytes.toByteArray();
    }

    private void conditionalQueries() throws Exception {
        for (String path : FRESH) {
            talk.expect(412, service, Request.get(path).header("If-Match", "\"other\""));
            talk.expect(304, service, Request.get(path).header("If-None-Match", "\"other\", *"));
        }
    }

    private void invalidQueries() throws Exception {
        for (Operation operation : document.operations()) {
            talk.expect(400, service, Request.of(operation).query("no_such_parameter=1"));
        }
        for (String wrong :
                List.of("limit=3000000000", "limit=0", "page=0", "page=1&after=x", "after=x", "limit=1&limit=2")) {
            talk.expect(400, service, Request.get("/patients").query(wrong));
        }
        talk.expect(404, service, Request.get("/runs/{run}"));
        talk.expect(404, service, Request.get("/changes").query("after_run=1000000"));
        talk.expect(404, service, Request.get("/nothing"));
        for (String path : RECORDS) {
            talk.expect(404, service, Request.get(path));
        }
        for (String path : document.paths()) {
            talk.expect(405, service, Request.of("DELETE", path));
        }
    }

    private void deliverWhatIsWrong() throws Exception {
        for (String path : SETS) {
            for (String method : List.of("POST", "PATCH")) {
                Request delivery = Request.of(method, path);
                talk.expect(
                        400, service, delivery.json("[{\"externalId\": \"1\"").query("lift=stale"));
                talk.expect(
                        409, service, delivery.json("[{\"externalId\": \"1\"}]").query("count=2"));
                talk.expect(412, service, delivery.json("[]").header("If-None-Match", "*"));
                talk.expect(415, service, delivery.body("text/plain", new byte[] {'1'}));
                talk.expect(415, service, delivery.body("text/csv; charset=x", new byte[] {'1'}));
                talk.expect(400, service, delivery.body("text/csv", new byte[] {'1'}));
                talk.expect(415, service, delivery.json("[]").header("Content-Encoding", "br"));
            }
        }
    }

    private void revert() throws Exception {
        JsonNode preview = OpenApiDocument.JSON.readTree(
                talk.expect(200, service, Request.get("/revert").query("to_run=2&changes=1"))
                        .body());
        Request revert = Request.of("PUT", "/revert");
        talk.expect(200, service, revert.query("to_run=2&base_run=" + preview.get("baseRun")));
        talk.expect(409, service, revert.query("to_run=2&base_run=1"));
        talk.expect(400, service, revert.query("to_run=1000000"));
        talk.expect(400, service, revert);
        talk.expect(412, service, revert.query("to_run=2").header("If-Match", "\"other\""));
    }

    /** Last, so that nobody is suppressed: to change the store then takes the key. */
    private void erase() throws Exception {
        for (Operation operation : document.operations()) {
            if (operation.isForAdmins()) {
                Request request = Request.of(operation);
                talk.expect(200, service, request);
                talk.expect(400, service, request.json("{}"));
                talk.expect(403, service, request.header("Authorization", "Bearer another-token"));
                talk.expect(400, service, request.header("If-Match", "*"));
                talk.expect(415, service, request.body("text/plain", new byte[] {'1'}));
            }
        }
    }

    private void purge(Path database) throws Exception {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL(RunningService.url(database));
        PatientPaymentStore.builder(h2).build().purge(Instant.now());
        talk.expect(410, service, Request.get("/changes").query("after_run=0"));
        talk.expect(410, service, Request.get("/rejections").query("run=1"));
        talk.expect(410, service, Request.get("/revert").query("to_run=1"));
        talk.expect(410, service, Request.of("PUT", "/revert").query("to_run=1"));
        talk.expect(200, service, Request.get("/runs"));
    }
}
