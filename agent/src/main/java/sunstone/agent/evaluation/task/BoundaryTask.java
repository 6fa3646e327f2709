package sunstone.agent.evaluation.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sunstone.agent.evaluation.metrics.BoundaryMatch;
import sunstone.agent.evaluation.metrics.BoundaryScore;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.posterior.NearestFill;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;
import sunstone.models.posterior.boundary.BoundaryKind;
import sunstone.models.posterior.boundary.BoundaryMap;
import sunstone.models.posterior.boundary.GrainStatistics;
import sunstone.models.posterior.boundary.LightBoundaries;
import sunstone.models.posterior.boundary.LineThinning;

/**
 * Grain boundaries at random points: of the ensemble by disorientation and by the published recipe, of its map, of
 * ensembles that see light or points alone, of the nearest fill, and of the light as it was seen (Sobel).
 */
final class BoundaryTask implements Task.Measured {
    @Override
    public void measure(TaskScene scene, TaskFindings found) {
        Truth truth = new Truth(scene);
        Snapshot dark = scene.snapshot(List.of(), true);
        PlImage seen =
                dark.light() == null ? null : dark.light().unmoved(scene.truth().grid());
        if (seen != null) {
            found.add(0, "Sobel of the observed light", truth.score(LightBoundaries.of(seen)));
        }
        Posterior lightOnly = scene.sampler().sample(dark, scene.seed());
        found.add(0, "light-only ensemble", truth.score(lightOnly));
        found.add(
                0,
                "light-only ensemble, published recipe",
                truth.score(LightBoundaries.of(scene.truth().grid(), lightOnly.members())));
        for (double fraction : found.fractions()) {
            Snapshot lit = scene.snapshot(scene.random(scene.points(fraction)), true);
            Posterior posterior = scene.sampler().sample(lit, scene.seed());
            found.add(fraction, "ensemble", truth.score(posterior));
            found.add(
                    fraction,
                    "ensemble, published recipe",
                    truth.score(LightBoundaries.of(scene.truth().grid(), posterior.members())));
            found.add(fraction, "ensemble, vote of the members", truth.vote(posterior));
            Posterior unlit = scene.sampler().sample(scene.snapshot(lit.points(), false), scene.seed());
            found.add(fraction, "EBSD-only ensemble", truth.score(unlit));
            found.add(
                    fraction,
                    "nearest fill",
                    truth.score(new NearestFill().sample(lit, 0).map()));
        }
    }

    /** Boundaries of the truth, and scores against them. */
    private static final class Truth {
        private final OrientationMap map;
        private final ScanGrid grid;
        private final boolean[] lines;
        private final BoundaryMap kinds;
        private final GrainStatistics grains;

        Truth(TaskScene scene) {
            map = scene.truth();
            grid = map.grid();
            lines = BoundaryMatch.boundary(scene.metrics().grains());
            List<float[]> member = List.of(single(map));
            kinds = BoundaryMap.of(new Posterior(map, new float[grid.size()], member, 0), map.valid());
            grains = GrainStatistics.of(grid, map.laue(), member, map.valid());
        }

        private static float[] single(OrientationMap map) {
            float[] q = new float[map.quaternions().length];
            for (int i = 0; i < q.length; i++) {
                q[i] = (float) map.quaternions()[i];
            }
            return q;
        }

        Map<String, Double> score(Posterior posterior) {
            BoundaryMap found = BoundaryMap.of(posterior, map.valid());
            Map<String, Double> m = figures(found.lines(), found.probability().near());
            for (BoundaryKind kind : BoundaryKind.values()) {
                if (kinds.count(kind) > 0) {
                    String name = kind.name().toLowerCase(Locale.ROOT).split("_")[0];
                    m.put(
                            "f1" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1),
                            BoundaryMatch.f1(grid, of(kinds, kind), of(found, kind)));
                }
            }
            GrainStatistics s = GrainStatistics.of(grid, map.laue(), posterior.members(), map.valid());
            grains(m, "grains", s.number(), grains.number());
            grains(m, "diameterUm", s.diameterUm(), grains.diameterUm());
            grains(m, "aspectRatio", s.aspectRatio(), grains.aspectRatio());
            grains(m, "astm", s.astm(), grains.astm());
            return m;
        }

        private static void grains(
                Map<String, Double> m, String name, GrainStatistics.Figure figure, GrainStatistics.Figure truth) {
            m.put(name, figure.mean());
            m.put(name + "Sd", figure.sd());
            m.put(name + "Truth", truth.mean());
        }

        /** Lines where at least half of the members have a boundary. */
        Map<String, Double> vote(Posterior posterior) {
            BoundaryMap found = BoundaryMap.of(posterior, map.valid());
            return figures(found.byMajority(), found.probability().near());
        }

        Map<String, Double> score(OrientationMap guess) {
            List<float[]> member = new ArrayList<>(List.of(single(guess)));
            return score(new Posterior(guess, new float[grid.size()], member, 0));
        }

        Map<String, Double> score(LightBoundaries light) {
            return figures(LineThinning.of(grid, light.marked()), light.strength());
        }

        private Map<String, Double> figures(boolean[] found, float[] probability) {
            BoundaryScore s = BoundaryScore.of(grid, lines, found, probability, map.valid());
            Map<String, Double> m = new LinkedHashMap<>();
            m.put("chamferForward", s.chamferForward());
            m.put("chamferBackward", s.chamferBackward());
            m.put("chamfer", s.chamfer());
            m.put("crossEntropy", s.crossEntropy());
            m.put("f1", s.f1());
            return m;
        }

        private static boolean[] of(BoundaryMap map, BoundaryKind wanted) {
            boolean[] on = new boolean[map.lines().length];
            for (int i = 0; i < on.length; i++) {
                @Nullable BoundaryKind kind = map.kind()[i];
                on[i] = kind == wanted;
            }
            return on;
        }
    }
}
