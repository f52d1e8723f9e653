package io.github.patientpayments.internal.query;

import java.math.BigDecimal;
import org.jooq.Field;

/**
 * The columns with the totals of a patient.
 *
 * @param total the sum of the payments
 * @param count the number of payments
 * @param smallest the smallest payment; null without payments
 * @param greatest the greatest payment; null without payments
 */
record TotalColumns(
        Field<BigDecimal> total, Field<Long> count, Field<BigDecimal> smallest, Field<BigDecimal> greatest) {}
