package io.github.patientpayments.internal.purge;

import io.github.patientpayments.PurgeReport;

record PurgeReportValue(long runNumber, long horizonRun, long versions, long patients, long payments, long rejections)
        implements PurgeReport {

    /** Whether a row that anybody could have asked for is gone, or may no longer be asked for. */
    boolean changed(long horizonBefore) {
        return horizonRun > horizonBefore || versions + patients + payments + rejections > 0;
    }
}
