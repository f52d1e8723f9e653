package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.sync.SyncCounts;
import io.github.patientpayments.sync.SyncRun;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Our total against the sender's.
 *
 * @param explanations what makes them differ, each with its number of payments
 */
record MoneyComparison(
        Badge badge,
        String theirs,
        String ours,
        String difference,
        Times.Shown at,
        String path,
        long run,
        boolean differs,
        List<String> explanations) {

    static MoneyComparison of(MoneyFigures.Compared compared, Times times) {
        Optional<BigDecimal> difference =
                compared.ours().map(ours -> ours.subtract(compared.sent().sum()));
        boolean differs = difference.filter(some -> some.signum() != 0).isPresent();
        return new MoneyComparison(
                badge(difference.isPresent(), differs),
                Numbers.of(compared.sent().sum()),
                compared.ours().map(Numbers::of).orElse("Not known: the history of that run was purged"),
                difference.map(Numbers::signed).orElse("–"),
                times.shown(compared.sent().at()),
                RunRow.path(compared.sent().run()),
                compared.sent().run(),
                differs,
                explanations(compared.run()));
    }

    private static Badge badge(boolean known, boolean differs) {
        if (!known) {
            return new Badge(Tone.INFO, "Not known");
        }
        return differs ? new Badge(Tone.WARN, "Differs") : new Badge(Tone.GOOD, "Agrees");
    }

    private static List<String> explanations(Optional<SyncRun> run) {
        List<String> all = new ArrayList<>();
        if (run.isPresent()) {
            SyncCounts payments = run.get().payments();
            add(all, "rejected: not stored, or stored as before", payments.rejected());
            add(all, "withheld: not in the export, but kept", payments.withheld());
            add(all, "suppressed: of erased patients", payments.suppressed());
            add(all, "repeated: the store has each once", payments.collapsed());
            add(all, "filtered by the mapping", payments.filtered());
        }
        return all;
    }

    private static void add(List<String> all, String what, long payments) {
        if (payments > 0) {
            all.add(Numbers.of(payments, "payment", "payments") + " " + what);
        }
    }
}
