package io.github.patientpayments.examples.service.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.examples.service.chart.Chart.Point;
import io.github.patientpayments.examples.service.chart.Chart.Words;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** What charts look like, by their numbers. */
class ChartTest {

    private static final Words WORDS = new Words("money", "<Total> & \"more\"", "It's 5 < 6");

    private static List<Point> points(String... values) {
        return Arrays.stream(values)
                .map(value -> new Point(
                        "of " + value,
                        Optional.of(value).filter(v -> !v.equals("?")).map(BigDecimal::new)))
                .toList();
    }

    private static Element svg(Chart chart) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        Document document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(chart.svg())));
        return document.getDocumentElement();
    }

    private static List<Double> bars(Chart chart, String attribute) throws Exception {
        var rects = svg(chart).getElementsByTagName("rect");
        return IntStream.range(0, rects.getLength())
                .mapToObj(i -> Double.valueOf(((Element) rects.item(i)).getAttribute(attribute)))
                .toList();
    }

    @Test
    void itHasATitleAndADescriptionAndNothingInlineThatThePolicyForbids() throws Exception {
        for (Chart chart : List.of(
                Chart.line(WORDS, points("1", "2"), 2),
                Chart.bars(WORDS, points("1", "2"), 4),
                Chart.line(WORDS, List.of(), 5),
                Chart.bars(WORDS, List.of(), 4))) {
            Element svg = svg(chart);
            assertThat(svg.getAttribute("role")).isEqualTo("img");
            assertThat(svg.getAttribute("aria-labelledby")).isEqualTo("money-t money-d");
            assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
                    .isEqualTo(WORDS.title());
            assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
                    .isEqualTo(WORDS.description());
            assertThat(chart.svg()).doesNotContain("style", "<script", "NaN", "Infinity");
        }
    }

    @Test
    void theScaleGoesFromOneRoundNumberToAnother() {
        assertThat(Chart.bars(WORDS, points("3", "17"), 4).scale()).containsExactly("20", "15", "10", "5", "0");
        assertThat(Chart.bars(WORDS, points("-3", "9"), 4).scale()).containsExactly("10", "5", "0", "-5");
        assertThat(Chart.line(WORDS, points("30839187.34", "30711000"), 2).scale())
                .containsExactly("30.85M", "30.8M", "30.75M", "30.7M");
        assertThat(Chart.line(WORDS, points("100", "100"), 2).scale()).containsExactly("110", "105", "100", "95", "90");
        assertThat(Chart.line(WORDS, points("0.1", "0.2"), 2).scale()).first().isEqualTo("0.2");
        assertThat(Chart.bars(WORDS, points("0"), 4).scale()).containsExactly("1", "0.5", "0");
    }

    @Test
    void barsBeginAtZero() throws Exception {
        Chart chart = Chart.bars(WORDS, points("10", "-5", "?", "5"), 4);

        assertThat(bars(chart, "height")).containsExactly(133.33, 66.67, 66.67);
        assertThat(bars(chart, "y")).containsExactly(0.0, 133.33, 66.67);
        assertThat(chart.labels()).containsExactly("of 10", "of -5", "of ?", "of 5");
    }

    @Test
    void aLineHasAGapWhereNothingIsKnown() throws Exception {
        Chart chart = Chart.line(WORDS, points("0", "20", "?", "10"), 2);

        assertThat(chart.svg()).contains("d=\"M0.0 200.0h0.01L200.0 0.0M600.0 100.0h0.01\"");
        assertThat(chart.labels()).containsExactly("of 0", "of 10");
    }

    @Test
    void aLineHasALabelAtBothEnds() {
        assertThat(Chart.line(WORDS, points("0", "1", "2", "3", "4"), 3).labels())
                .containsExactly("of 0", "of 2", "of 4");
        assertThat(Chart.line(WORDS, points("7"), 3).labels()).containsExactly("of 7");
    }

    @Test
    void ofManyBarsSomeHaveALabel() {
        assertThat(Chart.bars(WORDS, points("1", "2", "3", "4", "5"), 2).labels())
                .containsExactly("", "of 2", "", "", "of 5");
    }
}
