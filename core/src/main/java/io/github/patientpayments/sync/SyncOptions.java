package io.github.patientpayments.sync;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.sync.Refusal.Reason;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Options for a single sync.
 *
 * <pre>{@code
 * store.sync(snapshot, SyncOptions.defaults()
 *         .lift(Refusal.Reason.DELETIONS)
 *         .onBase(preview.baseRun()));
 * }</pre>
 *
 * <p>Immutable and thread-safe: every method returns new options.
 */
public final class SyncOptions {

    /** The greatest length of a note, in {@code char}s. */
    public static final int MAX_NOTE = 500;

    private static final SyncOptions DEFAULTS = new SyncOptions(Set.of(), null, false, false, null, null);

    private final Set<Reason> lifted;
    private final @Nullable Long base;
    private final boolean fullComparison;
    private final boolean withholding;
    private final @Nullable UUID attempt;
    private final @Nullable String note;

    private SyncOptions(
            Set<Reason> lifted,
            @Nullable Long base,
            boolean fullComparison,
            boolean withholding,
            @Nullable UUID attempt,
            @Nullable String note) {
        this.lifted = lifted;
        this.base = base;
        this.fullComparison = fullComparison;
        this.withholding = withholding;
        this.attempt = attempt;
        this.note = note;
    }

    /**
     * Returns the default options: the store's guard decides, on any base, and unchanged content is recognized.
     *
     * @return the options of {@link PatientPaymentStore#sync(SyncInput)}
     */
    public static SyncOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Lifts reasons for which this sync would be refused. Use it for a refused snapshot that a person has found to be
     * correct. Defaults to none.
     *
     * @param reasons the reasons for which this one sync is not refused
     * @return the same options with these reasons lifted too
     */
    public SyncOptions lift(Reason... reasons) {
        EnumSet<Reason> all = EnumSet.noneOf(Reason.class);
        all.addAll(lifted);
        all.addAll(Arrays.asList(reasons));
        return new SyncOptions(all, base, fullComparison, withholding, attempt, note);
    }

    /**
     * Refuses the sync with {@link Reason#BASE_MOVED} if another run has changed the mirror since a preview was made.
     * Defaults to any base.
     *
     * @param baseRun {@link Preview#baseRun()}
     * @return the same options on this base
     */
    public SyncOptions onBase(long baseRun) {
        return new SyncOptions(lifted, baseRun, fullComparison, withholding, attempt, note);
    }

    /**
     * Compares every record with the mirror, field by field. Use it if somebody may have changed the tables by other
     * means. It also renews the hashes by which records are recognized, and the search keys of names that another Java
     * version has computed otherwise; that is no change of a record. Defaults to recognizing the same content by its
     * fingerprint, and unchanged records by their hashes.
     *
     * @return the same options with a full comparison
     */
    public SyncOptions compareInFull() {
        return new SyncOptions(lifted, base, true, withholding, attempt, note);
    }

    /**
     * Applies everything except deletions: new, changed and returning records are written, and no record is deleted,
     * neither because it is missing, nor with its patient, nor because the input names it for deletion or assigns it to
     * an erased patient. What would have been deleted is counted as {@linkplain SyncCounts#withheld() withheld}, and
     * the next sync without this option decides again. Use it if a snapshot was refused for its deletions and the rest
     * of it is needed at once. Defaults to deleting.
     *
     * @return the same options without deletions
     */
    public SyncOptions withholdDeletions() {
        return new SyncOptions(lifted, base, fullComparison, true, attempt, note);
    }

    /**
     * Gives the sync an id of the host's, by which the host finds it in the run log if it is killed before it gets the
     * report: store the id, sync, and after a restart call {@link PatientPaymentStore#syncRun(UUID)}. Every sync needs
     * an id of its own, one that repeats a refused sync too. A preview ignores it. Defaults to a random UUID.
     *
     * @param id the id, which no run in the log has: otherwise the sync throws {@link IllegalArgumentException} before
     *     anything is changed
     * @return the same options with this id
     */
    public SyncOptions asAttempt(UUID id) {
        return new SyncOptions(lifted, base, fullComparison, withholding, Objects.requireNonNull(id, "id"), note);
    }

    /**
     * Stores a note with the run, whether it is applied or refused: who had it done, and why. It stays as long as the
     * run log, so it should not name a patient; an erasure does not look into notes. A preview ignores it. Defaults to
     * none.
     *
     * @param text 1 to {@value #MAX_NOTE} characters, not blank, without control characters
     * @return the same options with this note
     * @throws IllegalArgumentException if it is another text
     */
    public SyncOptions withNote(String text) {
        return new SyncOptions(lifted, base, fullComparison, withholding, attempt, checked(text));
    }

    private static String checked(String text) {
        if (text.length() > MAX_NOTE) {
            throw new IllegalArgumentException(
                    "A note can have " + MAX_NOTE + " characters, and this one has " + text.length());
        }
        if (text.isBlank()) {
            throw new IllegalArgumentException("A note can't be blank");
        }
        if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            throw new IllegalArgumentException(
                    "A note can't have control characters, such as a line break, or unpaired surrogates");
        }
        return text;
    }

    /**
     * Returns whether a reason is lifted.
     *
     * @param reason the reason
     * @return false by default
     */
    public boolean lifts(Reason reason) {
        return lifted.contains(reason);
    }

    /**
     * Returns the run that must be the last that changed the mirror.
     *
     * @return empty for any base
     */
    public OptionalLong base() {
        return base == null ? OptionalLong.empty() : OptionalLong.of(base);
    }

    /**
     * Returns whether the content is always compared.
     *
     * @return false by default
     */
    public boolean comparesInFull() {
        return fullComparison;
    }

    /**
     * Returns whether deletions are withheld.
     *
     * @return false by default
     */
    public boolean withholdsDeletions() {
        return withholding;
    }

    /**
     * Returns the id that the host has given to the sync.
     *
     * @return empty for a random one
     */
    public Optional<UUID> attempt() {
        return Optional.ofNullable(attempt);
    }

    /**
     * Returns the note of the run.
     *
     * @return empty if there is none
     */
    public Optional<String> note() {
        return Optional.ofNullable(note);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SyncOptions that
                && lifted.equals(that.lifted)
                && Objects.equals(base, that.base)
                && fullComparison == that.fullComparison
                && withholding == that.withholding
                && Objects.equals(attempt, that.attempt)
                && Objects.equals(note, that.note);
    }

    @Override
    public int hashCode() {
        return Objects.hash(lifted, base, fullComparison, withholding, attempt, note);
    }

    @Override
    public String toString() {
        return "SyncOptions[lifted=" + lifted + ", base=" + base + ", fullComparison=" + fullComparison
                + ", deletionsWithheld=" + withholding + ", attempt=" + attempt + ", noted=" + (note != null) + "]";
    }
}
