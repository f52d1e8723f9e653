package io.github.patientpayments.history;

import java.util.List;

/** Some events of the change feed. Made by the store: immutable and thread-safe. */
public interface ChangePage {

    /**
     * The events, in the order in which they happened.
     *
     * @return unmodifiable
     */
    List<Change> changes();

    /**
     * The cursor behind the last event: keep it in the same transaction in which you keep what you made of the events.
     *
     * @return opaque, without any record's content; never expires, but for a purge
     */
    String next();

    /**
     * Whether there were more events when the page was read.
     *
     * @return false if the page reaches up to the present
     */
    boolean hasMore();
}
