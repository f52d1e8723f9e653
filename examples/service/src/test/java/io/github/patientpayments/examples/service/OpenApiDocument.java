package io.github.patientpayments.examples.service;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The service's OpenAPI document. A place in it is named by its JSON pointer. */
final class OpenApiDocument {

    /** Exact: an amount that became a double would be another. */
    static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static final String BASE = "https://patientpayments.example/openapi.json";
    private static final SchemaValidatorsConfig FORMATS_TOO =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final JsonNode root;
    private final JsonSchemaFactory schemas;

    OpenApiDocument() throws IOException {
        String text = Routes.openApi();
        this.root = JSON.readTree(text);
        // The references of a schema lead to other parts of the document, so each is read as a part of the whole.
        this.schemas = JsonSchemaFactory.getInstance(
                VersionFlag.V202012, builder -> builder.schemaLoaders(loaders -> loaders.schemas(Map.of(BASE, text))));
    }

    /**
     * An operation.
     *
     * @param at where it stands
     */
    record Operation(String method, String path, String at, JsonNode node) {

        /** Whether it needs no token. */
        boolean isOpen() {
            return node.path("security").isArray() && node.path("security").isEmpty();
        }

        /** Whether it needs the token of an administrator. */
        boolean isForAdmins() {
            return node.at("/security/0").has("adminToken");
        }

        boolean takesBody() {
            return node.has("requestBody");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    JsonNode root() {
        return root;
    }

    List<String> paths() {
        return names("/paths").toList();
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (String path : paths()) {
            names("/paths/" + escaped(path))
                    .map(method -> operation(method.toUpperCase(Locale.ROOT), path))
                    .forEach(operations::add);
        }
        return operations;
    }

    Operation operation(String method, String path) {
        String at = "/paths/" + escaped(path) + "/" + method.toLowerCase(Locale.ROOT);
        return new Operation(method, path, at, root.at(at));
    }

    /** Names of the parameters in the query, or in another place. */
    Set<String> parameters(Operation operation, String in) {
        Set<String> names = new TreeSet<>();
        for (JsonNode parameter : operation.node().path("parameters")) {
            JsonNode resolved = root.at(parameter.path("$ref").asText().substring(1));
            if (resolved.path("in").asText().equals(in)) {
                names.add(resolved.path("name").asText());
            }
        }
        return names;
    }

    /**
     * Where the answers to a request stand, by status: to an operation; for any other method, all of the path's; for
     * any other path, those to a record that is not there.
     */
    List<String> responses(String method, String path) {
        Operation operation = operation(method.equals("HEAD") ? "GET" : method, path);
        if (!root.at(operation.at()).isMissingNode()) {
            return List.of(operation.at() + "/responses");
        }
        List<String> ofPath = operations().stream()
                .filter(other -> other.path().equals(path))
                .map(other -> other.at() + "/responses")
                .toList();
        return ofPath.isEmpty() ? responses("GET", "/runs/{run}") : ofPath;
    }

    /** Every place where answers stand. */
    List<String> allResponses() {
        return operations().stream()
                .map(operation -> operation.at() + "/responses")
                .toList();
    }

    Stream<String> names(String at) {
        List<String> names = new ArrayList<>();
        root.at(at).fieldNames().forEachRemaining(names::add);
        return names.stream();
    }

    /** Where that stands which is referred to from a place, if it is a reference; null if there is nothing. */
    @Nullable
    String resolved(String at) {
        JsonNode node = root.at(at);
        if (node.isMissingNode()) {
            return null;
        }
        return node.has("$ref") ? resolved(node.get("$ref").asText().substring(1)) : at;
    }

    /** What is wrong with a value that should be as the schema at a place says; empty if nothing is. */
    String faults(String schemaAt, JsonNode value) {
        JsonSchema schema = schemas.getSchema(SchemaLocation.of(BASE + "#" + schemaAt), FORMATS_TOO);
        return schema.validate(value).stream()
                .map(ValidationMessage::getMessage)
                .sorted()
                .collect(Collectors.joining("; "));
    }

    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
