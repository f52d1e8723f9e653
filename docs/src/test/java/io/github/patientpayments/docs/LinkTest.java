package io.github.patientpayments.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every relative link of a page leads to a file of the project, and every anchor to a heading of a page. */
class LinkTest {

    private static final Pattern FENCED = Pattern.compile("^```.*?^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`[^`\n]*`");

    /** Inline, as a reference, and as HTML. */
    private static final Pattern LINK = Pattern.compile(
            "\\]\\(([^)\\s]+)[^)]*\\)|^\\[[^\\]]+\\]:\\s*(\\S+)|(?:href|src)=\"([^\"]+)\"", Pattern.MULTILINE);

    private static final Pattern EXTERNAL = Pattern.compile("[a-z]+:.*");
    private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.*?) *$", Pattern.MULTILINE);

    @Test
    void everyRelativeLinkResolves() {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path page : Pages.all()) {
            for (String link : links(page)) {
                links++;
                if (!resolves(page, link)) {
                    broken.add(Pages.name(page) + ": " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(links).isGreaterThan(100);
    }

    private static List<String> links(Path page) {
        return LINK.matcher(CODE.matcher(prose(page)).replaceAll("code"))
                .results()
                .map(LinkTest::target)
                .filter(link -> !EXTERNAL.matcher(link).matches())
                .toList();
    }

    private static String target(MatchResult link) {
        return Stream.of(1, 2, 3)
                .map(link::group)
                .filter(group -> group != null)
                .findFirst()
                .orElseThrow();
    }

    private static boolean resolves(Path page, String link) {
        String[] parts = link.split("#", 2);
        Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        return file.startsWith(Pages.ROOT)
                && Files.exists(file)
                && (parts.length == 1 || anchors(file).contains(parts[1]));
    }

    /** As GitHub makes them of headings: a second heading of the same text gets a number. */
    private static Set<String> anchors(Path page) {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> anchors = new HashSet<>();
        HEADING.matcher(prose(page)).results().forEach(heading -> {
            String anchor = anchor(heading.group(1));
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        });
        return anchors;
    }

    private static String anchor(String heading) {
        return heading.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1") // a link stands for its text
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    /** The page without its blocks of code, in which neither links nor headings are. */
    private static String prose(Path page) {
        return FENCED.matcher(Pages.text(page)).replaceAll("");
    }
}
