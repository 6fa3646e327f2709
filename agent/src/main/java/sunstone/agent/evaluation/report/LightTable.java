package sunstone.agent.evaluation.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sunstone.agent.evaluation.metrics.TruthMap;
import sunstone.agent.evaluation.report.EvaluationReport.Run;
import sunstone.connectors.message.LightOptics;

/** Findings of the points of each run about the light at its end, as rows of text. */
final class LightTable {
    /** Names of the columns. */
    static final List<String> HEADINGS = List.of(
            "truth",
            "condition",
            "policy",
            "seed",
            "light",
            "points",
            "gain",
            "black",
            "zero",
            "sense",
            "analyser",
            "down, right",
            "rotation",
            "scale");

    private LightTable() {}

    /** A row for each run with light, in the order of {@link #HEADINGS}. */
    static List<List<String>> rows(List<Run> runs) {
        return runs.stream().flatMap(LightTable::row).toList();
    }

    private static Stream<List<String>> row(Run run) {
        LightOptics o = run.optics();
        if (o == null) {
            return Stream.empty();
        }
        LightOptics.Spread sd = o.sd();
        List<Double> shift = o.shiftPx();
        List<Double> open = sd == null ? null : sd.shiftPx();
        return Stream.of(List.of(
                TruthMap.fileName(run.truth()),
                run.condition(),
                run.policy(),
                Long.toString(run.seed()),
                o.verdict(),
                Integer.toString(o.points()),
                figure(o.gain(), sd == null ? null : sd.gain(), 3, ""),
                figure(o.black(), sd == null ? null : sd.black(), 3, ""),
                figure(o.zeroDeg(), sd == null ? null : sd.zeroDeg(), 1, "\u00b0"),
                o.sense() == null ? "" : o.sense().toString(),
                figure(o.deltaDeg(), sd == null ? null : sd.deltaDeg(), 2, "\u00b0"),
                shift == null
                        ? ""
                        : figure(shift.get(0), open == null ? null : open.get(0), 2, "")
                                + ", "
                                + figure(shift.get(1), open == null ? null : open.get(1), 2, " px"),
                figure(o.rotationDeg(), sd == null ? null : sd.rotationDeg(), 2, "\u00b0"),
                figure(o.scale(), sd == null ? null : sd.scale(), 4, "")));
    }

    private static String figure(@Nullable Double value, @Nullable Double sd, int digits, String unit) {
        if (value == null) {
            return "";
        }
        String format = "%." + digits + "f";
        String text = String.format(Locale.ROOT, format, value);
        return (sd == null ? text : text + " \u00b1 " + String.format(Locale.ROOT, format, sd)) + unit;
    }
}
