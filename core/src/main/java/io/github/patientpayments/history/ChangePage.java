package io.github.patientpayments.history;

import java.util.List;

/** A page of events of the change feed. */
public interface ChangePage {

    /**
     * Returns the events, in the order in which they happened.
     *
     * @return unmodifiable
     */
    List<Change> changes();

    /**
     * Returns the cursor after the last event. Save it in the same transaction as the result of processing the events.
     *
     * @return opaque, without the content of any record; never expires, except by a purge
     */
    String next();

    /**
     * Returns whether there were more events when the page was read.
     *
     * @return false if the page reaches up to the present
     */
    boolean hasMore();
}
