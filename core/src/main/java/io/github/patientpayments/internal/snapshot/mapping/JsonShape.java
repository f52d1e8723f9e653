package io.github.patientpayments.internal.snapshot.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The fields of an object that are read, and of the objects and arrays in it. */
public final class JsonShape {

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
            shape.add(JsonPath.parse(places.get(place)).steps(), place, shape);
        }
        return shape;
    }

    private void add(List<JsonPath.Step> steps, int place, JsonShape root) {
        JsonPath.Step step = steps.get(0);
        Field field = fields.stream()
                .filter(known -> known.step.name().equals(step.name()))
                .findFirst()
                .orElseGet(() -> {
                    Field added = new Field(step, step.key() == null ? -1 : root.nextPlace++);
                    fields.add(added);
                    return added;
                });
        field.add(steps, place, root);
    }

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
        private int place = -1;
        private @Nullable JsonShape object;

        private Field(JsonPath.Step step, int keyPlace) {
            this.step = step;
            this.keyPlace = keyPlace;
            if (step.key() != null) {
                object = new JsonShape();
                object.fields.add(new Field(new JsonPath.Step(step.key(), null, null, null), -1));
                object.fields.get(0).place = keyPlace;
            }
        }

        private void add(List<JsonPath.Step> steps, int newPlace, JsonShape root) {
            JsonPath.Step given = steps.get(0);
            if (!given.choosesLike(step)) {
                throw new IllegalArgumentException(
                        "of the array " + step.name() + " only one element can be read, or it is no array elsewhere");
            }
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
