package io.github.patientpayments.internal.sync;

import java.util.Arrays;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** What is to happen to a record of the mirror. The diff tables hold its code. */
enum DiffAction {
    INSERT(1),
    UPDATE(2),
    /** It was deleted and is in the set again. */
    RESTORE(3),
    /** It was deleted with its patient, the patient is back, and nothing says that the payment is not. */
    RETURN(4),
    /** It is not in the set. */
    DELETE(5),
    /** Its patient is deleted and it has not moved to another one. */
    CASCADE(6),
    /** It is now said to be an erased patient's, and so counts as missing. */
    SUPPRESS(7);

    /** The actions that write the content of a record that the mirror knows. */
    static final DiffAction[] CHANGES = {UPDATE, RESTORE, RETURN};

    /** The actions that make a tombstone. */
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
