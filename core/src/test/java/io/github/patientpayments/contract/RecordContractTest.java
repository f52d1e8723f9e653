package io.github.patientpayments.contract;

import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.SyncReport;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The base of the themes about single records: syncs records as JSON, and returns faults by position. */
abstract class RecordContractTest extends ContractTest {

    /** Syncs an array of these JSON values as the patients. */
    final SyncReport syncPatientsJson(String... records) {
        return store.sync(Snapshot.builder().patients(json(array(records))).build());
    }

    /** Syncs an array of these JSON values as payments. */
    final SyncReport syncPaymentsJson(String... records) {
        return store.sync(Snapshot.builder().payments(json(array(records))).build());
    }

    /** A valid patient as JSON, followed by more fields. */
    static String patientJson(String externalId, String... more) {
        String rest = Arrays.stream(more).map(field -> "," + field).collect(Collectors.joining());
        return "{\"externalId\":\"" + externalId + "\",\"firstName\":\"Rick\",\"lastName\":\"Deckard\"" + rest + "}";
    }

    /** A payment of patient 5 as JSON, with the amount as it is given. */
    static String paymentJson(String externalId, String amount) {
        return "{\"externalId\":\"" + externalId + "\",\"patientId\":\"5\",\"amount\":" + amount + "}";
    }

    static String array(String... records) {
        return "[" + String.join(",", records) + "]";
    }

    /** The faults of a report by position, each as {@code field CODE}. */
    static Map<Long, List<String>> faults(SyncReport report) {
        Map<Long, List<String>> faults = new TreeMap<>();
        for (Rejection rejection : report.rejections()) {
            faults.put(
                    rejection.position(),
                    rejection.faults().stream()
                            .map(fault -> fault.field() + " " + fault.code())
                            .toList());
        }
        return faults;
    }

    /** The faults of the only element. */
    static List<String> onlyFaults(SyncReport report) {
        return faults(report).getOrDefault(1L, List.of());
    }
}
