package io.github.patientpayments.query;

/** The order in which the rejections of a run can be asked for. */
public enum RejectionSort {
    /** Patients before payments, each in the order of the input. */
    POSITION
}
