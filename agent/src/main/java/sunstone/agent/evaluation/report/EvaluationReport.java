package sunstone.agent.evaluation.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sunstone.agent.evaluation.metrics.BestFill;
import sunstone.agent.evaluation.metrics.MapMetrics;
import sunstone.agent.evaluation.metrics.MapScore;
import sunstone.agent.evaluation.metrics.Oracle;
import sunstone.agent.evaluation.metrics.PerfectSegmentation;
import sunstone.agent.evaluation.metrics.TruthMap;
import sunstone.connectors.message.LightOptics;

/**
 * Content of {@code report.json}. With several truths, {@code truth} and {@code oracle} are those of the first and
 * every run names its own; the lists hold all.
 *
 * @param truth the (first) map that was measured
 * @param model the prior, or null where none was used
 * @param machine where the times were taken
 * @param runs one entry per truth, policy, condition, sampler and seed
 * @param oracle what perfect segmentation and one point per grain would leave (of the first truth)
 * @param truths all truths
 * @param oracles one per truth, in the same order
 * @param settings what was asked for, as text
 * @param notes what a reader has to know, e.g. which phases were masked
 * @param averages the last checkpoints averaged over seeds, and over maps if there are several
 * @param stopping how the stop rule did over all runs
 * @param specimen the sections of a specimen, null where maps have nothing to do with each other
 * @param tasks what was asked for beside the map, empty unless asked for
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record EvaluationReport(
        Truth truth,
        @Nullable Model model,
        Machine machine,
        List<Run> runs,
        Oracle oracle,
        List<Truth> truths,
        List<Oracle> oracles,
        Map<String, String> settings,
        List<String> notes,
        List<Average> averages,
        Stopping stopping,
        @Nullable SpecimenReport specimen,
        List<TaskResult> tasks) {

    /**
     * A report of runs; truths are described and oracles computed here.
     *
     * @param maps what was measured, at least one; their notes come first
     * @param device where the prior ran
     * @param notes what else a reader has to know
     */
    public static EvaluationReport of(
            List<TruthMap> maps,
            @Nullable Model model,
            String device,
            List<Run> runs,
            Map<String, String> settings,
            List<String> notes) {
        List<Truth> truths = maps.stream().map(EvaluationReport::describe).toList();
        List<Oracle> oracles =
                maps.stream().map(m -> PerfectSegmentation.of(m.map())).toList();
        List<String> all = new ArrayList<>();
        maps.forEach(m -> all.addAll(m.notes()));
        all.addAll(notes);
        Machine machine = new Machine(Runtime.getRuntime().availableProcessors(), device);
        return new EvaluationReport(
                truths.get(0),
                model,
                machine,
                runs,
                oracles.get(0),
                truths,
                oracles,
                settings,
                List.copyOf(all),
                Average.of(runs),
                Stopping.of(runs),
                null,
                List.of());
    }

    /** The same of the sections of a specimen. */
    public EvaluationReport with(SpecimenReport sections) {
        return new EvaluationReport(
                truth, model, machine, runs, oracle, truths, oracles, settings, notes, averages, stopping, sections,
                tasks);
    }

    /** The same of tasks. */
    public EvaluationReport with(List<TaskResult> results) {
        return new EvaluationReport(
                truth,
                model,
                machine,
                runs,
                oracle,
                truths,
                oracles,
                settings,
                notes,
                averages,
                stopping,
                specimen,
                List.copyOf(results));
    }

    private static Truth describe(TruthMap truth) {
        MapMetrics metrics = new MapMetrics(truth.map());
        return new Truth(
                truth.file(),
                truth.map().grid().rows(),
                truth.map().grid().cols(),
                truth.map().laue().symbol(),
                metrics.grains().count(MapMetrics.SMALLEST_GRAIN),
                metrics.indexed());
    }

    /**
     * A measured or generated map.
     *
     * @param file name as given on the command line
     * @param laue symbol of the mapped phase's Laue group
     * @param grains number of grains of 10 pixels and more
     * @param indexed number of pixels of the mapped phase
     */
    @Serdeable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Truth(String file, int rows, int cols, String laue, int grains, int indexed) {}

    /** The prior by name and digest. */
    @Serdeable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Model(String name, String sha256) {}

    /** Processors seen by the virtual machine, and the device that runs the prior. */
    @Serdeable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Machine(int cores, String device) {}

    /**
     * One closed loop.
     *
     * @param truth file name of its truth
     * @param sampler {@code ensemble} or {@code nearest}
     * @param pointsToTarget smallest count from which the mean error stays at or below the target; null if never
     * @param stop where the agent would have stopped by itself; null if nowhere
     * @param optics what the points had taught of the light at the end; null without light
     */
    @Serdeable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Run(
            String policy,
            String condition,
            long seed,
            double targetDeg,
            @Nullable Integer pointsToTarget,
            List<CurvePoint> curve,
            String truth,
            String sampler,
            @Nullable Stop stop,
            @Nullable LightOptics optics) {}

    /**
     * Point at which a run with this target would have stopped by itself.
     *
     * @param points measurements spent by then
     * @param upperMeanDeg the bound that it stopped on
     * @param meanDeg the true mean error there
     * @param right whether that is at or below the target
     */
    @Serdeable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Stop(int points, double upperMeanDeg, double meanDeg, boolean right) {
        /** The first checkpoint whose bound is at or below the target, or null. */
        public static @Nullable Stop of(List<CurvePoint> curve, double targetDeg) {
            for (CurvePoint p : curve) {
                Double upper = p.upperMeanDeg();
                if (upper != null && upper <= targetDeg) {
                    return new Stop(p.points(), upper, p.meanDeg(), p.meanDeg() <= targetDeg);
                }
            }
            return null;
        }
    }

    /**
     * One checkpoint of a run; {@link MapScore} defines the figures.
     *
     * @param points measurements spent, those not indexed included
     * @param fraction the same as a share of the truth's indexed pixels
     * @param inferenceMs wall time of the inference behind this map
     * @param members size of the ensemble
     * @param fillMeanDeg mean error of the classical nearest-neighbour fill of the same points
     * @param instrumentSeconds time that the instrument took so far: PL frames, travel, settling, dwell
     * @param waitSeconds time that it waited for inference so far; 0 for a policy that does not look at the map
     * @param upperMeanDeg the agent's own bound on the mean error, not exceeded with a probability of 90%
     * @param networkEvaluations forward passes per member that this map took
     * @param bestFill the classical fill of the same points with the weight of light that turns out best, on light as
     *     it is or denoised; null without points or light
     * @param alignedFill the same on light that is registered and smoothed as the ensemble's is
     * @param perfectMeanDeg mean error of the same points under {@link PerfectSegmentation}; null without light
     */
    @Serdeable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record CurvePoint(
            int points,
            double fraction,
            double meanDeg,
            double medianDeg,
            double p95Deg,
            double within5deg,
            double grainRecall,
            double boundaryF1,
            @Nullable Double coverage90,
            @Nullable Double spreadSkill,
            double inferenceMs,
            int members,
            @Nullable Double fillMeanDeg,
            @Nullable Double instrumentSeconds,
            @Nullable Double waitSeconds,
            @Nullable Double upperMeanDeg,
            @Nullable Integer networkEvaluations,
            @Nullable BestFill bestFill,
            @Nullable BestFill alignedFill,
            @Nullable Double perfectMeanDeg) {
        /** Mean error of the best classical fill there is, or null if there is none. */
        @Nullable
        Double classicalDeg() {
            BestFill best = bestFill == null || alignedFill != null && alignedFill.meanDeg() < bestFill.meanDeg()
                    ? alignedFill
                    : bestFill;
            return best == null ? null : Double.valueOf(best.meanDeg());
        }

        /** Time at the instrument so far, waiting included, or null if it is not known. */
        @Nullable
        Double beamSeconds() {
            return instrumentSeconds == null
                    ? null
                    : Double.valueOf(instrumentSeconds + (waitSeconds == null ? 0 : waitSeconds));
        }
    }

    /**
     * Smallest count from which the mean error stays at or below the target.
     *
     * @return null if the last checkpoint is above the target, or there is none
     */
    public static @Nullable Integer pointsToTarget(List<CurvePoint> curve, double targetDeg) {
        return pointsToTarget(curve, targetDeg, CurvePoint::meanDeg);
    }

    /** The same of another error than that of the published map; a checkpoint without it is above every target. */
    static @Nullable Integer pointsToTarget(
            List<CurvePoint> curve, double targetDeg, Function<CurvePoint, @Nullable Double> error) {
        Integer first = null;
        for (CurvePoint p : curve) {
            Double deg = error.apply(p);
            if (deg == null || !(deg <= targetDeg)) {
                first = null;
            } else if (first == null) {
                first = p.points();
            }
        }
        return first;
    }
}
