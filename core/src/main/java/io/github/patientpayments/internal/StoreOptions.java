package io.github.patientpayments.internal;

import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.SyncListener;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * What the host has chosen.
 *
 * @param clock tells the time of a run
 * @param zone tells which day it is
 * @param inputDeadline how long reading may take; null for as long as it takes
 * @param maxStoredRejections how many rejections of a run are stored
 * @param guard what is refused
 * @param erasureKey by what erased patients are recognised; null if nobody was
 * @param keepErasedTotals whether the money of erased patients is added up
 * @param listener is told what happens; null for nobody
 */
public record StoreOptions(
        Clock clock,
        ZoneId zone,
        @Nullable Duration inputDeadline,
        int maxStoredRejections,
        Guard guard,
        @Nullable SecretKey erasureKey,
        boolean keepErasedTotals,
        @Nullable SyncListener listener) {}
