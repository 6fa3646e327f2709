package sunstone.agent.evaluation.task;

import java.util.List;
import java.util.Map;
import sunstone.models.map.EbsdPoint;
import sunstone.models.posterior.NearestFill;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.PosteriorSampler;
import sunstone.models.posterior.Snapshot;

/**
 * Worth of light: errors at random points with light and without, light without a point, and the points to a mean error
 * of 2 degrees, counted in steps of a factor of the square root of 2 from 20 on up to a quarter of the pixels.
 *
 * <p>The network is one for all of it: it is told which modality it does not see.
 */
final class ModalityTask implements Task.Measured {
    private static final double TARGET_DEG = 2;
    private static final int FIRST = 20;
    private static final double MOST = 0.25;

    @Override
    public void measure(TaskScene scene, TaskFindings found) {
        found.add(
                0,
                "light-only ensemble",
                MapFigures.of(scene, scene.sampler().sample(scene.snapshot(List.of(), true), scene.seed())));
        PosteriorSampler fill = new NearestFill();
        for (double fraction : found.fractions()) {
            List<EbsdPoint> points = scene.random(scene.points(fraction));
            Snapshot lit = scene.snapshot(points, true);
            Snapshot unlit = scene.snapshot(points, false);
            found.add(fraction, "ensemble", MapFigures.of(scene, scene.sampler().sample(lit, scene.seed())));
            found.add(
                    fraction,
                    "EBSD-only ensemble",
                    MapFigures.of(scene, scene.sampler().sample(unlit, scene.seed())));
            found.add(fraction, "nearest fill", MapFigures.of(scene, fill.sample(lit, 0)));
            found.add(fraction, "nearest point", MapFigures.of(scene, fill.sample(unlit, 0)));
        }
        toTarget(scene, found, "ensemble", scene.sampler(), true);
        toTarget(scene, found, "EBSD-only ensemble", scene.sampler(), false);
        toTarget(scene, found, "nearest fill", fill, true);
        toTarget(scene, found, "nearest point", fill, false);
    }

    private static void toTarget(
            TaskScene scene, TaskFindings found, String method, PosteriorSampler sampler, boolean lit) {
        int all = scene.metrics().indexed();
        double count = FIRST;
        while (true) {
            int points = (int) Math.min(Math.round(count), MOST * all);
            Posterior posterior = sampler.sample(scene.snapshot(scene.random(points), lit), scene.seed());
            boolean there = scene.metrics().meanDeg(posterior.map()) <= TARGET_DEG;
            if (there || points >= (int) (MOST * all)) {
                found.add(
                        (double) points / all,
                        method + ", to 2 degrees",
                        Map.of(there ? "pointsTo2deg" : "pointsTo2degAbove", (double) points));
                return;
            }
            count *= Math.sqrt(2);
        }
    }
}
