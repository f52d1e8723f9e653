package io.github.patientpayments.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dashboard and the alerts use metrics, labels and values that Prometheus really gets. */
class MonitoringFilesTest {

    private static final Path FOLDER = Path.of("monitoring");
    private static final Pattern METRIC = Pattern.compile("patient_payments_\\w+");
    private static final Pattern LABEL = Pattern.compile("(\\w+)(=~?)\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("by \\(([^)]*)\\)");
    private static final Pattern TEMPLATE_LABEL = Pattern.compile("\\{\\{ ?\\$labels\\.(\\w+) ?}}");

    private static String scrape;

    @BeforeAll
    static void meterEveryOutcome() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        SyncMeters meters = new SyncMeters(registry, "clinic");
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        PatientPaymentStore store =
                PatientPaymentStore.builder(database).listener(meters).build();
        store.migrate();
        meters.watch(store);
        String one = "[{\"externalId\":8,\"firstName\":\"Roy\",\"lastName\":\"Batti\"}]";
        store.sync(patients(one));
        store.sync(patients(one));
        assertThatThrownBy(() -> store.sync(patients("[]"))).isInstanceOf(SnapshotRefusedException.class);
        assertThatThrownBy(() -> store.sync(patients("["))).isInstanceOf(InvalidSnapshotException.class);
        scrape = registry.scrape();
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> all = files.sorted().toList();
            assertThat(all).hasSize(2);
            return all;
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyMetricExists(Path file) throws IOException {
        Set<String> used = metrics(Files.readString(file));

        assertThat(used).isNotEmpty();
        assertThat(metrics(samples())).containsAll(used);
    }

    /** A metric that is nowhere shown would be one that nobody knows of. */
    @Test
    void everyMetricIsShown() throws IOException {
        assertThat(metrics(Files.readString(FOLDER.resolve("grafana-dashboard.json"))))
                .containsExactlyInAnyOrderElementsOf(metrics(samples()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyLabelAndEachOfItsValuesExists(Path file) throws IOException {
        String text = Files.readString(file).replace("\\\"", "\"");
        GROUPING.matcher(text)
                .results()
                .flatMap(group -> Stream.of(group.group(1).split(", ?")))
                .forEach(this::isLabel);
        TEMPLATE_LABEL.matcher(text).results().forEach(label -> isLabel(label.group(1)));
        LABEL.matcher(text)
                .results()
                .filter(label -> !label.group(3).startsWith("$"))
                .forEach(label -> Stream.of(label.group(3).split("\\|"))
                        .forEach(value -> assertThat(samples()).contains(label.group(1) + "=\"" + value + "\"")));
    }

    @Test
    void theDashboardIsJson() throws IOException {
        try (JsonParser parser = new JsonFactory()
                .createParser(FOLDER.resolve("grafana-dashboard.json").toFile())) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            parser.skipChildren();
            assertThat(parser.nextToken()).isNull();
        }
    }

    /** Where Prometheus is installed. */
    @Test
    void promtoolAcceptsTheAlerts() throws IOException, InterruptedException {
        assumeThat(Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool"))))
                .as("promtool is on the PATH")
                .isTrue();
        Process process = new ProcessBuilder("promtool", "check", "rules", "monitoring/alerts.yml")
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(printed).isZero();
    }

    private void isLabel(String label) {
        assertThat(samples()).contains(label + "=\"");
    }

    /** What Prometheus stores: no comments. */
    private static String samples() {
        return scrape.lines().filter(line -> !line.startsWith("#")).collect(Collectors.joining("\n"));
    }

    private static Set<String> metrics(String text) {
        return METRIC.matcher(text)
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Snapshot patients(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return Snapshot.builder()
                .patients(Source.json(() -> new ByteArrayInputStream(bytes)))
                .build();
    }
}
