package sunstone.agent.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sunstone.agent.evaluation.EvaluationReport.CurvePoint;
import sunstone.agent.evaluation.EvaluationReport.Run;

/** One row per truth, condition, policy and sampler: figures of the last checkpoint, averaged over the seeds. */
final class Summary {
    /** Headings, in the order of the cells. */
    static final List<String> HEADINGS = List.of(
            "truth",
            "condition",
            "policy",
            "map",
            "seeds",
            "points",
            "to target",
            "mean",
            "fill",
            "median",
            "p95",
            "within 5",
            "grains",
            "boundary",
            "cover 90",
            "spread/err",
            "ms",
            "passes",
            "beam s",
            "stopped",
            "right");

    private Summary() {}

    /** Rows of cells. */
    static List<List<String>> rows(List<Run> runs) {
        Map<String, List<Run>> groups = new LinkedHashMap<>();
        for (Run run : runs) {
            if (!run.curve().isEmpty()) {
                String key = run.truth() + '\0' + run.condition() + '\0' + name(run);
                groups.computeIfAbsent(key, k -> new ArrayList<>()).add(run);
            }
        }
        return groups.values().stream().map(Summary::row).toList();
    }

    /** Policy, and what made the map. */
    static String name(Run run) {
        return run.policy() + ", " + run.sampler();
    }

    private static List<String> row(List<Run> runs) {
        Run first = runs.get(0);
        return List.of(
                fileName(first.truth()),
                first.condition(),
                first.policy(),
                first.sampler(),
                String.valueOf(runs.size()),
                cell(runs, "%.0f", p -> (double) p.points()),
                toTarget(runs),
                cell(runs, "%.2f", CurvePoint::meanDeg),
                cell(runs, "%.2f", CurvePoint::fillMeanDeg),
                cell(runs, "%.2f", CurvePoint::medianDeg),
                cell(runs, "%.1f", CurvePoint::p95Deg),
                cell(runs, "%.3f", CurvePoint::within5deg),
                cell(runs, "%.2f", CurvePoint::grainRecall),
                cell(runs, "%.2f", CurvePoint::boundaryF1),
                cell(runs, "%.2f", CurvePoint::coverage90),
                cell(runs, "%.2f", CurvePoint::spreadSkill),
                cell(runs, "%.0f", CurvePoint::inferenceMs),
                cell(runs, "%.0f", Summary::passes),
                cell(runs, "%.1f", Summary::beamSeconds),
                stopped(runs),
                right(runs));
    }

    private static @Nullable Double passes(CurvePoint p) {
        Integer n = p.networkEvaluations();
        return n == null ? null : Double.valueOf(n);
    }

    /** Time at the instrument so far, waiting included, or null if it is not known. */
    static @Nullable Double beamSeconds(CurvePoint p) {
        Double wait = p.waitSeconds();
        Double instrument = p.instrumentSeconds();
        return instrument == null ? null : Double.valueOf(instrument + (wait == null ? 0 : wait));
    }

    /** Mean number of points at which the runs that stop by themselves do so. */
    private static String stopped(List<Run> runs) {
        double[] points = runs.stream()
                .map(Run::stop)
                .filter(Objects::nonNull)
                .mapToDouble(s -> s.points())
                .toArray();
        return points.length == 0
                ? "-"
                : String.format(
                        Locale.ROOT, "%.0f", Arrays.stream(points).average().orElse(0));
    }

    /** How many of them are right, of how many. */
    private static String right(List<Run> runs) {
        List<EvaluationReport.Stop> stops =
                runs.stream().map(Run::stop).filter(Objects::nonNull).toList();
        long right = stops.stream().filter(EvaluationReport.Stop::right).count();
        return stops.isEmpty() ? "-" : right + "/" + stops.size();
    }

    private static String cell(List<Run> runs, String format, Function<CurvePoint, @Nullable Double> figure) {
        double[] values = runs.stream()
                .map(r -> figure.apply(r.curve().get(r.curve().size() - 1)))
                .filter(Objects::nonNull)
                .mapToDouble(v -> v)
                .toArray();
        if (values.length == 0) {
            return "-";
        }
        double sum = 0;
        for (double v : values) {
            sum += v;
        }
        return String.format(Locale.ROOT, format, sum / values.length);
    }

    /** Median over the seeds; a run that never stays at the target counts as more than it spent. */
    private static String toTarget(List<Run> runs) {
        List<Integer> sorted = runs.stream()
                .map(r -> r.pointsToTarget() == null ? Integer.MAX_VALUE : r.pointsToTarget())
                .sorted()
                .toList();
        int median = sorted.get((sorted.size() - 1) / 2);
        int spent = runs.stream()
                .mapToInt(r -> r.curve().get(r.curve().size() - 1).points())
                .max()
                .orElse(0);
        return median == Integer.MAX_VALUE ? ">" + spent : String.valueOf(median);
    }

    /** Last part of a path. */
    static String fileName(String path) {
        return path.substring(path.replace('\\', '/').lastIndexOf('/') + 1);
    }

    /** The rows as text with aligned columns. */
    static String text(List<Run> runs) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        rows.addAll(rows(runs));
        int[] width = new int[HEADINGS.size()];
        for (List<String> row : rows) {
            for (int k = 0; k < width.length; k++) {
                width[k] = Math.max(width[k], row.get(k).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int k = 0; k < width.length; k++) {
                String pad = " ".repeat(width[k] - row.get(k).length());
                line.append(k < 4 ? row.get(k) + pad : pad + row.get(k)).append("  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
