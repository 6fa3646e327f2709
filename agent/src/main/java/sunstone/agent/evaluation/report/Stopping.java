package sunstone.agent.evaluation.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sunstone.agent.evaluation.report.EvaluationReport.Run;
import sunstone.agent.evaluation.report.EvaluationReport.Stop;

/**
 * Record of the rule that ends a scan at its target over some runs, which all went on to their budget so that the
 * truth is known.
 *
 * @param judged runs that have a bound to stop on, which takes an ensemble
 * @param stopped how many of them would have stopped by themselves
 * @param right how many of these did so at a true mean error at or below the target
 * @param atTarget how many of the judged runs are at the target for good by their end
 * @param missed how many of these would not have stopped
 * @param meanPoints points at which they would have stopped, mean; null if none would
 * @param meanLate points from the true crossing to the stop, mean over the runs that have both; below 0 is too early
 * @param leastLate the earliest of them
 * @param mostLate the latest of them
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Stopping(
        int judged,
        int stopped,
        int right,
        int atTarget,
        int missed,
        @Nullable Double meanPoints,
        @Nullable Double meanLate,
        @Nullable Integer leastLate,
        @Nullable Integer mostLate) {

    /** What became of some runs. */
    static Stopping of(List<Run> runs) {
        List<Run> judged = runs.stream()
                .filter(r -> r.curve().stream().anyMatch(p -> p.upperMeanDeg() != null))
                .toList();
        IntSummaryStatistics points = new IntSummaryStatistics();
        IntSummaryStatistics late = new IntSummaryStatistics();
        int right = 0;
        int atTarget = 0;
        int missed = 0;
        for (Run run : judged) {
            Stop stop = run.stop();
            Integer crossing = run.pointsToTarget();
            atTarget += crossing == null ? 0 : 1;
            missed += crossing != null && stop == null ? 1 : 0;
            if (stop != null) {
                points.accept(stop.points());
                right += stop.right() ? 1 : 0;
                if (crossing != null) {
                    late.accept(stop.points() - crossing);
                }
            }
        }
        boolean both = late.getCount() > 0;
        return new Stopping(
                judged.size(),
                (int) points.getCount(),
                right,
                atTarget,
                missed,
                points.getCount() == 0 ? null : Double.valueOf(points.getAverage()),
                both ? Double.valueOf(late.getAverage()) : null,
                both ? Integer.valueOf(late.getMin()) : null,
                both ? Integer.valueOf(late.getMax()) : null);
    }

    /** The same in a sentence; empty if no run has a bound. */
    String text(double targetDeg) {
        if (judged == 0) {
            return "";
        }
        String how = stopped == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", %d of these (%.0f%%) at a true error that is at or below it",
                        right,
                        100.0 * right / stopped);
        String when = meanLate == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; %.0f points after the true crossing in the mean (%d to %d)",
                        meanLate,
                        leastLate,
                        mostLate);
        return String.format(
                Locale.ROOT,
                "Stop rule at %s degrees: %d of %d runs would have stopped%s%s; %d of %d that reached the target would not have.",
                targetDeg == Math.rint(targetDeg) ? String.valueOf((long) targetDeg) : String.valueOf(targetDeg),
                stopped,
                judged,
                how,
                when,
                missed,
                atTarget);
    }
}
