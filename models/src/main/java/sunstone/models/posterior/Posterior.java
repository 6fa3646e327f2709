package sunstone.models.posterior;

import java.util.List;
import sunstone.models.map.OrientationMap;

/**
 * The living ensemble of one revision and what is published of it.
 *
 * @param map the published map: per pixel the symmetric mean of the largest mode of the ensemble, anchored to the
 *     points
 * @param uncertaintyDeg expected disorientation of the published map to the truth per pixel, degrees, shape [rows *
 *     cols]
 * @param members posterior samples, each unit quaternions in the fundamental zone, shape [rows * cols, 4]
 * @param networkEvaluations forward passes per member that this revision took
 */
public record Posterior(OrientationMap map, float[] uncertaintyDeg, List<float[]> members, int networkEvaluations) {
    public Posterior {
        members = List.copyOf(members);
    }

    /** Mean of the uncertainty over the wanted pixels, degrees. */
    public double meanUncertaintyDeg(Snapshot snapshot) {
        double sum = 0;
        int n = 0;
        for (int i = 0; i < uncertaintyDeg.length; i++) {
            if (snapshot.wanted(i)) {
                sum += uncertaintyDeg[i];
                n++;
            }
        }
        return n == 0 ? 0 : sum / n;
    }
}
