package io.github.patientpayments.examples.loader;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.examples.common.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the mapping that {@code --map} and {@code --records} stand for. */
final class ShortMapping {

    private static final List<String> PATIENT =
            List.of("externalId", "firstName", "middleName", "lastName", "dateOfBirth", "deleted");
    private static final List<String> PAYMENT = List.of("externalId", "patientId", "amount", "paidOn", "deleted");

    private static final Set<String> OPTIONAL = Set.of("middleName", "dateOfBirth", "paidOn", "deleted");

    private ShortMapping() {}

    /**
     * The text of the mapping. A field that is not named keeps its own name.
     *
     * @param pairs as they were given: FIELD=PLACE
     * @param records where the records are in JSON; null if they are in no envelope
     * @param delimited the sets that are loaded, and whether each is CSV
     * @throws IllegalArgumentException if a pair means nothing
     */
    static String text(List<String> pairs, @Nullable String records, Map<RecordType, Boolean> delimited) {
        Map<String, String> places = places(pairs, delimited.keySet());
        if (records != null && !delimited.containsValue(false)) {
            throw new IllegalArgumentException("CSV has no envelope: omit --records, or add --format json");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Json json = new Json(bytes)) {
            json.object();
            for (Map.Entry<RecordType, Boolean> set : delimited.entrySet()) {
                json.object(set.getKey().plural());
                if (set.getValue()) {
                    json.object("csv").end();
                } else if (records != null) {
                    json.text("records", records);
                }
                fields(json.object("fields"), fieldsOf(set.getKey()), places);
                json.end().end();
            }
            json.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array in memory has none
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static List<String> fieldsOf(RecordType set) {
        return set == RecordType.PATIENT ? PATIENT : PAYMENT;
    }

    private static void fields(Json json, List<String> fields, Map<String, String> places) throws IOException {
        for (String field : fields) {
            if (places.containsKey(field) || !OPTIONAL.contains(field)) {
                json.text(field, places.getOrDefault(field, field));
            } else {
                json.object(field).text("from", field).flag("optional", true).end();
            }
        }
    }

    private static Map<String, String> places(List<String> pairs, Set<RecordType> sets) {
        Map<String, String> places = new LinkedHashMap<>();
        for (String pair : pairs) {
            int end = pair.indexOf('=');
            if (end < 1 || end == pair.length() - 1) {
                throw new IllegalArgumentException(
                        "'" + pair + "' is not FIELD=PLACE, such as externalId=id; a place has no comma here");
            }
            String field = pair.substring(0, end);
            check(field, sets);
            if (places.put(field, pair.substring(end + 1)) != null) {
                throw new IllegalArgumentException(field + " is there more than once");
            }
        }
        return places;
    }

    private static void check(String field, Set<RecordType> sets) {
        List<RecordType> with = Stream.of(RecordType.values())
                .filter(set -> fieldsOf(set).contains(field))
                .toList();
        if (with.isEmpty()) {
            throw new IllegalArgumentException("there is no field " + field + "; known are "
                    + sets.stream()
                            .map(set -> "of " + set.plural() + " " + String.join(", ", fieldsOf(set)))
                            .collect(Collectors.joining(", and ")));
        }
        if (with.stream().noneMatch(sets::contains)) {
            throw new IllegalArgumentException(
                    field + " has no effect: it is a field of " + with.get(0).plural() + ", which are not loaded");
        }
    }
}
