package io.github.patientpayments.benchmarks.rivals;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The rivals by their names. */
public final class Rivals {

    /** Ours, in the hands of the owner of the schema. */
    public static final String OURS = "ours";

    /** Ours, in the hands of a role with DML rights alone. */
    public static final String OURS_DML = "ours-dml";

    /** The only other one on H2. */
    public static final String H2_BATCH = "h2-batch";

    private static final Map<String, Maker> MAKERS = makers();

    private Rivals() {}

    private static Map<String, Maker> makers() {
        Map<String, Maker> makers = new LinkedHashMap<>();
        makers.put(OURS, target -> StoreRival.asOwner(target));
        makers.put(OURS_DML, target -> StoreRival.withDmlRights(target));
        makers.put("parse", target -> new ParseOnly());
        makers.put("copy", RawCopy::new);
        makers.put("copy-indexed", IndexedCopy::new);
        makers.put("swap", target -> new TableSwap(target, false));
        makers.put("swap-json", target -> new TableSwap(target, true));
        makers.put("on-conflict", OnConflict::new);
        makers.put("delete-insert", DeleteInsert::new);
        makers.put("hibernate", HibernateUpsert::new);
        makers.put("spring-batch", SpringBatchUpsert::new);
        makers.put(H2_BATCH, H2Batch::new);
        return makers;
    }

    /** All names, in the order of reports. */
    public static Set<String> names() {
        return MAKERS.keySet();
    }

    /**
     * A rival.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    static Rival make(String name, Target target) throws Exception {
        Maker maker = MAKERS.get(name);
        if (maker == null) {
            throw new IllegalArgumentException("No rival " + name + ": choose from " + names());
        }
        return maker.make(target);
    }

    @FunctionalInterface
    private interface Maker {
        Rival make(Target target) throws Exception;
    }
}
