package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.examples.service.OpenApiDocument.Operation;
import io.github.patientpayments.examples.service.held.SentTotals;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The OpenAPI document is valid, and describes every route and no other. */
class OpenApiTest {

    private final OpenApiDocument document = new OpenApiDocument();

    OpenApiTest() throws Exception {}

    @Test
    void itIsAnOpenApiDocument() throws Exception {
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(VersionFlag.V202012);
        try (InputStream schema =
                Objects.requireNonNull(OpenApiTest.class.getResourceAsStream("openapi-3.1.schema.json"))) {
            assertThat(factory.getSchema(schema).validate(document.root())).isEmpty();
        }
    }

    /** The schema of OpenAPI leaves schemas to JSON Schema. */
    @Test
    void everySchemaIsValid() {
        JsonSchema ofSchemas =
                JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(SchemaLocation.of(SchemaId.V202012));
        List<String> wrong = new ArrayList<>();
        walk("", document.root(), (at, node) -> {
            if (at.endsWith("/schema") || at.matches("/components/schemas/[^/]+")) {
                ofSchemas.validate(node).forEach(fault -> wrong.add(at + ": " + fault.getMessage()));
            }
        });
        assertThat(wrong).isEmpty();
    }

    /** Generators of clients misread them, and linters take what is under one for incomplete. */
    @Test
    void noSchemaIsConditional() {
        walk("", document.root(), (at, node) -> {
            boolean inSchemas = at.startsWith("/components/schemas/");
            assertThat(inSchemas && (node.has("if") || node.has("then") || node.has("const")))
                    .as(at)
                    .isFalse();
        });
    }

    @Test
    void everyReferenceResolvesAndEveryComponentIsReferenced() {
        Set<String> referred = new TreeSet<>();
        walk("", document.root(), (at, node) -> {
            if (node.has("$ref")) {
                referred.add(node.get("$ref").asText().substring(1));
            }
        });
        Set<String> there = new TreeSet<>();
        for (String kind : List.of("parameters", "headers", "responses", "schemas")) {
            document.names("/components/" + kind).forEach(name -> there.add("/components/" + kind + "/" + name));
        }
        assertThat(there).isEqualTo(referred);
    }

    @Test
    void everyOperationHasANameASummaryADescriptionAndItsErrors() {
        List<Operation> operations = document.operations();
        assertThat(operations).allSatisfy(operation -> {
            assertThat(operation.node().path("summary").asText()).isNotBlank();
            assertThat(operation.node().path("description").asText()).isNotBlank();
            assertThat(operation.node().path("responses").has("405")).isTrue();
            assertThat(operation.node().path("responses").has("408")).isEqualTo(operation.takesBody());
        });
        assertThat(operations.stream()
                        .map(operation -> operation.node().path("operationId").asText()))
                .doesNotContain("")
                .doesNotHaveDuplicates();
    }

    @Test
    void itDocumentsEveryRouteAndEveryParameter(@TempDir Path folder) throws Exception {
        Map<String, Set<String>> routes = new TreeMap<>();
        PatientPaymentStore nowhere =
                PatientPaymentStore.builder(new JdbcDataSource()).build();
        UploadHandlers uploads = new UploadHandlers(
                nowhere,
                new Preconditions(new EntityTags(nowhere, 1)),
                UploadFolder.open(folder),
                1,
                1,
                Optional.empty(),
                Optional.empty(),
                SentTotals.in(Optional.empty()));
        for (Route route : Routes.of(nowhere, 1, uploads, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))) {
            routes.put(route.method() + " " + route.path(), new TreeSet<>(route.parameters()));
        }
        Map<String, Set<String>> documented = new TreeMap<>();
        document.operations()
                .forEach(operation -> documented.put(operation.toString(), document.parameters(operation, "query")));
        assertThat(documented).isEqualTo(routes);
    }

    @Test
    void everyExampleIsAsItsSchemaSays() {
        List<String> wrong = new ArrayList<>();
        walk("", document.root(), (at, node) -> {
            if (node.has("schema") && node.has("example")) {
                check(wrong, at + "/schema", node.get("example"));
            }
            if (node.path("examples").isArray()) {
                node.get("examples").forEach(example -> check(wrong, at, example));
            }
        });
        assertThat(wrong).isEmpty();
    }

    private void check(List<String> wrong, String schemaAt, JsonNode example) {
        String faults = document.faults(schemaAt, example);
        if (!faults.isEmpty()) {
            wrong.add(schemaAt + ": " + faults);
        }
    }

    @FunctionalInterface
    private interface Visitor {
        void visit(String at, JsonNode node);
    }

    private static void walk(String at, JsonNode node, Visitor visitor) {
        visitor.visit(at, node);
        node.properties()
                .forEach(field -> walk(at + "/" + OpenApiDocument.escaped(field.getKey()), field.getValue(), visitor));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            walk(at + "/" + i, node.get(i), visitor);
        }
    }
}
