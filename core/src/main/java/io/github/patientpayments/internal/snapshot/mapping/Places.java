package io.github.patientpayments.internal.snapshot.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The places of a mapping that is being read, each once. */
final class Places {

    private final List<String> names = new ArrayList<>();
    private final Set<Integer> needed = new TreeSet<>();

    /** The number of a place; a new one has the next. */
    int numberOf(String name, boolean optional) {
        int number = names.indexOf(name);
        if (number < 0) {
            number = names.size();
            names.add(name);
        }
        if (!optional) {
            needed.add(number);
        }
        return number;
    }

    List<String> names() {
        return List.copyOf(names);
    }

    /** The places that a file need not have. */
    List<Integer> optional() {
        List<Integer> optional = new ArrayList<>();
        for (int number = 0; number < names.size(); number++) {
            if (!needed.contains(number)) {
                optional.add(number);
            }
        }
        return optional;
    }
}
