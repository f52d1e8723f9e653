package io.github.patientpayments.internal.runlog;

import static io.github.patientpayments.jooq.internal.tables.Rejections.REJECTIONS;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.db.Row;
import io.github.patientpayments.sync.Rejection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A rejection as it is stored: its faults as {@code field:CODE,field:CODE}. */
public record RejectionValue(
        RecordType recordType,
        long position,
        OptionalLong line,
        Optional<String> externalId,
        Optional<String> patientExternalId,
        List<Fault> faults)
        implements Rejection {

    /** Between two faults. */
    public static final String SEPARATOR = ",";

    public static String encode(List<Fault> faults) {
        return faults.stream().map(fault -> fault.field() + ':' + fault.code()).collect(Collectors.joining(SEPARATOR));
    }

    /** Creates a rejection from its row. */
    public static Rejection of(Row row) {
        return new RejectionValue(
                RecordType.valueOf(row.get(REJECTIONS.RECORD_TYPE)),
                row.get(REJECTIONS.RECORD_NO),
                line(row.get(REJECTIONS.LINE)),
                Optional.ofNullable(row.get(REJECTIONS.EXTERNAL_ID)),
                Optional.ofNullable(row.get(REJECTIONS.PATIENT_EXTERNAL_ID)),
                decode(row.get(REJECTIONS.FAULTS)));
    }

    /** {@code payment 3 in line 4 (external id 501): patientId UNKNOWN_PATIENT}. */
    @Override
    public String toString() {
        String type = recordType == RecordType.PATIENT ? "patient" : "payment";
        String id = externalId.map("external id "::concat).orElse("without a usable id");
        String place = line.isPresent() ? " in line " + line.getAsLong() : "";
        return type + " " + position + place + " (" + id + "): "
                + faults.stream()
                        .map(fault -> fault.field() + ' ' + fault.code())
                        .collect(Collectors.joining(", "));
    }

    private static OptionalLong line(@Nullable Long stored) {
        return stored == null ? OptionalLong.empty() : OptionalLong.of(stored);
    }

    static List<Fault> decode(String text) {
        return Arrays.stream(text.split(SEPARATOR, -1))
                .map(fault -> fault.split(":", 2))
                .map(parts -> new Fault(parts[0], Code.valueOf(parts[1])))
                .toList();
    }
}
