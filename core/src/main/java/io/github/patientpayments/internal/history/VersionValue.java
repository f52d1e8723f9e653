package io.github.patientpayments.internal.history;

import io.github.patientpayments.history.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

record VersionValue<T>(
        long fromRun,
        Instant from,
        @Nullable Long endRun,
        @Nullable Instant end,
        boolean isDeleted,
        T content) implements Version<T> {

    @Override
    public OptionalLong toRun() {
        return endRun == null ? OptionalLong.empty() : OptionalLong.of(endRun);
    }

    @Override
    public Optional<Instant> to() {
        return Optional.ofNullable(end);
    }

    @Override
    public String toString() {
        return "Version[fromRun=" + fromRun + ", toRun=" + endRun + ", deleted=" + isDeleted + ", content=" + content
                + "]";
    }
}
