package io.github.patientpayments.internal.snapshot.mapping;

import java.util.List;

/**
 * Where the array with the records is in a document, and what else there may be.
 *
 * @param path the names of the objects around it, and its own; empty if the document is the array
 */
public record Envelope(List<String> path) {

    /**
     * Reads a JSON Pointer (RFC 6901) of names.
     *
     * @throws IllegalArgumentException with a reason
     */
    static Envelope parse(String pointer) {
        if (pointer.isEmpty()) {
            return new Envelope(List.of());
        }
        if (!pointer.startsWith("/")) {
            throw new IllegalArgumentException("it has to be a JSON Pointer to an array, such as /data or /page/items");
        }
        return new Envelope(List.of(pointer.substring(1).split("/", -1)).stream()
                .map(name -> name.replace("~1", "/").replace("~0", "~"))
                .toList());
    }

    /** As it was given. */
    public String pointer() {
        StringBuilder pointer = new StringBuilder();
        path.forEach(name -> pointer.append('/').append(name.replace("~", "~0").replace("/", "~1")));
        return pointer.toString();
    }
}
