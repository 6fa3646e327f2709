package sunstone.agent.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sunstone.agent.evaluation.report.EvaluationReport.Run;

/** The averages of a report as rows of text. */
public final class Summary {
    private static final List<String> NAMES = List.of("truth", "condition", "policy", "map");
    private static final List<String> ERRORS = List.of(
            "runs",
            "points",
            "to 5 deg",
            "to target",
            "reached",
            "classical",
            "mean",
            "fill",
            "best fill",
            "aligned",
            "better",
            "perfect");
    private static final List<String> DETAILS = List.of(
            "median", "p95", "within 5", "grains", "boundary", "cover 90", "spread/err", "ms", "passes", "beam s");
    private static final List<String> STOPS = List.of("stopped", "right", "late");

    /** Headings, in the order of the cells. */
    static final List<String> HEADINGS = joined(NAMES, ERRORS, DETAILS, STOPS);

    /** How many columns name a row, the first ones. */
    static final int NAMING = NAMES.size();

    /** Headings of the columns of the result; what neither names a row nor stands here are details. */
    static final List<String> RESULT = joined(ERRORS, STOPS);

    private Summary() {}

    @SafeVarargs
    private static List<String> joined(List<String>... parts) {
        return Stream.of(parts).flatMap(List::stream).toList();
    }

    /** Policy, and what made the map. */
    public static String name(Run run) {
        return run.policy() + ", " + run.sampler();
    }

    /** Cells of one average. */
    static List<String> row(Average a) {
        Stopping s = a.stopping();
        return List.of(
                a.truth(),
                a.condition(),
                a.policy(),
                a.sampler(),
                String.valueOf(a.runs()),
                cell("%.0f", a.points()),
                target(a, a.pointsTo5deg()),
                target(a, a.pointsToTarget()),
                a.reached() + "/" + a.runs(),
                target(a, a.classicalToTarget()),
                cell("%.2f", a.meanDeg()),
                cell("%.2f", a.fillDeg()),
                cell("%.2f", a.bestFillDeg()),
                cell("%.2f", a.alignedFillDeg()),
                cell("%.2fx", a.timesBetter()),
                cell("%.2f", a.perfectDeg()),
                cell("%.2f", a.medianDeg()),
                cell("%.1f", a.p95Deg()),
                cell("%.3f", a.within5deg()),
                cell("%.2f", a.grainRecall()),
                cell("%.2f", a.boundaryF1()),
                cell("%.2f", a.coverage90()),
                cell("%.2f", a.spreadSkill()),
                cell("%.0f", a.inferenceMs()),
                cell("%.0f", a.passes()),
                cell("%.1f", a.beamSeconds()),
                cell("%.0f", s.meanPoints()),
                s.stopped() == 0 ? "-" : s.right() + "/" + s.stopped(),
                cell("%+.0f", s.meanLate()));
    }

    private static String target(Average a, @Nullable Integer points) {
        return points == null ? ">" + Math.round(a.points()) : String.valueOf(points);
    }

    private static String cell(String format, @Nullable Double value) {
        return value == null || value.isNaN() ? "-" : String.format(Locale.ROOT, format, value);
    }

    /** The averages with aligned columns, and how the stop rule did. */
    public static String text(EvaluationReport report) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        report.averages().forEach(a -> rows.add(row(a)));
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
                line.append(k < NAMING ? row.get(k) + pad : pad + row.get(k)).append("  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        if (report.stopping().judged() > 0) {
            text.append(report.stopping().text(report.runs().get(0).targetDeg()))
                    .append('\n');
        }
        return text.toString();
    }
}
