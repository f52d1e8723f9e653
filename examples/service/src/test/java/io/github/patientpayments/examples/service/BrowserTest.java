package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A back office and a real Chromium that visits it. What the browser complains of is a failure. */
abstract class BrowserTest extends AdminTest {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private static final int DESKTOP = 1_280;
    private static final int PHONE = 390;

    private static Playwright playwright;
    private static Browser browser;

    final List<String> complaints = new ArrayList<>();
    BrowserContext context;
    Page page;

    BrowserTest(String jdbcUrl) {
        super(jdbcUrl);
    }

    /** With a new database in memory. */
    BrowserTest() {}

    @BeforeAll
    static void launch() {
        Path chromium = chromium();
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(FLAGS));
    }

    private static Path chromium() {
        String named = System.getProperty("browser");
        return Stream.concat(
                        Stream.ofNullable(named),
                        named == null
                                ? Stream.of(
                                        "/usr/bin/chromium",
                                        "/usr/bin/chromium-browser",
                                        "/usr/bin/google-chrome",
                                        "/snap/bin/chromium")
                                : Stream.empty())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no Chromium"
                        + (named == null ? "" : " at " + named)
                        + ": install it (on Debian and Ubuntu: apt-get install chromium), or name the one that you have"
                        + " with -Dbrowser=/path/to/chromium"));
    }

    @AfterAll
    static void quit() {
        if (playwright != null) {
            browser.close();
            playwright.close();
        }
    }

    @AfterEach
    void leave() {
        if (context != null) {
            context.close();
        }
    }

    /** Opens a browser without cookies. */
    final void open() {
        context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(DESKTOP, 800)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setBaseURL("http://localhost:" + port()));
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        page.onDialog(dialog -> complaints.add(page.url() + ": a dialog"));
    }

    /** Logs in through the form. */
    final void logInAs(String token) {
        page.navigate("/admin/login");
        page.getByLabel("Token").fill(token);
        page.getByLabel("Token").press("Enter");
        page.waitForURL("**/admin");
    }

    /** Checks the page that is open, light and dark, on a desktop and on a phone, and keeps pictures of it. */
    final void check(String name) throws Exception {
        Files.createDirectories(SCREENSHOTS);
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            prefer(scheme);
            for (int width : new int[] {DESKTOP, PHONE}) {
                page.setViewportSize(width, width == PHONE ? 844 : 800);
                String form = name
                        + (scheme == ColorScheme.LIGHT ? "-light" : "-dark")
                        + (width == PHONE ? "-phone" : "-desktop");
                page.screenshot(
                        new Page.ScreenshotOptions().setFullPage(true).setPath(SCREENSHOTS.resolve(form + ".png")));
                AxeResults axe = new AxeBuilder(page).analyze();
                assertThat(axe.getViolations())
                        .as(() -> form + ": " + axe.getViolations())
                        .isEmpty();
                assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                        .as(form + " does not scroll to the side")
                        .isTrue();
            }
        }
        prefer(ColorScheme.LIGHT);
        page.setViewportSize(DESKTOP, 800);
        assertThat(complaints).as(name).isEmpty();
    }

    /** Keeps a picture of what is in the window, for the documentation. */
    final void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + "-window.png")));
    }

    /** Playwright makes lower-case words of constants by the default locale, which is Turkish in these tests. */
    private void prefer(ColorScheme scheme) {
        Locale usual = Locale.getDefault();
        Locale.setDefault(Locale.ENGLISH);
        try {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        } finally {
            Locale.setDefault(usual);
        }
    }
}
