package io.github.patientpayments.springboot;

import io.github.patientpayments.PatientPaymentStore;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code patient-payments.*}. Those that are not set have the defaults of
 * {@link PatientPaymentStore.Builder}.
 *
 * @param enabled whether anything is configured; true by default
 * @param dataSource the name of the bean with the data source; needed if there are several and none is primary
 * @param schema the schema of the store; patient_payments by default
 * @param zone the zone of the other system: decides which day is today, and the times in names of files; UTC by default
 * @param lockTimeout how long a writer waits for another one; 30 s by default
 * @param inputDeadline how long a sync may read its input; without limit by default
 * @param maxStoredRejections how many rejections of a run are stored; 10,000 by default
 * @param maxRecordsInMemory how many records of a type a sync knows by their hashes; 1,500,000 by default
 * @param guard the limits of the guard; those that are not set are as in the application's {@code Guard} bean, or as in
 *     {@link io.github.patientpayments.sync.Guard#defaults()}
 * @param erasureKeyFile the file with the key for erasures, at least 32 bytes
 * @param formerErasureKeyFiles the files with the keys that were used before
 * @param keepErasedTotals whether the money of erased patients is kept as one sum
 * @param migrate whether every store is migrated on start, after the host's own Flyway or Liquibase; true by default
 * @param health when the stores are healthy
 * @param job the folder that is synced on a schedule; none by default
 */
@ConfigurationProperties("patient-payments")
public record PatientPaymentsProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String dataSource,
        @DefaultValue("patient_payments") String schema,
        @Nullable ZoneId zone,
        @Nullable Duration lockTimeout,
        @Nullable Duration inputDeadline,
        @Nullable Integer maxStoredRejections,
        @Nullable Integer maxRecordsInMemory,
        @DefaultValue GuardLimits guard,
        @Nullable Path erasureKeyFile,
        @DefaultValue List<Path> formerErasureKeyFiles,
        @DefaultValue("false") boolean keepErasedTotals,
        @DefaultValue("true") boolean migrate,
        @DefaultValue Health health,
        @DefaultValue Job job) {

    /**
     * The properties {@code patient-payments.guard.*}.
     *
     * @param deletions how many live records, and how much live money, a sync may delete; more than 20% and at least 5
     *     records are refused by default
     * @param changedRecords how many live records a sync may change; more than 50% and at least 20 are refused by
     *     default
     * @param changedMoney by how much of the live money a sync may change amounts; more than 20% and at least 5
     *     payments are refused by default
     * @param insertions how many records may be new; any number by default
     * @param rejections how many records of a set may be rejected; more than 20% and at least 20 are refused by default
     * @param requireControlTotals true refuses an input without control totals; false, the default, leaves that to the
     *     application's {@code Guard} bean
     */
    public record GuardLimits(
            @Nullable Limit deletions,
            @Nullable Limit changedRecords,
            @Nullable Limit changedMoney,
            @Nullable Limit insertions,
            @Nullable Limit rejections,
            @DefaultValue("false") boolean requireControlTotals) {}

    /**
     * A limit: more than a share, and at least a number of records, is refused.
     *
     * @param percent the share that is allowed, from 0 to 100
     * @param atLeast the least number of records that is refused
     */
    public record Limit(
            @Nullable BigDecimal percent, @Nullable Long atLeast) {}

    /**
     * The properties {@code patient-payments.health.*}.
     *
     * @param maxAge how old the last successful sync of either type may be before a store is out of service; without
     *     limit by default
     */
    public record Health(@Nullable Duration maxAge) {}

    /**
     * The properties {@code patient-payments.job.*}.
     *
     * @param folder the folder into which pairs of files are put; without one, there is no job
     * @param interval the time between the end of one look at the folder and the next; one minute by default
     * @param patients the names of the files with patients, with <code>{key}</code> for what a pair has in common; set
     *     both names or none
     * @param payments the names of the files with payments
     * @param mapping a file with the mapping of both; none by default
     * @param quiet how long a file must not have been changed; the default is that of the job
     */
    public record Job(
            @Nullable Path folder,
            @DefaultValue("1m") Duration interval,
            @Nullable String patients,
            @Nullable String payments,
            @Nullable Path mapping,
            @Nullable Duration quiet) {}
}
