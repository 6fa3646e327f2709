package sunstone.agent.evaluation.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import sunstone.agent.evaluation.ClosedLoop;
import sunstone.agent.evaluation.RunSettings;
import sunstone.agent.evaluation.Samplers;
import sunstone.agent.evaluation.metrics.BoundaryMatch;
import sunstone.agent.evaluation.metrics.Calibration;
import sunstone.agent.evaluation.metrics.EnsembleMetrics;
import sunstone.agent.evaluation.metrics.GrainMeanTarp;
import sunstone.agent.evaluation.metrics.RotationScore;
import sunstone.agent.policy.rule.Policies;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.Grains;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.boundary.BoundaryProbability;

/**
 * Error bars: coverage at 19 levels, over all pixels and by stratum, proper scores, TARP on grain means, at random and
 * at chosen points, and how often the true mean error lies below what the agent claims.
 */
final class CalibrationTask implements Task.Measured {
    /** Bounds of the strata of grain size and of the distance to the next point, pixels. */
    private static final int[] SIZES = {50, 500};

    private static final double[] DISTANCES = {4, 12};
    private static final int BATCHES = 12;

    @Override
    public void measure(TaskScene scene, TaskFindings found) {
        for (double fraction : found.fractions()) {
            List<EbsdPoint> points = scene.random(scene.points(fraction));
            Posterior posterior = scene.sampler().sample(scene.snapshot(points, true), scene.seed());
            add(scene, found, fraction, "random points", points, posterior);
        }
        double most = found.fractions().get(found.fractions().size() - 1);
        loop(scene, found, "random", most);
        ClosedLoop.Outcome chosen = loop(scene, found, Policies.DEFAULT, most);
        add(
                scene,
                found,
                most,
                "chosen points",
                chosen.scene().snapshot().points(),
                chosen.scene().posterior());
    }

    private static ClosedLoop.Outcome loop(TaskScene scene, TaskFindings found, String policy, double fraction) {
        int budget = Math.max(BATCHES, scene.points(fraction));
        int batch = budget / BATCHES;
        RunSettings settings = new RunSettings(
                scene.source().file(),
                scene.source().digest(),
                policy,
                scene.condition(),
                scene.seed(),
                Samplers.ENSEMBLE,
                "",
                budget,
                Double.MIN_VALUE,
                batch,
                batch,
                batch);
        ClosedLoop.Outcome outcome =
                ClosedLoop.live(settings, scene.source(), scene.metrics(), scene.sampler(), n -> {});
        found.add(
                fraction,
                MeanClaims.METHOD + (policy.equals("random") ? "random points" : "chosen points"),
                MeanClaims.of(outcome.claims()));
        return outcome;
    }

    private static void add(
            TaskScene scene,
            TaskFindings found,
            double fraction,
            String how,
            List<EbsdPoint> points,
            Posterior posterior) {
        Map<String, Double> all = coverage(scene, posterior, i -> true);
        RotationScore proper = RotationScore.of(scene.truth(), posterior);
        all.put("energyDeg", proper.energyDeg());
        all.put("crpsDeg", proper.crpsDeg());
        GrainMeanTarp tarp = GrainMeanTarp.of(scene.truth(), scene.metrics().grains(), posterior, scene.seed());
        double worst = 0;
        for (double level : Calibration.LEVELS) {
            all.put(name("tarp", level), tarp.coverage(level));
            worst = Math.max(worst, Math.abs(tarp.coverage(level) - level));
        }
        all.put("tarpDeviation", worst);
        found.add(fraction, how, all);
        strata(scene, points)
                .forEach((stratum, in) -> found.add(fraction, how + ", " + stratum, coverage(scene, posterior, in)));
    }

    private static Map<String, IntPredicate> strata(TaskScene scene, List<EbsdPoint> points) {
        ScanGrid grid = scene.truth().grid();
        Grains grains = scene.metrics().grains();
        boolean[] near = BoundaryProbability.dilated(grid, BoundaryMatch.boundary(grains));
        boolean[] measured = new boolean[grid.size()];
        points.forEach(p -> measured[grid.index(p.row(), p.col())] = true);
        double[] distance = BoundaryMatch.distances(grid, measured);
        Map<String, IntPredicate> strata = new LinkedHashMap<>();
        strata.put("within a pixel of a boundary", i -> near[i]);
        strata.put("inside of grains", i -> !near[i]);
        strata.put("grains below " + SIZES[0] + " px", i -> grains.sizes()[grains.labels()[i]] < SIZES[0]);
        strata.put(
                "grains of " + SIZES[0] + " to " + SIZES[1] + " px",
                i -> grains.sizes()[grains.labels()[i]] >= SIZES[0] && grains.sizes()[grains.labels()[i]] < SIZES[1]);
        strata.put("grains from " + SIZES[1] + " px", i -> grains.sizes()[grains.labels()[i]] >= SIZES[1]);
        strata.put("next point below 4 px", i -> distance[i] < DISTANCES[0]);
        strata.put("next point at 4 to 12 px", i -> distance[i] >= DISTANCES[0] && distance[i] < DISTANCES[1]);
        strata.put("next point from 12 px", i -> distance[i] >= DISTANCES[1]);
        return strata;
    }

    /**
     * Coverage at all levels of the valid pixels of a stratum, and the largest deviation that its members can speak of.
     */
    private static Map<String, Double> coverage(TaskScene scene, Posterior posterior, IntPredicate stratum) {
        boolean[] valid = scene.truth().valid();
        int[] pixels = IntStream.range(0, valid.length)
                .filter(i -> valid[i] && stratum.test(i))
                .toArray();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("pixels", (double) pixels.length);
        if (pixels.length == 0) {
            return figures;
        }
        EnsembleMetrics metrics = EnsembleMetrics.of(posterior, scene.metrics().errorDeg(posterior.map()), pixels);
        int members = posterior.members().size();
        double worst = 0;
        for (double level : Calibration.LEVELS) {
            double coverage = metrics.coverage(level);
            figures.put(name("coverage", level), coverage);
            if (level <= members / (members + 1.0)) {
                worst = Math.max(worst, Math.abs(coverage - level));
            }
        }
        figures.put("deviation", worst);
        figures.put("spreadSkill", metrics.spreadSkill());
        return figures;
    }

    private static String name(String what, double level) {
        return String.format(Locale.ROOT, "%s%02d", what, Math.round(100 * level));
    }
}
