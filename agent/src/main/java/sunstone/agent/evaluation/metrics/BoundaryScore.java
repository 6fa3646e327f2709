package sunstone.agent.evaluation.metrics;

import sunstone.models.map.ScanGrid;

/**
 * Distance of the boundary lines of a map from those of the truth. Pixels that are not valid in the truth count
 * nowhere.
 *
 * @param chamferForward mean distance of the map's line pixels to the nearest of the truth, pixels; the raster's
 *     diagonal without any
 * @param chamferBackward mean distance of the truth's line pixels to the nearest of the map, pixels
 * @param chamfer sum of both: the Chamfer distance
 * @param crossEntropy binary cross-entropy of the probability, clipped to {@value #CLIP} and one less that, against the
 *     truth blurred by a Gaussian (sigma 3, radius 5 pixels) and scaled to a largest value of 1, nats a pixel
 * @param f1 harmonic mean of precision and recall of the lines, 1 pixel of tolerance
 */
public record BoundaryScore(
        double chamferForward, double chamferBackward, double chamfer, double crossEntropy, double f1) {
    private static final double SIGMA = 3;
    private static final int RADIUS = 5;
    private static final double CLIP = 0.01;

    /**
     * Scores lines.
     *
     * @param truth line pixels of the truth, shape [rows * cols]
     * @param lines line pixels of the map
     * @param probability of a boundary, 0 to 1
     * @param valid pixels that count
     */
    public static BoundaryScore of(
            ScanGrid grid, boolean[] truth, boolean[] lines, float[] probability, boolean[] valid) {
        boolean[] map = lines.clone();
        for (int i = 0; i < map.length; i++) {
            map[i] &= valid[i];
        }
        double forward = mean(DistanceTransform.of(grid, truth), map, grid);
        double backward = mean(DistanceTransform.of(grid, map), truth, grid);
        return new BoundaryScore(
                forward,
                backward,
                forward + backward,
                crossEntropy(blurred(grid, truth), probability, valid),
                BoundaryMatch.f1(grid, truth, map));
    }

    private static double mean(double[] distance, boolean[] at, ScanGrid grid) {
        double sum = 0;
        int n = 0;
        for (int i = 0; i < at.length; i++) {
            if (at[i]) {
                sum += distance[i];
                n++;
            }
        }
        return n == 0 ? Math.hypot(grid.rows(), grid.cols()) : sum / n;
    }

    private static double crossEntropy(double[] truth, float[] probability, boolean[] valid) {
        double sum = 0;
        int n = 0;
        for (int i = 0; i < truth.length; i++) {
            if (valid[i]) {
                double p = Math.max(CLIP, Math.min(1 - CLIP, probability[i]));
                sum -= truth[i] * Math.log(p) + (1 - truth[i]) * Math.log(1 - p);
                n++;
            }
        }
        return sum / n;
    }

    /** Marked pixels, blurred and scaled to a largest value of 1. */
    static double[] blurred(ScanGrid grid, boolean[] marked) {
        double[] kernel = new double[2 * RADIUS + 1];
        for (int k = 0; k < kernel.length; k++) {
            kernel[k] = Math.exp(-(k - RADIUS) * (k - RADIUS) / (2 * SIGMA * SIGMA));
        }
        double[] x = new double[grid.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = marked[i] ? 1 : 0;
        }
        double[] once = convolved(grid, x, kernel, 0, 1);
        double[] twice = convolved(grid, once, kernel, 1, 0);
        double most = 0;
        for (double v : twice) {
            most = Math.max(most, v);
        }
        for (int i = 0; i < twice.length && most > 0; i++) {
            twice[i] /= most;
        }
        return twice;
    }

    private static double[] convolved(ScanGrid grid, double[] x, double[] kernel, int down, int across) {
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            for (int k = -RADIUS; k <= RADIUS; k++) {
                int row = grid.row(i) + k * down, col = grid.col(i) + k * across;
                if (grid.contains(row, col)) {
                    out[i] += kernel[k + RADIUS] * x[grid.index(row, col)];
                }
            }
        }
        return out;
    }
}
