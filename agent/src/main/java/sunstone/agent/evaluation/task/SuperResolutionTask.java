package sunstone.agent.evaluation.task;

import java.util.List;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.posterior.AlignmentNetwork;
import sunstone.models.posterior.NearestFill;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;
import sunstone.models.posterior.ensemble.ModalMap;

/**
 * EBSD on every fourth and every second row and column: the ensemble, the same before it is anchored to the points,
 * that aligned by the published network, an ensemble that sees no light, the nearest fill with light and without; and
 * what measuring every pixel gives.
 */
final class SuperResolutionTask implements Task.Measured {
    private static final int[] STEPS = {4, 2};

    @Override
    public void measure(TaskScene scene, TaskFindings found) {
        for (int step : STEPS) {
            List<EbsdPoint> points = scene.lattice(step);
            double fraction = 1.0 / (step * step);
            Snapshot lit = scene.snapshot(points, true);
            Snapshot unlit = scene.snapshot(points, false);
            Posterior posterior = scene.sampler().sample(lit, scene.seed());
            found.add(fraction, "ensemble", MapFigures.of(scene, posterior));
            Posterior averaged = ModalMap.of(scene.snapshot(List.of(), false), posterior.members())
                    .posterior(posterior.members(), posterior.networkEvaluations());
            found.add(fraction, "members averaged", MapFigures.of(scene, averaged));
            OrientationMap aligned =
                    AlignmentNetwork.fit(averaged.map(), points, scene.seed()).aligned(averaged.map());
            found.add(
                    fraction,
                    "members averaged, alignment network",
                    MapFigures.of(scene, new Posterior(aligned, averaged.uncertaintyDeg(), List.of(), 0)));
            found.add(
                    fraction,
                    "EBSD-only ensemble",
                    MapFigures.of(scene, scene.sampler().sample(unlit, scene.seed())));
            found.add(fraction, "nearest fill", MapFigures.of(scene, new NearestFill().sample(lit, 0)));
            found.add(fraction, "nearest point", MapFigures.of(scene, new NearestFill().sample(unlit, 0)));
        }
        Snapshot all = scene.snapshot(scene.lattice(1), false);
        found.add(1, "every pixel measured", MapFigures.of(scene, new NearestFill().sample(all, 0)));
    }
}
