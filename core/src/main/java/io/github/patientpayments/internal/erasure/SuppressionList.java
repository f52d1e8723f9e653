package io.github.patientpayments.internal.erasure;

import static io.github.patientpayments.jooq.internal.tables.ErasureKeys.ERASURE_KEYS;
import static io.github.patientpayments.jooq.internal.tables.Erasures.ERASURES;

import io.github.patientpayments.ErasureKeyException;
import io.github.patientpayments.internal.db.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import org.jooq.DSLContext;

/**
 * The list of erased patients. Of each, the store keeps only a keyed hash of the external id. The first of the host's
 * keys is for new erasures; patients are recognized by all of them.
 */
public final class SuppressionList {

    private final DSLContext dsl;
    private final List<ErasureKey> keys;
    private final Set<String> usedKeys;

    private SuppressionList(DSLContext dsl, List<ErasureKey> keys, Set<String> usedKeys) {
        this.dsl = dsl;
        this.keys = keys;
        this.usedKeys = usedKeys;
    }

    /**
     * Opens the list, without reading it.
     *
     * @throws ErasureKeyException if a key with which patients on the list were erased is not among these
     */
    public static SuppressionList in(Transaction transaction, List<SecretKey> keys) {
        DSLContext dsl = transaction.dsl();
        Set<String> used = dsl.select(ERASURE_KEYS.KEY_CHECK).from(ERASURE_KEYS).fetchSet(ERASURE_KEYS.KEY_CHECK);
        SuppressionList list =
                new SuppressionList(dsl, keys.stream().map(ErasureKey::new).toList(), used);
        list.checkKeys();
        return list;
    }

    /** Whether nobody is on it. */
    public boolean isEmpty() {
        return usedKeys.isEmpty();
    }

    /** Whether a patient is on it, for these external ids only: looks each of them up. */
    public Predicate<String> among(Collection<String> externalIds) {
        Set<String> hashes = externalIds.stream()
                .distinct()
                .flatMap(id -> keys.stream().map(key -> key.hash(id)))
                .collect(Collectors.toSet());
        return isOneOf(dsl.select(ERASURES.EXTERNAL_ID_HMAC)
                .from(ERASURES)
                .where(ERASURES.EXTERNAL_ID_HMAC.in(hashes))
                .fetchSet(ERASURES.EXTERNAL_ID_HMAC));
    }

    /** Whether a patient is on it: reads the whole list into memory, at about a hundred bytes a patient. */
    public Predicate<String> among() {
        return isOneOf(dsl.select(ERASURES.EXTERNAL_ID_HMAC).from(ERASURES).fetchSet(ERASURES.EXTERNAL_ID_HMAC));
    }

    /**
     * The form in which a fingerprint is stored. The content may include erased patients, and a plain fingerprint would
     * let somebody who knows all other records verify a guess at them.
     */
    public String seal(String fingerprint) {
        return isEmpty() ? fingerprint : keys.get(0).seal(fingerprint);
    }

    /**
     * Adds a patient, under the first key only: one that was erased under a former key moves to the first, and stays
     * one of the run that erased it.
     */
    void add(String externalId, long run) {
        requireKey();
        long erasedBy = keys.stream()
                .skip(1)
                .mapToLong(key -> runOf(key, externalId, run))
                .min()
                .orElse(run);
        keys.stream().skip(1).forEach(key -> remove(key, externalId));
        String check = keys.get(0).check();
        int added = dsl.insertInto(ERASURES)
                .set(ERASURES.EXTERNAL_ID_HMAC, keys.get(0).hash(externalId))
                .set(ERASURES.RUN, erasedBy)
                .onDuplicateKeyIgnore()
                .execute();
        if (added > 0 && count(check, 1) == 0) {
            dsl.insertInto(ERASURE_KEYS)
                    .set(ERASURE_KEYS.KEY_CHECK, check)
                    .set(ERASURE_KEYS.ERASURES, 1L)
                    .execute();
        }
    }

    private long runOf(ErasureKey key, String externalId, long otherwise) {
        return dsl.select(ERASURES.RUN)
                .from(ERASURES)
                .where(ERASURES.EXTERNAL_ID_HMAC.eq(key.hash(externalId)))
                .fetchOptional(ERASURES.RUN)
                .orElse(otherwise);
    }

    /** Removes a patient; false if it was not on the list. */
    boolean remove(String externalId) {
        requireKey();
        return keys.stream().filter(key -> remove(key, externalId)).count() > 0;
    }

    /** A key that has no patient any more may be left out from now on. */
    private boolean remove(ErasureKey key, String externalId) {
        boolean removed = dsl.deleteFrom(ERASURES)
                        .where(ERASURES.EXTERNAL_ID_HMAC.eq(key.hash(externalId)))
                        .execute()
                > 0;
        if (removed) {
            count(key.check(), -1);
            dsl.deleteFrom(ERASURE_KEYS).where(ERASURE_KEYS.ERASURES.eq(0L)).execute();
        }
        return removed;
    }

    private int count(String keyCheck, long more) {
        return dsl.update(ERASURE_KEYS)
                .set(ERASURE_KEYS.ERASURES, ERASURE_KEYS.ERASURES.plus(more))
                .where(ERASURE_KEYS.KEY_CHECK.eq(keyCheck))
                .execute();
    }

    private Predicate<String> isOneOf(Set<String> hashes) {
        return hashes.isEmpty() ? id -> false : id -> keys.stream().anyMatch(key -> hashes.contains(key.hash(id)));
    }

    private void requireKey() {
        if (keys.isEmpty()) {
            throw new ErasureKeyException("To erase a patient, the store needs a key: build it with erasureKey(…)");
        }
    }

    private void checkKeys() {
        Set<String> given = keys.stream().map(ErasureKey::check).collect(Collectors.toSet());
        if (given.containsAll(usedKeys)) {
            return;
        }
        if (keys.isEmpty()) {
            throw new ErasureKeyException("Patients were erased from this store, and without the key they can't be"
                    + " recognized: nothing was done. Build the store with erasureKey(…)");
        }
        long missing = usedKeys.stream().filter(used -> !given.contains(used)).count();
        throw new ErasureKeyException("Patients were erased from this store with " + usedKeys.size()
                + (usedKeys.size() == 1 ? " key" : " keys") + ", and " + missing + " of these is not among those that"
                + " it was built with, so that not all of them can be recognized: nothing was done. Build the store"
                + " with erasureKey(…), the key for new erasures first, then all former ones");
    }
}
