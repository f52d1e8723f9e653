package io.github.patientpayments.docs;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.SimpleJavaFileObject;

/** A whole file that a page shows, under its path: a line {@code `pom.xml`:} stands before it. */
final class PageFile extends SimpleJavaFileObject {

    private static final Pattern FILE =
            Pattern.compile("^`([\\w./-]+)`:\\R\\R```\\w+\\R(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

    private final String path;
    private final String text;

    private PageFile(String path, String text) {
        super(URI.create("string:///" + path), Kind.SOURCE);
        this.path = path;
        this.text = text;
    }

    static List<PageFile> of(Path page) {
        return FILE.matcher(Pages.text(page))
                .results()
                .map(found -> new PageFile(found.group(1), found.group(2)))
                .toList();
    }

    String path() {
        return path;
    }

    @Override
    public String getCharContent(boolean ignoreEncodingErrors) {
        return text;
    }
}
