package io.github.patientpayments.internal.purge;

import io.github.patientpayments.PurgeReport;

record PurgeReportValue(long runNumber, long horizonRun, long versions, long patients, long payments, long rejections)
        implements PurgeReport {

    /** Whether the purge deleted a row or moved the horizon, so that a query may have another result. */
    boolean changed(long horizonBefore) {
        return horizonRun > horizonBefore || versions + patients + payments + rejections > 0;
    }
}
