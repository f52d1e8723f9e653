package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.examples.service.chart.Chart;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PaymentTotals;
import io.github.patientpayments.query.PeriodTotals;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The page about money: whether it agrees, how it has changed, and how it is spread. */
final class MoneyPage implements Section {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM yy", Locale.ENGLISH);
    private static final DateTimeFormatter WHOLE_MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);
    private static final int LABELS = 4;
    private static final int BAR_LABELS = 5;
    private static final int MONTHS = 24;

    private final PatientPaymentStore store;
    private final MoneyFigures figures;
    private final Times times;

    MoneyPage(PatientPaymentStore store, MoneyFigures figures, Times times) {
        this.store = store;
        this.figures = figures;
        this.times = times;
    }

    @Override
    public List<AdminRoute> routes() {
        return List.of(AdminRoute.page("/admin/money", this::show));
    }

    /**
     * The page.
     *
     * @param adding whether some figures are still being added up
     * @param missing the figures that could not be added up
     * @param run that the figures are of
     */
    record Model(
            boolean adding,
            boolean known,
            List<String> missing,
            long run,
            List<OverviewPage.Tile> tiles,
            Optional<MoneyComparison> compared,
            MoneyToday today,
            List<Graph> graphs) {}

    /**
     * A chart with its table.
     *
     * @param css a class of the stylesheet
     * @param none what stands in place of the chart; empty if there are figures
     */
    record Graph(
            String id,
            String title,
            String lead,
            String css,
            Chart chart,
            String column,
            List<Row> rows,
            Optional<String> none) {}

    /** A row of the table of a chart. */
    record Row(String label, String value) {}

    private AdminResponse show(Visit visit) {
        MoneyFigures.Known known = figures.look();
        Optional<MoneyFigures.Present> present = known.present();
        List<Graph> graphs = new ArrayList<>();
        graphs.add(line(known));
        present.ifPresent(now -> {
            graphs.add(byTotal(now));
            graphs.add(byMonth(now));
        });
        Model model = new Model(
                !known.complete(),
                present.isPresent(),
                known.missing(),
                present.map(MoneyFigures.Present::base).orElse(0L),
                present.map(now -> tiles(now, known)).orElse(List.of()),
                present.flatMap(now -> now.compared().map(one -> MoneyComparison.of(one, times))),
                today(known.today()),
                graphs);
        return visit.page(Tab.MONEY, "Money", "money", model);
    }

    private static List<OverviewPage.Tile> tiles(MoneyFigures.Present now, MoneyFigures.Known known) {
        PaymentTotals totals = now.totals();
        List<OverviewPage.Tile> tiles = new ArrayList<>();
        tiles.add(tile("Total", Numbers.of(totals.sum()), Numbers.of(totals.payments(), "payment", "payments")));
        Optional<PaymentTotals> yesterday =
                known.days().getOrDefault(known.today().minusDays(1), Optional.empty());
        tiles.add(tile(
                "Since yesterday",
                yesterday
                        .map(end -> Numbers.signed(totals.sum().subtract(end.sum())))
                        .orElse("–"),
                yesterday
                        .map(end -> Numbers.signed(totals.payments() - end.payments()) + " payments")
                        .orElse("No figures of yesterday")));
        tiles.add(tile(
                "Patients",
                Numbers.of(totals.patients()),
                yesterday
                        .map(end -> Numbers.signed(totals.patients() - end.patients()) + " since yesterday")
                        .orElse("")));
        tiles.add(tile("Mean payment", totals.mean().map(Numbers::rounded).orElse("–"), range(totals)));
        return tiles;
    }

    private static OverviewPage.Tile tile(String label, String value, String detail) {
        return new OverviewPage.Tile(label, value, detail, Optional.empty());
    }

    private static String range(PaymentTotals totals) {
        return totals.min()
                .map(min -> "From " + Numbers.of(min) + " to "
                        + Numbers.of(totals.max().orElse(min)))
                .orElse("No payments");
    }

    private MoneyToday today(LocalDate today) {
        Instant start = today.atStartOfDay(times.zone()).toInstant();
        return MoneyToday.of(store.syncRuns(PageRequest.MAX_LIMIT), PageRequest.MAX_LIMIT, start);
    }

    private static Graph line(MoneyFigures.Known known) {
        List<Chart.Point> points = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        Map<LocalDate, Optional<PaymentTotals>> days = known.days();
        for (LocalDate day = known.today().minusDays(MoneyFigures.DAYS);
                day.isBefore(known.today());
                day = day.plusDays(1)) {
            Optional<BigDecimal> sum = days.getOrDefault(day, Optional.empty()).map(PaymentTotals::sum);
            if (sum.isPresent() || !points.isEmpty()) {
                points.add(new Chart.Point(DAY.format(day), sum));
            }
            if (sum.isPresent()) {
                rows.add(new Row(day.toString(), Numbers.of(sum.get())));
            }
        }
        known.present().map(now -> now.totals().sum()).ifPresent(sum -> {
            points.add(new Chart.Point("Now", Optional.of(sum)));
            rows.add(new Row("Now", Numbers.of(sum)));
        });
        Collections.reverse(rows);
        String title = "Total at the end of each day";
        Chart.Words words = new Chart.Words("line", title, "The last 90 days. The table has the figures.");
        return new Graph(
                "line",
                title,
                "The last 90 days",
                "",
                Chart.line(words, points, LABELS),
                "Total",
                rows,
                none(rows.isEmpty(), "No figures yet."));
    }

    private static Optional<String> none(boolean empty, String sentence) {
        return Optional.of(sentence).filter(text -> empty);
    }

    private static Graph byTotal(MoneyFigures.Present now) {
        List<Chart.Point> points = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < TotalRange.ALL.size(); i++) {
            TotalRange range = TotalRange.ALL.get(i);
            long patients = now.byTotal().get(i);
            points.add(new Chart.Point(range.label(), Optional.of(BigDecimal.valueOf(patients))));
            rows.add(new Row(range.words(), Numbers.of(patients)));
        }
        String title = "Patients by their total";
        Chart.Words words =
                new Chart.Words("spread", title, "The number of patients in each range. The table has the figures.");
        return new Graph(
                "spread",
                title,
                "What they have paid",
                "half",
                Chart.bars(words, points, BAR_LABELS),
                "Patients",
                rows,
                Optional.empty());
    }

    private static Graph byMonth(MoneyFigures.Present now) {
        List<PeriodTotals> months = now.byMonth();
        List<PeriodTotals> dated =
                months.stream().filter(month -> month.from().isPresent()).toList();
        List<Chart.Point> points = dated.stream()
                .skip(Math.max(0, dated.size() - MONTHS))
                .map(month -> new Chart.Point(
                        MONTH.format(month.from().orElseThrow()),
                        Optional.of(month.totals().sum())))
                .toList();
        List<Row> rows = new ArrayList<>(months.stream()
                .map(month -> new Row(
                        month.from().map(WHOLE_MONTH::format).orElse("Without a date"),
                        Numbers.of(month.totals().sum())))
                .toList());
        Collections.reverse(rows);
        String title = "Payments by month";
        Chart.Words words =
                new Chart.Words("months", title, "The sum of each month with payments. The table has the figures.");
        return new Graph(
                "months",
                title,
                "By the date of the payment, the last " + MONTHS + " months with payments",
                "half sparse",
                Chart.bars(words, points, BAR_LABELS),
                "Sum",
                rows,
                none(points.isEmpty(), "No payment has a date."));
    }
}
