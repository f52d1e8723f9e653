package io.github.patientpayments.examples.loader;

import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.sync.SyncCounts;
import io.github.patientpayments.sync.SyncReport;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The counts of a load. Rare outcomes have a column only if they occurred. */
final class CountsTable {

    private static final List<Column> COLUMNS = List.of(
            new Column("read", true, SyncCounts::read),
            new Column("inserted", true, SyncCounts::inserted),
            new Column("updated", true, SyncCounts::updated),
            new Column("unchanged", true, SyncCounts::unchanged),
            new Column("restored", false, SyncCounts::restored),
            new Column("deleted", true, SyncCounts::deleted),
            new Column("cascaded", false, SyncCounts::cascaded),
            new Column("rejected", true, SyncCounts::rejected),
            new Column("retained", true, SyncCounts::retained),
            new Column("collapsed", false, SyncCounts::collapsed),
            new Column("withheld", false, SyncCounts::withheld),
            new Column("suppressed", false, SyncCounts::suppressed));

    private CountsTable() {}

    static void print(SyncReport report, PrintStream out) {
        List<Column> columns = COLUMNS.stream()
                .filter(column -> column.always || column.of(report.patients()) + column.of(report.payments()) > 0)
                .toList();
        List<String> header = new ArrayList<>(List.of(""));
        columns.forEach(column -> header.add(column.name));
        new TextTable(header.toArray(String[]::new))
                .row(row("patients", report.patients(), columns))
                .row(row("payments", report.payments(), columns))
                .print(out);
    }

    private static Object[] row(String name, SyncCounts counts, List<Column> columns) {
        List<Object> cells = new ArrayList<>(List.of(name));
        columns.forEach(column -> cells.add(column.of(counts)));
        return cells.toArray();
    }

    private record Column(String name, boolean always, ToLongFunction<SyncCounts> value) {
        long of(SyncCounts counts) {
            return value.applyAsLong(counts);
        }
    }
}
