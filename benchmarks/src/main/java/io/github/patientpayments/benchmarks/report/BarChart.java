package io.github.patientpayments.benchmarks.report;

import io.github.patientpayments.benchmarks.Scenario;
import io.github.patientpayments.benchmarks.data.DataSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The times over one data set as an SVG picture: a panel for each scenario, in it a bar for each contender. */
public final class BarChart {

    private static final int WIDTH = 720;
    private static final int LABELS = 130;
    private static final int BARS = 430;
    private static final int LINE = 18;
    private static final int HEADING = 34;

    private final Results results;
    private final DataSize size;
    private final List<String> lines = new ArrayList<>();
    private int y;

    /**
     * @param results of a run
     * @param size the data set
     */
    public BarChart(Results results, DataSize size) {
        this.results = results;
        this.size = size;
    }

    /** The lines of the file. Each panel has a scale of its own. */
    public List<String> svg() {
        results.scenarios(size).forEach(this::addPanel);
        List<String> file = new ArrayList<>();
        file.add(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">",
                WIDTH,
                y + LINE));
        file.add("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        file.addAll(lines);
        file.add("</svg>");
        return file;
    }

    private void addPanel(Scenario scenario) {
        double most = results.contenders().stream()
                .flatMap(contender -> time(scenario, contender).stream())
                .mapToDouble(Spread::most)
                .max()
                .orElse(1);
        y += HEADING;
        addText(8, "bold", scenario.label() + ", " + size + ", seconds");
        for (String contender : results.contenders()) {
            time(scenario, contender).ifPresent(time -> addBar(contender, time, BARS / most));
        }
    }

    private Optional<Spread> time(Scenario scenario, String contender) {
        return results.spread(size, scenario, contender, Metric.TIME);
    }

    /** The median as a bar, the least and the most as a line. */
    private void addBar(String contender, Spread time, double scale) {
        y += LINE;
        addText(8, "normal", contender);
        String colour = contender.startsWith("ours") ? "#2b6cb0" : "#a0aec0";
        lines.add(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"12\" fill=\"%s\"/>",
                LABELS,
                y - 10,
                time.median() * scale,
                colour));
        lines.add(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"black\"/>",
                LABELS + time.least() * scale,
                LABELS + time.most() * scale,
                y - 4,
                y - 4));
        addText(LABELS + (int) (time.most() * scale) + 6, "normal", time.toString());
    }

    private void addText(int x, String weight, String text) {
        lines.add(
                String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" font-weight=\"%s\">%s</text>", x, y, weight, text));
    }
}
