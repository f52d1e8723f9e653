package io.github.patientpayments.examples.common;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Prints rows in aligned columns, numbers to the right. A table that is too wide has brief cells, leaves columns out,
 * and shortens or wraps others; if that is not enough, it prints a line for each cell.
 */
public final class TextTable {

    private static final int GAP = 2;
    private static final int LEAST = 12;

    /** A time is left out before a text is cut to less: a UUID should stay whole. */
    private static final int READABLE = 36;

    private final List<String> header;
    private final List<List<Object>> rows = new ArrayList<>();
    private final Set<String> shortened = new HashSet<>();
    private final Set<String> wrapped = new HashSet<>();
    private final List<String> omissible = new ArrayList<>();

    /** An empty table. */
    public TextTable(String... header) {
        this.header = List.of(header);
    }

    /** Columns whose text may be cut. */
    public TextTable shortening(String... columns) {
        shortened.addAll(Arrays.asList(columns));
        return this;
    }

    /** Columns whose text may go on in the next line. */
    public TextTable wrapping(String... columns) {
        wrapped.addAll(Arrays.asList(columns));
        return this;
    }

    /** Columns that may be left out, the least important first. */
    public TextTable omitting(String... columns) {
        omissible.addAll(Arrays.asList(columns));
        return this;
    }

    /** Adds a row; it has as many cells as the header. */
    public TextTable row(Object... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** Prints the header, the rows and an empty line, however wide they are. */
    public void print(PrintStream out) {
        print(out, Integer.MAX_VALUE);
    }

    /**
     * Prints the header, the rows and an empty line in lines of at most this width.
     *
     * @return the columns with content that are left out
     */
    public List<String> print(PrintStream out, int width) {
        List<Column> columns = columns(false);
        if (total(columns) <= width) {
            print(out, columns);
            return List.of();
        }
        columns = columns(true);
        List<String> omitted = new ArrayList<>();
        columns.removeIf(column -> column.isEmpty() && omissible.contains(column.name));
        for (String next : omissible) {
            boolean time = columns.stream().anyMatch(column -> column.name.equals(next) && column.time);
            if (least(columns, time ? READABLE : LEAST) > width
                    && columns.removeIf(column -> column.name.equals(next))) {
                omitted.add(next);
            }
        }
        if (least(columns, LEAST) > width) {
            printCells(out, columns(true), width);
            return List.of();
        }
        fit(columns, width);
        print(out, columns);
        return omitted;
    }

    private List<Column> columns(boolean brief) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            int index = i;
            List<Object> cells = rows.stream().map(row -> row.get(index)).toList();
            columns.add(new Column(header.get(i), cells, brief));
        }
        return columns;
    }

    private static int total(List<Column> columns) {
        return columns.stream().mapToInt(column -> GAP + column.width).sum();
    }

    private int least(List<Column> columns, int cut) {
        return columns.stream().mapToInt(column -> GAP + least(column, cut)).sum();
    }

    private int least(Column column, int cut) {
        if (!shortened.contains(column.name) && !wrapped.contains(column.name)) {
            return column.width;
        }
        int least = shortened.contains(column.name) ? cut : LEAST;
        return Math.min(column.width, Math.max(least, column.name.length()));
    }

    /** Shares what the other columns leave among those that can be narrower. */
    private void fit(List<Column> columns, int width) {
        int[] full = columns.stream().mapToInt(column -> column.width).toArray();
        columns.forEach(column -> column.width = least(column, LEAST));
        int free = width - total(columns);
        for (boolean more = true; more; ) {
            more = false;
            for (int i = 0; i < full.length && free > 0; i++) {
                if (columns.get(i).width < full[i]) {
                    columns.get(i).width++;
                    free--;
                    more = true;
                }
            }
        }
    }

    private void print(PrintStream out, List<Column> columns) {
        line(out, columns, columns.stream().map(column -> List.of(column.name)).toList());
        for (int row = 0; row < rows.size(); row++) {
            int index = row;
            line(
                    out,
                    columns,
                    columns.stream().map(column -> lines(column, index)).toList());
        }
        out.println();
    }

    private List<String> lines(Column column, int row) {
        String text = column.texts.get(row);
        return wrapped.contains(column.name)
                ? TextWidth.wrapped(text, column.width)
                : List.of(TextWidth.shortened(text, column.width));
    }

    private static void line(PrintStream out, List<Column> columns, List<List<String>> cells) {
        int height = cells.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < height; i++) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns.size(); column++) {
                List<String> lines = cells.get(column);
                line.append(" ".repeat(GAP)).append(columns.get(column).aligned(i < lines.size() ? lines.get(i) : ""));
            }
            out.println(line.toString().stripTrailing());
        }
    }

    /** Prints a line for each cell that is not empty. */
    private void printCells(PrintStream out, List<Column> columns, int width) {
        int label =
                columns.stream().mapToInt(column -> column.name.length()).max().orElse(0);
        int room = Math.max(width - label - 2 * GAP, 1);
        for (int row = 0; row < rows.size(); row++) {
            for (Column column : columns) {
                String text = column.texts.get(row);
                String name = column.name;
                for (String part : text.isEmpty() ? List.<String>of() : TextWidth.wrapped(text, room)) {
                    out.println(" ".repeat(GAP) + name + " ".repeat(label - name.length() + GAP) + part);
                    name = "";
                }
            }
            out.println();
        }
    }

    /**
     * A cell that can be briefer in a narrow table.
     *
     * @param text in full
     * @param brief shorter
     */
    public record Brief(String text, String brief) {

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class Column {

        private final String name;
        private final List<String> texts;
        private final boolean numeric;
        private final boolean time;
        private int width;

        Column(String name, List<Object> cells, boolean brief) {
            this.name = name;
            this.texts = cells.stream()
                    .map(cell -> brief && cell instanceof Brief time ? time.brief() : cell.toString())
                    .toList();
            this.numeric = !cells.isEmpty() && cells.stream().allMatch(cell -> cell instanceof Number);
            this.time = cells.stream().anyMatch(cell -> cell instanceof Brief);
            this.width = IntStream.concat(
                            IntStream.of(name.length()), texts.stream().mapToInt(TextWidth::of))
                    .max()
                    .orElse(0);
        }

        boolean isEmpty() {
            return texts.stream().allMatch(String::isEmpty);
        }

        String aligned(String text) {
            String gap = " ".repeat(Math.max(width - TextWidth.of(text), 0));
            return numeric ? gap + text : text + gap;
        }
    }
}
