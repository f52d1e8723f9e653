package io.github.patientpayments.examples;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.github.patientpayments.history.Change;
import io.github.patientpayments.history.ChangePage;
import io.github.patientpayments.history.FieldChange;
import io.github.patientpayments.history.History;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * A table of the application from which other systems read what has changed. The events and the cursor after them are
 * committed together: a process that is killed before the commit has delivered nothing, and one that is killed after it
 * continues after them. Of two processes that deliver at the same time, one finds that the cursor has moved, and
 * delivers nothing.
 */
final class Outbox {

    private static final Table<Record> OUTBOX = table(name("outbox"));
    private static final Field<Long> RUN = field(name("run"), SQLDataType.BIGINT.notNull());
    private static final Field<String> KIND =
            field(name("kind"), SQLDataType.VARCHAR(20).notNull());
    private static final Field<String> RECORD =
            field(name("record"), SQLDataType.VARCHAR(40).notNull());
    private static final Field<String> CHANGES = field(name("changes"), SQLDataType.CLOB.notNull());

    private static final Table<Record> POSITION = table(name("outbox_position"));
    private static final Field<Integer> ONLY_ROW = field(name("id"), SQLDataType.INTEGER.notNull());
    private static final Field<String> CURSOR =
            field(name("cursor"), SQLDataType.VARCHAR(1000).notNull());

    private final History history;
    private final DSLContext dsl;

    Outbox(History history, DataSource database) {
        this.history = history;
        this.dsl = DSL.using(database, SQLDialect.H2);
    }

    /** Creates the tables, unless they are there. */
    void create() {
        Field<Long> number = field(name("number"), SQLDataType.BIGINT.identity(true));
        dsl.createTableIfNotExists(OUTBOX)
                .columns(number, RUN, KIND, RECORD, CHANGES)
                .primaryKey(number)
                .execute();
        dsl.createTableIfNotExists(POSITION)
                .columns(ONLY_ROW, CURSOR)
                .primaryKey(ONLY_ROW)
                .execute();
    }

    /** Delivers the next events; false if there were none left. */
    boolean deliver(int limit) {
        String cursor = dsl.select(CURSOR).from(POSITION).fetchOptional(CURSOR).orElse(history.beginning());
        ChangePage page = history.changes(cursor, limit);
        dsl.transaction(transaction -> {
            DSLContext inTransaction = transaction.dsl();
            page.changes().forEach(change -> add(inTransaction, change));
            move(inTransaction, cursor, page.next());
        });
        return page.hasMore();
    }

    private static void add(DSLContext inTransaction, Change change) {
        String record = change.recordType() + " " + change.id();
        if (change.before().isEmpty()) {
            forget(inTransaction, record);
        }
        inTransaction
                .insertInto(OUTBOX)
                .set(RUN, change.runNumber())
                .set(KIND, change.kind().name())
                .set(RECORD, record)
                .set(CHANGES, change.fields().stream().map(Outbox::text).collect(Collectors.joining("; ")))
                .execute();
    }

    /** If another process has moved it, the row exists and cannot be inserted: the transaction is rolled back. */
    private static void move(DSLContext inTransaction, String from, String to) {
        if (inTransaction
                        .update(POSITION)
                        .set(CURSOR, to)
                        .where(CURSOR.eq(from))
                        .execute()
                == 0) {
            inTransaction.insertInto(POSITION).set(ONLY_ROW, 1).set(CURSOR, to).execute();
        }
    }

    /**
     * Who was erased there is to be forgotten here. Of a payment that had moved away, the event says what it is now.
     */
    private static void forget(DSLContext inTransaction, String record) {
        inTransaction.update(OUTBOX).set(CHANGES, "").where(RECORD.eq(record)).execute();
    }

    private static String text(FieldChange change) {
        return change.field() + ": " + change.oldValue().orElse("-") + " -> "
                + change.newValue().orElse("-");
    }
}
