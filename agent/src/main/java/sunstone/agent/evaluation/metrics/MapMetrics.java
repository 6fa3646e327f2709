package sunstone.agent.evaluation.metrics;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;
import sunstone.models.posterior.Posterior;

/**
 * Scores maps against one truth. Pixels that are not valid in the truth count nowhere.
 *
 * <p>Grains are 4-connected at 5 degrees. {@link EnsembleMetrics} has the figures that need members, {@link
 * BoundaryMatch} the boundaries.
 */
public final class MapMetrics {
    /** A pixel is right if its disorientation to the truth is at most this, degrees. */
    public static final double RIGHT_DEG = Grains.THRESHOLD_DEG;

    /** Smallest grain that is counted, pixels. */
    public static final int SMALLEST_GRAIN = 10;

    private final OrientationMap truth;
    private final Grains grains;
    private final int[] valid;

    /**
     * Metrics for one truth.
     *
     * @throws IllegalArgumentException if the truth has no valid pixel
     */
    public MapMetrics(OrientationMap truth) {
        this.truth = truth;
        this.grains = Grains.of(truth);
        this.valid = new int[truth.validCount()];
        if (valid.length == 0) {
            throw new IllegalArgumentException("the truth has no valid pixel of its mapped phase");
        }
        for (int i = 0, n = 0; i < truth.valid().length; i++) {
            if (truth.valid()[i]) {
                valid[n++] = i;
            }
        }
    }

    /** Grains of the truth, small ones included. */
    public Grains grains() {
        return grains;
    }

    /** What maps are scored against. */
    OrientationMap truth() {
        return truth;
    }

    /** Number of pixels that count. */
    public int indexed() {
        return valid.length;
    }

    /** All figures of a posterior. */
    public MapScore score(Posterior posterior) {
        float[] error = errorDeg(posterior.map());
        double[] sorted = new double[valid.length];
        double sum = 0;
        int right = 0;
        for (int k = 0; k < valid.length; k++) {
            sorted[k] = error[valid[k]];
            sum += sorted[k];
            right += sorted[k] <= RIGHT_DEG ? 1 : 0;
        }
        Arrays.sort(sorted);
        boolean ensemble = posterior.members().size() > 1;
        @Nullable EnsembleMetrics spread = ensemble ? EnsembleMetrics.of(posterior, error, valid) : null;
        return new MapScore(
                sum / valid.length,
                quantile(sorted, 0.5),
                quantile(sorted, 0.95),
                (double) right / valid.length,
                grainRecall(error),
                BoundaryMatch.f1(truth, grains, posterior.map()),
                spread == null ? null : spread.coverage(0.9),
                spread == null || Double.isNaN(spread.spreadSkill()) ? null : spread.spreadSkill());
    }

    /** Mean disorientation to the truth alone, degrees. */
    public double meanDeg(OrientationMap map) {
        float[] error = errorDeg(map);
        double sum = 0;
        for (int i : valid) {
            sum += error[i];
        }
        return sum / valid.length;
    }

    /**
     * The same of a map that gives every pixel the orientation of a measured point.
     *
     * @param source index of each pixel's point, shape [rows * cols]
     */
    double meanDeg(List<EbsdPoint> points, int[] source) {
        double[] q = new double[4 * points.size()];
        for (int j = 0; j < points.size(); j++) {
            System.arraycopy(points.get(j).quaternion(), 0, q, 4 * j, 4);
        }
        double sum = 0;
        for (int i : valid) {
            sum += truth.laue().disorientation(truth.quaternions(), 4 * i, q, 4 * source[i]);
        }
        return Math.toDegrees(sum / valid.length);
    }

    /**
     * Disorientation of a map to the truth, degrees; NaN where the truth is not valid; shape [rows * cols].
     *
     * @throws IllegalArgumentException if the rasters or the Laue groups differ
     */
    public float[] errorDeg(OrientationMap map) {
        if (!map.grid().equals(truth.grid()) || map.laue() != truth.laue()) {
            throw new IllegalArgumentException("map (" + map.grid() + ", " + map.laue()
                    + ") cannot be compared with a truth of " + truth.grid() + ", " + truth.laue());
        }
        float[] error = new float[truth.grid().size()];
        Arrays.fill(error, Float.NaN);
        for (int i : valid) {
            error[i] = (float)
                    Math.toDegrees(truth.laue().disorientation(truth.quaternions(), 4 * i, map.quaternions(), 4 * i));
        }
        return error;
    }

    /** Spread of the ensemble against its error, for the calibration plot. */
    public EnsembleMetrics ensemble(Posterior posterior) {
        return EnsembleMetrics.of(posterior, errorDeg(posterior.map()), valid);
    }

    private double grainRecall(float[] error) {
        int[] right = new int[grains.count()];
        for (int i : valid) {
            right[grains.labels()[i]] += error[i] <= RIGHT_DEG ? 1 : 0;
        }
        int counted = 0;
        int found = 0;
        for (int g = 0; g < right.length; g++) {
            if (grains.sizes()[g] >= SMALLEST_GRAIN) {
                counted++;
                found += 2 * right[g] > grains.sizes()[g] ? 1 : 0;
            }
        }
        return counted == 0 ? 1 : (double) found / counted;
    }

    /** Quantile of ascending numbers, linear between order statistics (definition 7 of Hyndman and Fan). */
    public static double quantile(double[] sorted, double p) {
        double u = p * (sorted.length - 1);
        int k = Math.min((int) u, sorted.length - 1);
        int next = Math.min(k + 1, sorted.length - 1);
        return sorted[k] + (u - k) * (sorted[next] - sorted[k]);
    }
}
