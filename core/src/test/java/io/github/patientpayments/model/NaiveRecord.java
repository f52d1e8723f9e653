package io.github.patientpayments.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A patient or a payment of {@link NaiveStore}: all its states, the current one last. */
final class NaiveRecord<T> {

    final long id;
    final String externalId;
    final long createdRun;
    final List<State<T>> states = new ArrayList<>();

    /** Whether a payment is cascaded, so that it returns with its patient. */
    boolean cascaded;

    NaiveRecord(long id, String externalId, long createdRun) {
        this.id = id;
        this.externalId = externalId;
        this.createdRun = createdRun;
    }

    /** A state from one run until another; without a content if that was erased. */
    record State<T>(long fromRun, long toRun, boolean deleted, Optional<T> content) {

        boolean live() {
            return !deleted && content.isPresent();
        }
    }

    void addState(long run, boolean deleted, T content) {
        if (!states.isEmpty()) {
            State<T> last = states.remove(states.size() - 1);
            states.add(new State<>(last.fromRun, run, last.deleted, last.content));
        }
        states.add(new State<>(run, Long.MAX_VALUE, deleted, Optional.of(content)));
    }

    void delete(long run) {
        addState(run, true, content());
    }

    State<T> current() {
        return states.get(states.size() - 1);
    }

    T content() {
        return current().content.orElseThrow();
    }

    boolean live() {
        return !current().deleted;
    }

    /** Whether it is a tombstone since this run or an earlier one. */
    boolean deletedBy(long run) {
        return current().deleted && current().fromRun <= run;
    }

    Optional<State<T>> at(long run) {
        return states.stream()
                .filter(state -> state.fromRun <= run && run < state.toRun)
                .findFirst();
    }
}
