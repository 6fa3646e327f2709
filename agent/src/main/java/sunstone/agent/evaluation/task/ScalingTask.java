package sunstone.agent.evaluation.task;

import java.util.List;
import java.util.Map;
import sunstone.agent.evaluation.metrics.BoundaryMatch;
import sunstone.agent.evaluation.metrics.BoundaryScore;
import sunstone.agent.evaluation.metrics.RotationScore;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;
import sunstone.models.posterior.boundary.BoundaryMap;
import sunstone.models.posterior.ensemble.ModalMap;

/**
 * Inference scaling: the first 1, 2, 4, ... members of one ensemble and the map that they make, against points. A
 * single member is one that the network drew, no fill, and its map is not anchored to the points but is the member.
 */
final class ScalingTask implements Task.Measured {
    @Override
    public void measure(TaskScene scene, TaskFindings found) {
        boolean[] lines = BoundaryMatch.boundary(scene.metrics().grains());
        for (double fraction : found.fractions()) {
            Snapshot snapshot = scene.snapshot(scene.random(scene.points(fraction)), true);
            List<float[]> all = scene.sampler().sample(snapshot, scene.seed()).members();
            for (int size : found.plan().members()) {
                if (size > all.size()) {
                    continue;
                }
                Posterior part = size == 1 ? one(scene, all) : first(snapshot, all, size);
                Map<String, Double> figures = MapFigures.of(scene, part);
                BoundaryMap map = BoundaryMap.of(part, scene.truth().valid());
                BoundaryScore score = BoundaryScore.of(
                        scene.truth().grid(),
                        lines,
                        map.lines(),
                        map.probability().near(),
                        scene.truth().valid());
                figures.put("members", (double) size);
                figures.put("chamfer", score.chamfer());
                figures.put("crossEntropy", score.crossEntropy());
                figures.put("f1", score.f1());
                if (size > 1) {
                    RotationScore proper = RotationScore.of(scene.truth(), part);
                    figures.put("energyDeg", proper.energyDeg());
                    figures.put("crpsDeg", proper.crpsDeg());
                }
                found.add(fraction, size + (size == 1 ? " member" : " members"), figures);
            }
        }
    }

    private static Posterior first(Snapshot snapshot, List<float[]> all, int size) {
        List<float[]> members = all.subList(0, size);
        return ModalMap.of(snapshot, members).posterior(members, 0);
    }

    /** The first member that is no fill. */
    private static Posterior one(TaskScene scene, List<float[]> all) {
        List<float[]> member = List.of(all.get(Math.min(1, all.size() - 1)));
        return ModalMap.of(scene.snapshot(List.of(), false), member).posterior(member, 0);
    }
}
