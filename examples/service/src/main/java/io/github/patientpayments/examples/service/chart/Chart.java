package io.github.patientpayments.examples.service.chart;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A chart. The drawing is stretched to the width of the page, so its labels are no part of it: as text of the page they
 * are as large on a phone as elsewhere. It has neither scripts nor styles, but classes.
 *
 * @param svg the drawing, with a title and a description for those who can't see it
 * @param scale the labels of the horizontal lines, from the top
 * @param labels those below, evenly spread
 */
public record Chart(String svg, List<String> scale, List<String> labels) {

    private static final int WIDTH = 600;
    private static final int HEIGHT = 200;

    /** Of the width that is for a bar, what it fills. */
    private static final double FILLED = 0.72;

    /**
     * A value with its label.
     *
     * @param value empty if it is not known
     */
    public record Point(String label, Optional<BigDecimal> value) {}

    /**
     * What a chart shows, in words.
     *
     * @param id of the drawing, once on a page
     */
    public record Words(String id, String title, String description) {}

    /** A line through points at the same distance, with gaps where they are not known. */
    public static Chart line(Words words, List<Point> points, int labels) {
        Scale scale = Scale.around(values(points));
        StringBuilder line = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < points.size(); i++) {
            Optional<BigDecimal> value = points.get(i).value();
            if (value.isPresent()) {
                double x = points.size() == 1 ? WIDTH / 2.0 : (double) WIDTH * i / (points.size() - 1);
                // A point alone is a line of no length, whose round ends are a dot.
                line.append(pen ? "L" : "M").append(at(x)).append(' ').append(at(y(scale, value.get())));
                line.append(pen ? "" : "h0.01");
            }
            pen = value.isPresent();
        }
        String path = "<path class=\"line\" vector-effect=\"non-scaling-stroke\" d=\"" + line + "\"/>";
        return new Chart(svg(words, scale, path), scale.labels(), ends(points, labels));
    }

    /** A bar for each value, from zero; of many, only some have a label. */
    public static Chart bars(Words words, List<Point> points, int labels) {
        Scale scale = Scale.fromZero(values(points));
        StringBuilder bars = new StringBuilder();
        double place = (double) WIDTH / Math.max(1, points.size());
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            if (point.value().isPresent()) {
                double zero = y(scale, BigDecimal.ZERO);
                double end = y(scale, point.value().get());
                bars.append("<rect class=\"bar\" x=\"")
                        .append(at(place * (i + (1 - FILLED) / 2)))
                        .append("\" y=\"")
                        .append(at(Math.min(zero, end)))
                        .append("\" width=\"")
                        .append(at(place * FILLED))
                        .append("\" height=\"")
                        .append(at(Math.abs(zero - end)))
                        .append("\"/>");
            }
        }
        return new Chart(svg(words, scale, bars.toString()), scale.labels(), some(points, labels));
    }

    /** The labels of every bar, or of every second one and so on, back from the last: blank for the others. */
    private static List<String> some(List<Point> points, int most) {
        int every = (points.size() + most - 1) / most;
        return IntStream.range(0, points.size())
                .mapToObj(i ->
                        (points.size() - 1 - i) % every == 0 ? points.get(i).label() : "")
                .toList();
    }

    private static List<BigDecimal> values(List<Point> points) {
        return points.stream().map(Point::value).flatMap(Optional::stream).toList();
    }

    private static double y(Scale scale, BigDecimal value) {
        return HEIGHT * (1 - scale.place(value));
    }

    private static String at(double coordinate) {
        return String.valueOf(Math.round(coordinate * 100) / 100.0);
    }

    private static String svg(Words words, Scale scale, String drawing) {
        StringBuilder grid = new StringBuilder();
        for (int i = 0; i < scale.labels().size(); i++) {
            String y = at((double) HEIGHT * i / (scale.labels().size() - 1));
            grid.append("<path class=\"axis\" vector-effect=\"non-scaling-stroke\" d=\"M0 ")
                    .append(y)
                    .append('H')
                    .append(WIDTH)
                    .append("\"/>");
        }
        return "<svg class=\"plot\" viewBox=\"0 0 " + WIDTH + ' ' + HEIGHT
                + "\" preserveAspectRatio=\"none\" role=\"img\" aria-labelledby=\"" + words.id() + "-t " + words.id()
                + "-d\"><title id=\"" + words.id() + "-t\">" + escaped(words.title()) + "</title><desc id=\""
                + words.id() + "-d\">" + escaped(words.description()) + "</desc>" + grid + drawing + "</svg>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** Labels of some points: of the first, the last, and of those between them at the same distance. */
    private static List<String> ends(List<Point> points, int number) {
        int most = Math.min(number, points.size());
        return IntStream.range(0, most)
                .mapToObj(i -> points.get(most == 1 ? 0 : Math.round((float) i * (points.size() - 1) / (most - 1))))
                .map(Point::label)
                .toList();
    }
}
