package sunstone.agent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
 * <p>A value further off than every member, and by more than 15 degrees, is a surprise if the detector was not more
 * confident of it than of most others. A second measurement beside it decides: if it has the orientation that the map
 * showed before, the first was a wrong solution; if it has that of the first, there is a grain that nobody foresaw.
 *
 * <p>Not thread-safe: the loop owns it. It begins anew with every start of the agent, since points that are read again
 * have no posterior before them.
 */
public final class LiveTrust {
    private static final double NOISE_DEG = 0.5;
    /** 90% of Maxwell's distribution lie below 2.5003 of its scale; three axes share the noise. */
    private static final double NOISE_90_DEG = 2.5003 * NOISE_DEG / Math.sqrt(3);

    private static final double SURPRISE_DEG = 15;
    private static final double SAME_DEG = 5;
    private static final int REMEMBERED = 150;

    private final List<Trust.Innovation> innovations = new ArrayList<>();
    private final List<Doubt> doubts = new ArrayList<>();
    private final List<Double> confidences = new ArrayList<>();
    /** A surprising point and what the map showed there before it, unit quaternion. */
    private record Doubt(EbsdPoint point, int pixel, double[] before) {}

    private int judged;
    private int inside;
    private double squaredError;
    private double variance;

    /**
     * Compares a point with the posterior before it.
     *
     * @return an earlier point that this one shows to be a wrong solution
     */
    public Optional<EbsdPoint> judge(Posterior posterior, EbsdPoint point) {
        List<float[]> members = posterior.members();
        int m = members.size();
        if (m < 2) {
            return Optional.empty();
        }
        LaueGroup laue = posterior.map().laue();
        int pixel = posterior.map().grid().index(point.row(), point.col());
        int i = 4 * pixel;
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
        boolean confident = confident(point); // also notes its confidence
        Doubt doubt = doubtBeside(point);
        if (doubt != null && same(laue, doubt.before, point.quaternion())) {
            settle(doubt, false); // what this point adds to the error is that of the wrong one
            return Optional.of(doubt.point);
        }
        boolean confirms = doubt != null && same(laue, doubt.point.quaternion(), point.quaternion());
        if (doubt != null && confirms) {
            settle(doubt, true);
        }
        boolean surprise = !confirms && !confident && error > Math.max(SURPRISE_DEG, spread[m - 1] + NOISE_90_DEG);
        if (surprise) {
            doubts.add(
                    new Doubt(point, pixel, Arrays.copyOfRange(posterior.map().quaternions(), i, i + 4)));
        }
        innovations.add(new Trust.Innovation(pixel, error, posterior.uncertaintyDeg()[pixel], surprise));
        if (innovations.size() > REMEMBERED) {
            innovations.remove(0);
        }
        return Optional.empty();
    }

    /** Whether the detector is surer of a point than of half of the points so far. */
    private boolean confident(EbsdPoint point) {
        long less = confidences.stream().filter(c -> c < point.confidence()).count();
        boolean confident = 2 * less > confidences.size();
        confidences.add(point.confidence());
        return confident;
    }

    private @Nullable Doubt doubtBeside(EbsdPoint p) {
        return doubts.stream()
                .filter(d -> Math.abs(d.point.row() - p.row()) <= 1 && Math.abs(d.point.col() - p.col()) <= 1)
                .findFirst()
                .orElse(null);
    }

    private static boolean same(LaueGroup laue, double[] a, double[] b) {
        return Math.toDegrees(laue.disorientation(a, 0, b, 0)) <= SAME_DEG;
    }

    /** A value that was right counts as the map's error; one that was wrong is the detector's, and is forgotten. */
    private void settle(Doubt doubt, boolean right) {
        doubts.remove(doubt);
        for (int k = 0; k < innovations.size(); k++) {
            Trust.Innovation n = innovations.get(k);
            if (n.surprise() && n.pixel() == doubt.pixel) {
                innovations.set(k, new Trust.Innovation(n.pixel(), n.errorDeg(), n.claimedDeg(), false));
            }
        }
        innovations.removeIf(n -> !right && n.pixel() == doubt.pixel);
    }

    /** What has been learnt so far. */
    public Trust trust() {
        return new Trust(innovations);
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
