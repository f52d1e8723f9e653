package io.github.patientpayments.examples.service.admin;

import com.samskivert.mustache.DefaultCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The templates, which are resources beside this class. They hold no logic; what they insert is escaped, and a name
 * that the model does not have is an exception. Thread-safe.
 */
final class Templates {

    private final Mustache.Compiler compiler = Mustache.compiler()
            .strictSections(true)
            .withCollector(new OptionalCollector())
            .withLoader(Templates::open);
    private final Map<String, Template> compiled = new ConcurrentHashMap<>();

    /**
     * Fills in a template.
     *
     * @param name without {@code .mustache}
     * @param model a record
     * @param around has the names that the model does not have
     */
    String render(String name, Object model, Object around) {
        StringWriter out = new StringWriter();
        compiled.computeIfAbsent(name, compiler::loadTemplate).execute(model, around, out);
        return out.toString();
    }

    private static Reader open(String name) {
        return new InputStreamReader(stream(name + ".mustache"), StandardCharsets.UTF_8);
    }

    /** The text of a resource. */
    static String text(String name) {
        try (InputStream in = stream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("A resource of the back office can't be read: " + name, e);
        }
    }

    private static InputStream stream(String name) {
        InputStream in = Templates.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException("There is no resource of the back office with this name: " + name);
        }
        return in;
    }

    /** Makes a section of an Optional one of its value, or none. */
    private static final class OptionalCollector extends DefaultCollector {

        @Override
        public @Nullable Iterator<?> toIterator(Object value) {
            return value instanceof Optional<?> optional ? optional.stream().iterator() : super.toIterator(value);
        }
    }
}
