package sunstone.agent.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.ScanPlan;

/**
 * Plan of a scan: as it was announced, or as an operator wanted it since.
 *
 * @param budget when it is finished
 * @param batch points per suggestion, at least 1; null for what the agent is configured with
 * @param policy name of the policy that chooses the points; null for what the agent is configured with
 * @param by who wanted it so; null as it was announced
 */
public record Plan(
        Budget budget,
        @Nullable Integer batch,
        @Nullable String policy,
        @Nullable String by) {
    /** What the instrument announced. */
    public static Plan announced(Budget budget) {
        return new Plan(budget, null, null, null);
    }

    /** What an operator wants. */
    static Plan of(ScanPlan wanted, String operator) {
        return new Plan(
                new Budget(wanted.points(), wanted.targetDeg(), wanted.deadline()),
                wanted.batch(),
                wanted.policy(),
                operator);
    }

    /** The same under another budget. */
    Plan within(Budget other) {
        return new Plan(other, batch, policy, by);
    }

    /** What is other than in a plan before, in words; empty if nothing is. */
    List<String> changes(Plan before) {
        List<String> all = new ArrayList<>();
        change(all, "budget", before.budget.points(), budget.points(), " points", "no limit");
        change(all, "target", before.budget.targetDeg(), budget.targetDeg(), " degrees", "none");
        change(all, "deadline", before.budget.deadline(), budget.deadline(), "", "none");
        change(all, "batch", before.batch, batch, " points", "as configured");
        change(all, "policy", before.policy, policy, "", "as configured");
        return all;
    }

    private static void change(
            List<String> all, String what, @Nullable Object from, @Nullable Object to, String unit, String none) {
        if (!Objects.equals(from, to)) {
            all.add(what + " " + (from == null ? none : from + unit) + " to " + (to == null ? none : to + unit));
        }
    }
}
