package io.github.patientpayments.examples.loader;

import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.sync.Rejection;
import java.util.List;

/** Rejected records with their faults. */
final class RejectionTable {

    private RejectionTable() {}

    static TextTable of(List<Rejection> rejections) {
        TextTable table = new TextTable("record", "id", "code", "message");
        for (Rejection rejection : rejections) {
            table.row(
                    rejection.recordType() + " no. " + rejection.position(),
                    rejection.externalId().map(Cells::text).orElse("unreadable"),
                    Cells.faults(rejection, Rejection.Fault::code),
                    Cells.faults(rejection, fault -> message(rejection, fault)));
        }
        return table;
    }

    /** Names the patient that was looked for. */
    private static String message(Rejection rejection, Rejection.Fault fault) {
        return fault.code() == Rejection.Code.UNKNOWN_PATIENT
                ? fault.message() + ": " + rejection.patientExternalId().orElse("")
                : fault.message();
    }
}
