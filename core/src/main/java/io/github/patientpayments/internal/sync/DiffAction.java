package io.github.patientpayments.internal.sync;

import java.util.Arrays;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** What a run does with a record of the mirror. The diff tables hold the code. */
enum DiffAction {
    INSERT(1),
    UPDATE(2),
    /** A deleted record is in the set again. */
    RESTORE(3),
    /** The patient of a cascaded payment is back, and the input does not say that the payment is still deleted. */
    RETURN(4),
    /** A record is missing from a full set, or a delta deletes it. */
    DELETE(5),
    /** The patient of the payment is deleted, and the payment has not moved to another one. */
    CASCADE(6),
    /** The input assigns the payment to an erased patient, so it counts as missing. */
    SUPPRESS(7),
    /** A patient is missing, and has payments that may all move to others. Only while deletions are withheld. */
    UNDECIDED(8);

    /** The actions that write the content of a record that is in the mirror. */
    static final DiffAction[] CHANGES = {UPDATE, RESTORE, RETURN};

    /** The actions that create a tombstone. */
    static final DiffAction[] DELETIONS = {DELETE, CASCADE, SUPPRESS};

    private final short code;

    DiffAction(int code) {
        this.code = (short) code;
    }

    short code() {
        return code;
    }

    Field<Short> inline() {
        return DSL.inline(code);
    }

    static Condition in(Field<Short> column, DiffAction... actions) {
        List<Field<Short>> codes =
                Arrays.stream(actions).map(DiffAction::inline).toList();
        return column.in(codes);
    }
}
