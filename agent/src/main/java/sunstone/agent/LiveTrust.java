package sunstone.agent;

import java.util.Arrays;
import java.util.List;
import sunstone.connectors.message.MapRevision;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.posterior.Posterior;

/**
 * How well the ensemble foretells the points: each is compared with the last posterior before it is assimilated.
 *
 * <p>Coverage: share of points within the ball about the published orientation that holds 90% of the members (at position
 * 0.9 (M + 1) of their sorted distances), widened by what the detector's noise of 0.5 degrees stays within 9 times of 10.
 * Spread-skill: sqrt((1 + 1/M) s2 / mean(e2)), s2 the mean of sum d2 / (M - 1), e2 less the noise (SAMPLERS.md section 6).
 *
 * <p>Not thread-safe: the loop owns it.
 */
final class LiveTrust {
    private static final double NOISE_DEG = 0.5;
    /** 90% of Maxwell's distribution lie below 2.5003 of its scale; three axes share the noise. */
    private static final double NOISE_90_DEG = 2.5003 * NOISE_DEG / Math.sqrt(3);

    private int judged;
    private int inside;
    private double squaredError;
    private double variance;

    void judge(Posterior posterior, EbsdPoint point) {
        List<float[]> members = posterior.members();
        int m = members.size();
        if (m < 2) {
            return;
        }
        LaueGroup laue = posterior.map().laue();
        int i = 4 * posterior.map().grid().index(point.row(), point.col());
        float[] published = new float[4];
        for (int c = 0; c < 4; c++) {
            published[c] = (float) posterior.map().quaternions()[i + c];
        }
        double[] spread = new double[m];
        double sum = 0;
        for (int j = 0; j < m; j++) {
            spread[j] = laue.disorientationDeg(members.get(j), i, published, 0);
            sum += spread[j] * spread[j];
        }
        Arrays.sort(spread);
        double position = Math.min(0.9 * (m + 1), m);
        int below = (int) position;
        double radius = below >= m
                ? spread[m - 1]
                : spread[below - 1] + (position - below) * (spread[below] - spread[below - 1]);
        double error = Math.toDegrees(laue.disorientation(posterior.map().quaternions(), i, point.quaternion(), 0));
        judged++;
        inside += error <= Math.hypot(radius, NOISE_90_DEG) ? 1 : 0;
        squaredError += Math.max(0, error * error - NOISE_DEG * NOISE_DEG);
        variance += (1 + 1.0 / m) * sum / (m - 1);
    }

    MapRevision.Calibration calibration() {
        return judged == 0
                ? MapRevision.Calibration.none()
                : new MapRevision.Calibration(
                        judged,
                        (double) inside / judged,
                        squaredError == 0 ? null : Math.sqrt(variance / squaredError));
    }
}
