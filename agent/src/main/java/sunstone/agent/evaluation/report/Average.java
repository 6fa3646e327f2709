package sunstone.agent.evaluation.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sunstone.agent.evaluation.metrics.BestFill;
import sunstone.agent.evaluation.metrics.TruthMap;
import sunstone.agent.evaluation.report.EvaluationReport.CurvePoint;
import sunstone.agent.evaluation.report.EvaluationReport.Run;

/**
 * The last checkpoints of runs that differ by seed, or by map and seed: means over the runs. Figures that a run does
 * not have are null, and averaged over the runs that do.
 *
 * @param truth the map, or how many maps these are
 * @param runs number of runs
 * @param pointsTo5deg lower median over the runs of the points from which the mean error stays at or below 5 degrees;
 *     null if more than half of them never get there
 * @param reached runs that are at the target in the end
 * @param pointsToTarget lower median over the runs; null if more than half of them are never at the target
 * @param classicalToTarget the same of the best classical fill at each checkpoint
 * @param bestFillDeg mean error of the classical fill with its best weight in hindsight, of every run its own
 * @param alignedFillDeg the same with light as the ensemble has it
 * @param perfectDeg mean error of the same points under perfect segmentation
 * @param timesBetter error of the best classical fill over {@code meanDeg}: how far the map is ahead of it
 * @param passes evaluations of the network per member
 * @param beamSeconds at the instrument, waiting for inference included
 * @param stopping how the stop rule did
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Average(
        String truth,
        String condition,
        String policy,
        String sampler,
        int runs,
        double points,
        @Nullable Integer pointsTo5deg,
        int reached,
        @Nullable Integer pointsToTarget,
        @Nullable Integer classicalToTarget,
        double meanDeg,
        @Nullable Double fillDeg,
        @Nullable Double bestFillDeg,
        @Nullable Double alignedFillDeg,
        @Nullable Double perfectDeg,
        @Nullable Double timesBetter,
        double medianDeg,
        double p95Deg,
        double within5deg,
        double grainRecall,
        double boundaryF1,
        @Nullable Double coverage90,
        @Nullable Double spreadSkill,
        double inferenceMs,
        @Nullable Double passes,
        @Nullable Double beamSeconds,
        Stopping stopping) {

    private static final double FIVE_DEG = 5;

    /** One per map, condition, policy and sampler, and if there are several maps, one over all of them behind these. */
    static List<Average> of(List<Run> runs) {
        List<Run> made = runs.stream().filter(r -> !r.curve().isEmpty()).toList();
        List<Average> averages = new ArrayList<>(grouped(
                made,
                r -> TruthMap.fileName(r.truth()),
                g -> TruthMap.fileName(g.get(0).truth())));
        long maps = maps(made);
        if (maps > 1) {
            averages.addAll(
                    grouped(made, r -> "", g -> (maps(g) == maps ? "all " : maps(g) + " of ") + maps + " maps"));
        }
        return List.copyOf(averages);
    }

    private static long maps(List<Run> runs) {
        return runs.stream().map(Run::truth).distinct().count();
    }

    private static List<Average> grouped(List<Run> runs, Function<Run, String> map, Function<List<Run>, String> name) {
        Map<String, List<Run>> groups = new LinkedHashMap<>();
        for (Run run : runs) {
            String key = String.join("\0", map.apply(run), run.condition(), run.policy(), run.sampler());
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add(run);
        }
        return groups.values().stream()
                .map(group -> of(name.apply(group), group))
                .toList();
    }

    private static Average of(String truth, List<Run> runs) {
        Run first = runs.get(0);
        List<CurvePoint> ends =
                runs.stream().map(r -> r.curve().get(r.curve().size() - 1)).toList();
        double own = always(ends, CurvePoint::meanDeg);
        Double classical = mean(ends, CurvePoint::classicalDeg);
        return new Average(
                truth,
                first.condition(),
                first.policy(),
                first.sampler(),
                runs.size(),
                always(ends, p -> (double) p.points()),
                median(runs, r -> EvaluationReport.pointsToTarget(r.curve(), FIVE_DEG)),
                (int) runs.stream().filter(r -> r.pointsToTarget() != null).count(),
                median(runs, Run::pointsToTarget),
                median(runs, r -> EvaluationReport.pointsToTarget(r.curve(), r.targetDeg(), CurvePoint::classicalDeg)),
                own,
                mean(ends, CurvePoint::fillMeanDeg),
                mean(ends, p -> degrees(p.bestFill())),
                mean(ends, p -> degrees(p.alignedFill())),
                mean(ends, CurvePoint::perfectMeanDeg),
                classical == null || own == 0 ? null : Double.valueOf(classical / own),
                always(ends, CurvePoint::medianDeg),
                always(ends, CurvePoint::p95Deg),
                always(ends, CurvePoint::within5deg),
                always(ends, CurvePoint::grainRecall),
                always(ends, CurvePoint::boundaryF1),
                mean(ends, CurvePoint::coverage90),
                mean(ends, CurvePoint::spreadSkill),
                always(ends, CurvePoint::inferenceMs),
                mean(ends, p -> p.networkEvaluations() == null ? null : Double.valueOf(p.networkEvaluations())),
                mean(ends, CurvePoint::beamSeconds),
                Stopping.of(runs));
    }

    private static @Nullable Double degrees(@Nullable BestFill fill) {
        return fill == null ? null : Double.valueOf(fill.meanDeg());
    }

    /** The lower median; null counts as more than any. */
    private static @Nullable Integer median(List<Run> runs, Function<Run, @Nullable Integer> points) {
        List<Integer> sorted = runs.stream()
                .map(points)
                .map(p -> p == null ? Integer.MAX_VALUE : p)
                .sorted()
                .toList();
        int median = sorted.get((sorted.size() - 1) / 2);
        return median == Integer.MAX_VALUE ? null : median;
    }

    private static double always(List<CurvePoint> ends, Function<CurvePoint, Double> figure) {
        return ends.stream().mapToDouble(figure::apply).average().orElse(Double.NaN);
    }

    private static @Nullable Double mean(List<CurvePoint> ends, Function<CurvePoint, @Nullable Double> figure) {
        double[] values = ends.stream()
                .map(figure)
                .filter(Objects::nonNull)
                .mapToDouble(v -> v)
                .toArray();
        return values.length == 0
                ? null
                : Double.valueOf(Arrays.stream(values).average().orElse(Double.NaN));
    }
}
