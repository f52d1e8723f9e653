package io.github.patientpayments.internal.sync;

import java.util.Arrays;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** What is to happen to a record of the mirror; stands in the diff tables as its code. */
enum DiffAction {
    INSERT(1),
    UPDATE(2),
    /** It was deleted and is in the set again. */
    RESTORE(3),
    /** It was deleted with its patient, the patient is back, and nothing says that it is not. */
    RETURN(4),
    /** It is not in the set. */
    DELETE(5),
    /** Its patient is deleted and it has nowhere to go. */
    CASCADE(6),
    /** It is said to be an erased patient's, and so counts as missing. */
    SUPPRESS(7);

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

    static Condition in(Field<Short> kind, DiffAction... kinds) {
        List<Field<Short>> codes = Arrays.stream(kinds).map(DiffAction::inline).toList();
        return kind.in(codes);
    }
}
