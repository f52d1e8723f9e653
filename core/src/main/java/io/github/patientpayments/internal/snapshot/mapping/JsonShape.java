package io.github.patientpayments.internal.snapshot.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The fields of an object that are read, and of the objects and arrays in it. */
public final class JsonShape {

    private static final int NONE = -1;
    private static final int SHOWN = 100;

    private final List<Field> fields = new ArrayList<>();

    /** The field by which an element of an array is chosen has a number too, after those of the places. */
    private int nextPlace;

    private JsonShape() {}

    /**
     * The shape of an object with values in these places.
     *
     * @throws IllegalArgumentException if one object can't have them all, with a reason
     */
    public static JsonShape of(List<String> places) {
        JsonShape shape = new JsonShape();
        shape.nextPlace = places.size();
        for (int place = 0; place < places.size(); place++) {
            shape.add(path(places.get(place)).steps(), place, shape);
        }
        return shape;
    }

    private static JsonPath path(String place) {
        try {
            return JsonPath.parse(place);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    (place.length() > SHOWN ? "a place" : "\"" + place + "\"") + ": " + e.getMessage(), e);
        }
    }

    private void add(List<JsonPath.Step> steps, int place, JsonShape root) {
        JsonPath.Step step = steps.get(0);
        Field field = fields.stream()
                .filter(known -> known.step.equals(step))
                .findFirst()
                .orElseGet(() -> added(step, root));
        field.add(steps, place, root);
    }

    private Field added(JsonPath.Step step, JsonShape root) {
        if (!fields.stream().allMatch(known -> known.step.canBeBeside(step))) {
            throw new IllegalArgumentException(
                    step.name() + " is an array of which one element is chosen by a field, or no array, elsewhere");
        }
        Field added = new Field(step, step.key() == null ? NONE : root.nextPlace++);
        fields.add(added);
        return added;
    }

    /** Elements of one array that are chosen by their numbers have the same name. */
    public List<Field> fields() {
        return fields;
    }

    /** How many values there are, with those by which elements are chosen. */
    public int size() {
        return nextPlace;
    }

    private IntStream places() {
        return fields.stream().flatMapToInt(Field::places);
    }

    /** A field that is read: a value, an object, or an array of which one element is. */
    public static final class Field {

        private final JsonPath.Step step;
        private final int keyPlace;
        private int place = NONE;
        private @Nullable JsonShape object;

        private Field(JsonPath.Step step, int keyPlace) {
            this.step = step;
            this.keyPlace = keyPlace;
            if (step.key() != null) {
                object = new JsonShape();
                object.fields.add(new Field(new JsonPath.Step(step.key(), null, null, null), NONE));
                object.fields.get(0).place = keyPlace;
            }
        }

        private void add(List<JsonPath.Step> steps, int newPlace, JsonShape root) {
            boolean value = steps.size() == 1;
            if (value ? object != null || place >= 0 : place >= 0) {
                throw new IllegalArgumentException(step.name() + " is a value in one place and an object in another");
            }
            if (value) {
                place = newPlace;
                return;
            }
            JsonShape inner = object == null ? new JsonShape() : object;
            object = inner;
            inner.add(steps.subList(1, steps.size()), newPlace, root);
        }

        public String name() {
            return step.name();
        }

        /** Whether it is a value, in no array. */
        public boolean isPlain() {
            return object == null && !step.inArray();
        }

        /** The number of its value; negative if it is an object. */
        public int place() {
            return place;
        }

        /** The object that it is; null if it is a value. */
        public @Nullable JsonShape object() {
            return object;
        }

        /** How the element is chosen if it is an array. */
        public JsonPath.Step step() {
            return step;
        }

        /** The number of the value by which its element is chosen; negative if it is not. */
        public int keyPlace() {
            return keyPlace;
        }

        /** The numbers of all values in it. */
        public IntStream places() {
            return object == null ? IntStream.of(place) : object.places();
        }
    }
}
