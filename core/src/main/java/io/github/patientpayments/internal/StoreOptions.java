package io.github.patientpayments.internal;

import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.SyncListener;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The options that the host has set.
 *
 * @param clock gives the time of a run
 * @param zone determines the current date
 * @param inputDeadline how long reading the input may take; null for no limit
 * @param maxStoredRejections the most rejections that are stored for a run
 * @param maxRecordsInMemory the most live records of a type that a sync knows by their hashes
 * @param guard the limits by which a snapshot is refused
 * @param erasureKeys the keys by which erased patients are recognized, the one for new erasures first; may be empty
 * @param keepErasedTotals whether the live money of erased patients is added to the erased totals
 * @param listener is notified of progress and results; null for none
 */
public record StoreOptions(
        Clock clock,
        ZoneId zone,
        @Nullable Duration inputDeadline,
        int maxStoredRejections,
        int maxRecordsInMemory,
        Guard guard,
        List<SecretKey> erasureKeys,
        boolean keepErasedTotals,
        @Nullable SyncListener listener) {}
