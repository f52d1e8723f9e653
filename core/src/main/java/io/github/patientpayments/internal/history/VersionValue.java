package io.github.patientpayments.internal.history;

import io.github.patientpayments.history.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

record VersionValue<T>(
        long fromRun, Instant from, OptionalLong toRun, Optional<Instant> to, boolean isDeleted, T content)
        implements Version<T> {

    @Override
    public String toString() {
        return "Version[fromRun=" + fromRun + ", toRun=" + (toRun.isEmpty() ? null : toRun.getAsLong()) + ", deleted="
                + isDeleted + ", content=" + content + "]";
    }
}
