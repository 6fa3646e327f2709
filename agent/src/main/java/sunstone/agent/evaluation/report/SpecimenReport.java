package sunstone.agent.evaluation.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.agent.evaluation.report.EvaluationReport.CurvePoint;
import sunstone.agent.evaluation.report.EvaluationReport.Run;
import sunstone.agent.evaluation.report.EvaluationReport.Stop;

/**
 * Report of the sections of a specimen, one after the other, each with what the one before left, and each alone.
 *
 * @param thicknessUm between two sections, micrometres
 * @param sections of all specimens, policies and conditions
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record SpecimenReport(double thicknessUm, List<Section> sections) {
    public SpecimenReport {
        sections = List.copyOf(sections);
    }

    /**
     * One section, at the point where the agent stopped by itself, or at the end of the budget.
     *
     * @param section number, from 1
     * @param points measured
     * @param grains of 10 pixels and more
     * @param pointsToTarget smallest count from which the mean error stays at or below the target; null if never
     * @param firstMapDeg mean error of the map before any point
     * @param meanDeg mean error at the end
     * @param stopRight whether the error was at or below the target where the agent stopped; null if it did not stop
     * @param carried share of the map that was carried over at the start, 0 to 1
     * @param why what the agent said of that
     * @param takenBack whether the points took it back
     * @param policy that chose the points
     * @param condition of the light
     * @param seed of specimen and noise
     * @param alone the same section without any before it; null if it was not measured so
     */
    @Serdeable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Section(
            int section,
            int points,
            int grains,
            @Nullable Integer pointsToTarget,
            double firstMapDeg,
            double meanDeg,
            @Nullable Double coverage90,
            @Nullable Double spreadSkill,
            @Nullable Boolean stopRight,
            double carried,
            String why,
            boolean takenBack,
            String policy,
            String condition,
            long seed,
            @Nullable Alone alone) {
        /**
         * A section from its curves.
         *
         * @param run with what was carried over
         * @param alone without, or null
         */
        public static Section of(
                int section, int grains, Run run, @Nullable Run alone, double carried, String why, boolean takenBack) {
            List<CurvePoint> curve = run.curve();
            CurvePoint end = curve.get(curve.size() - 1);
            return new Section(
                    section,
                    end.points(),
                    grains,
                    run.pointsToTarget(),
                    curve.get(0).meanDeg(),
                    end.meanDeg(),
                    end.coverage90(),
                    end.spreadSkill(),
                    right(run.stop()),
                    carried,
                    why,
                    takenBack,
                    run.policy(),
                    run.condition(),
                    run.seed(),
                    alone == null ? null : Alone.of(alone));
        }

        private static @Nullable Boolean right(@Nullable Stop stop) {
            return stop == null ? null : Boolean.valueOf(stop.right());
        }
    }

    /** A section measured alone; figures as in {@link Section}. */
    @Serdeable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Alone(
            int points,
            @Nullable Integer pointsToTarget,
            double firstMapDeg,
            double meanDeg,
            @Nullable Boolean stopRight) {
        private static Alone of(Run run) {
            List<CurvePoint> curve = run.curve();
            CurvePoint end = curve.get(curve.size() - 1);
            return new Alone(
                    end.points(),
                    run.pointsToTarget(),
                    curve.get(0).meanDeg(),
                    end.meanDeg(),
                    Section.right(run.stop()));
        }
    }
}
