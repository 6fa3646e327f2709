package sunstone.agent.evaluation.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sunstone.agent.calibration.ErrorBound;
import sunstone.agent.evaluation.ClosedLoop.MeanClaim;
import sunstone.agent.evaluation.report.TaskResult;

/** Share of runs whose true mean error lies below the bound that the agent states, checkpoint by checkpoint. */
final class MeanClaims {
    /** Begins the method of such results. */
    static final String METHOD = "claimed mean error, ";

    private static final String CHECKPOINTS = "checkpoints";

    private MeanClaims() {}

    /** Shares of checkpoints below each bound ({@code below90} for that of 90%), and the number of checkpoints. */
    static Map<String, Double> of(List<MeanClaim> claims) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (int k = 0; k < ErrorBound.LEVELS.size(); k++) {
            int level = k;
            long below = claims.stream()
                    .filter(c -> c.meanDeg() <= c.upperDeg().get(level))
                    .count();
            figures.put(name(k), (double) below / claims.size());
        }
        figures.put(CHECKPOINTS, (double) claims.size());
        return figures;
    }

    private static String name(int level) {
        return "below" + Math.round(100 * ErrorBound.LEVELS.get(level));
    }

    /**
     * The same over all truths and seeds, for each condition and method, and over everything if there are several
     * conditions.
     */
    static List<TaskResult> together(List<TaskResult> results) {
        Map<String, List<TaskResult>> groups = new LinkedHashMap<>();
        for (TaskResult r : results) {
            if (r.method().startsWith(METHOD)) {
                groups.computeIfAbsent(r.condition() + "\0" + r.method(), k -> new ArrayList<>())
                        .add(r);
                groups.computeIfAbsent("all\0" + r.method(), k -> new ArrayList<>())
                        .add(r);
            }
        }
        List<TaskResult> together = new ArrayList<>();
        groups.forEach((key, group) -> {
            TaskResult first = group.get(0);
            together.add(new TaskResult(
                    first.task(),
                    key.substring(0, key.indexOf('\0')),
                    0,
                    first.fraction(),
                    first.method(),
                    mean(group),
                    "all"));
        });
        return together;
    }

    private static Map<String, Double> mean(List<TaskResult> group) {
        double n = group.stream().mapToDouble(r -> figure(r, CHECKPOINTS)).sum();
        Map<String, Double> figures = new LinkedHashMap<>();
        for (int k = 0; k < ErrorBound.LEVELS.size(); k++) {
            String name = name(k);
            figures.put(
                    name,
                    group.stream()
                                    .mapToDouble(r -> figure(r, name) * figure(r, CHECKPOINTS))
                                    .sum()
                            / n);
        }
        figures.put(CHECKPOINTS, n);
        return figures;
    }

    private static double figure(TaskResult r, String name) {
        return r.metrics().getOrDefault(name, 0.0);
    }
}
