package io.github.patientpayments.internal.page;

import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.trueCondition;
import static org.jooq.impl.DSL.val;

import io.github.patientpayments.internal.db.Row;
import io.github.patientpayments.internal.text.StorableText;
import io.github.patientpayments.query.PageRequest;
import java.math.BigDecimal;
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
import org.jooq.Result;
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

    /** After the base run and the count. Null if there are no items. */
    private static final int FIRST_OF_ITEM = 2;

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
        Result<? extends Record> result = dsl.select(baseRun, counted.field(0, Long.class))
                .select(items)
                .from(rest == null ? joined : rest.joinedTo(joined, page))
                .orderBy(order(keys.stream().map(page::field).toList(), request))
                .fetch();
        return page(result, request, cursor);
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

    private PageValue<T> page(Result<? extends Record> result, PageRequest<?> request, @Nullable Cursor cursor) {
        long base = result.get(0).get(0, Long.class);
        Long counted = result.get(0).get(1, Long.class);
        long atMost = request.countsUpTo().orElse(Long.MAX_VALUE);
        Long count = counted == null || counted > atMost ? null : counted;
        List<Record> rows = new ArrayList<>(result);
        rows.removeIf(row -> row.get(FIRST_OF_ITEM) == null);
        boolean more = rows.size() > request.limit();
        if (more) {
            rows.remove(request.limit());
        }
        Row reader = new Row(result.get(0));
        return new PageValue<>(
                rows.stream().map(row -> mapper.apply(reader.at(row))).toList(),
                more ? Optional.of(cursorAfter(rows.get(request.limit() - 1), base)) : Optional.empty(),
                count == null ? OptionalLong.empty() : OptionalLong.of(count),
                counted == null ? OptionalLong.empty() : OptionalLong.of(Math.min(counted, atMost)),
                count == null ? OptionalLong.empty() : OptionalLong.of((count + request.limit() - 1) / request.limit()),
                base,
                cursor != null && cursor.baseRun() != base);
    }

    private String cursorAfter(Record row, long base) {
        return new Cursor(
                        base,
                        query,
                        keys.stream().map(key -> String.valueOf(row.get(key))).toList())
                .text();
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
        return !(value instanceof BigDecimal number)
                || (number.scale() == type.scale() && number.precision() <= type.precision());
    }

    private static List<SortField<?>> order(List<? extends Field<?>> keys, PageRequest<?> request) {
        List<SortField<?>> order = new ArrayList<>();
        keys.forEach(key -> order.add(request.isDescending() ? key.desc() : key.asc()));
        return order;
    }
}
