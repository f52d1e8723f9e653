package io.github.patientpayments.internal.page;

import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.trueCondition;
import static org.jooq.impl.DSL.val;

import io.github.patientpayments.internal.db.ResultRow;
import io.github.patientpayments.internal.db.Row;
import io.github.patientpayments.internal.text.StorableText;
import io.github.patientpayments.query.PageRequest;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectSeekStepN;
import org.jooq.SortField;
import org.jooq.Table;
import org.jooq.exception.DataTypeException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Pages of one kind of item. One statement reads a page, its base run and, on request, the count, so they are
 * consistent at every isolation level.
 *
 * @param from the table or join that has the columns of the conditions and the keys
 * @param rest has the columns of an item that are not in it; null if there are none
 * @param columns the columns of an item, including the keys
 * @param where selects the rows
 * @param keys the columns that define a total order of the rows, none of them nullable
 * @param baseRun the base run
 * @param query the digest that a cursor must contain
 * @param mapper creates an item from a row
 */
public record Pages<T>(
        Table<?> from,
        @Nullable Rest rest,
        List<? extends Field<?>> columns,
        Condition where,
        List<? extends Field<?>> keys,
        Field<Long> baseRun,
        String query,
        Function<Row, T> mapper) {

    /** 38 digits, a sign and a point. */
    private static final int LONGEST_NUMBER = 40;

    private static final int LAST_YEAR = 9999;

    private static final Field<Long> COUNT = DSL.field("row_count", SQLDataType.BIGINT);

    public PageValue<T> read(DSLContext dsl, PageRequest<?> request) {
        Cursor cursor = request.cursor().map(this::cursor).orElse(null);
        Table<?> page = rows(request, cursor).asTable("page");
        Table<?> counted = count(request).asTable("counted", COUNT.getName());
        Table<?> joined =
                STORE_STATE.join(counted).on(trueCondition()).leftJoin(page).on(trueCondition());
        List<Field<?>> items = columns.stream()
                .<Field<?>>map(column -> isInRest(column) ? column : page.field(column))
                .toList();
        Field<Long> rowCount = counted.field(0, Long.class);
        List<Field<?>> selected = new ArrayList<>(List.of(baseRun, rowCount));
        selected.addAll(items);
        Found<T> found = new Found<>();
        ResultRow.forEach(
                dsl.select(selected)
                        .from(rest == null ? joined : rest.joinedTo(joined, page))
                        .orderBy(order(keys.stream().map(page::field).toList(), request)),
                selected,
                row -> {
                    found.base = row.get(baseRun);
                    found.counted = row.get(rowCount);
                    if (row.get(items.get(0)) != null) {
                        add(found, row, request.limit());
                    }
                });
        return page(found, request, cursor);
    }

    /** What has been read of a page. The cursor that follows it needs the keys of its last row. */
    private static final class Found<T> {
        private final List<T> items = new ArrayList<>();
        private long base;
        private @Nullable Long counted;
        private List<String> lastKeys = List.of();
        private boolean more;
    }

    private void add(Found<T> found, Row row, int limit) {
        if (found.items.size() == limit) {
            found.more = true;
            return;
        }
        found.items.add(mapper.apply(row));
        if (found.items.size() == limit) {
            found.lastKeys = keys.stream()
                    .map(key -> String.valueOf((Object) row.get(key)))
                    .toList();
        }
    }

    private boolean isInRest(Field<?> column) {
        return rest != null && rest.table().field(column) != null;
    }

    /** One more than the request counts to, so that there being more is seen. */
    private Select<?> count(PageRequest<?> request) {
        if (request.isCounted()) {
            return selectCount().from(from).where(where);
        } else if (request.countsUpTo().isEmpty()) {
            return select(DSL.castNull(COUNT));
        }
        Table<?> first = selectOne()
                .from(from)
                .where(where)
                .limit(inline(request.countsUpTo().getAsLong() + 1))
                .asTable("first_rows");
        return selectCount().from(first);
    }

    private Select<?> rows(PageRequest<?> request, @Nullable Cursor cursor) {
        List<? extends Field<?>> inFrom =
                columns.stream().filter(column -> !isInRest(column)).toList();
        SelectSeekStepN<Record> sorted = select(inFrom).from(from).where(where).orderBy(order(keys, request));
        long offset = (request.pageNumber().orElse(1) - 1) * request.limit();
        Param<Long> oneMore = inline(request.limit() + 1L);
        return cursor == null
                ? sorted.limit(oneMore).offset(inline(offset))
                : sorted.seek(values(cursor)).limit(oneMore);
    }

    private PageValue<T> page(Found<T> found, PageRequest<?> request, @Nullable Cursor cursor) {
        long base = found.base;
        Long counted = found.counted;
        long atMost = request.countsUpTo().orElse(Long.MAX_VALUE);
        Long count = counted == null || counted > atMost ? null : counted;
        return new PageValue<>(
                List.copyOf(found.items),
                found.more ? Optional.of(new Cursor(base, query, found.lastKeys).text()) : Optional.empty(),
                count == null ? OptionalLong.empty() : OptionalLong.of(count),
                counted == null ? OptionalLong.empty() : OptionalLong.of(Math.min(counted, atMost)),
                count == null ? OptionalLong.empty() : OptionalLong.of((count + request.limit() - 1) / request.limit()),
                base,
                cursor != null && cursor.baseRun() != base);
    }

    private Cursor cursor(String text) {
        Cursor cursor = Cursor.parse(text);
        if (!cursor.query().equals(query) || cursor.keys().size() != keys.size()) {
            throw new IllegalArgumentException(
                    "This cursor belongs to another query: a cursor is valid only for the filter,"
                            + " sort and direction that it was created with");
        }
        return cursor;
    }

    private Field<?>[] values(Cursor cursor) {
        Field<?>[] values = new Field<?>[keys.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = val(value(cursor.keys().get(i), keys.get(i).getDataType()), keys.get(i));
        }
        return values;
    }

    /** Rejects forged cursors: a value has the type, the precision and the scale of its key. */
    private static Object value(String text, DataType<?> type) {
        // Before the conversion: that of a number takes a time that grows with the square of its digits.
        if (Number.class.isAssignableFrom(type.getType()) && text.length() > LONGEST_NUMBER) {
            throw Cursor.none();
        }
        try {
            Object value = type.convert(text);
            boolean inForm = String.valueOf(value).equals(text) && StorableText.is(text);
            if (value != null && inForm && inRange(value, type)) {
                return value;
            }
        } catch (DataTypeException e) {
            // Not a value of this type.
        }
        throw Cursor.none();
    }

    private static boolean inRange(Object value, DataType<?> type) {
        if (value instanceof LocalDate date) {
            return date.getYear() >= 1 && date.getYear() <= LAST_YEAR;
        }
        return !(value instanceof BigDecimal number)
                || (number.scale() == type.scale() && number.precision() <= type.precision());
    }

    private static List<SortField<?>> order(List<? extends Field<?>> keys, PageRequest<?> request) {
        List<SortField<?>> order = new ArrayList<>();
        keys.forEach(key -> order.add(request.isDescending() ? key.desc() : key.asc()));
        return order;
    }
}
