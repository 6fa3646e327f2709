package sunstone.simulators.polarizedlight;

import java.util.random.RandomGenerator;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlScaling;

/** The harmonics of a section before the noise of the frames: coefficients, channel-major, shape [5, rows * cols]. */
final class PlScene {
    private static final int CHANNELS = MuellerChain.HARMONICS;
    private static final double SCRATCH_SIGMA = 0.6; // px across
    private static final double SCRATCH_WEAKEST = 0.05, SCRATCH_STRONGEST = 0.25; // light added, brightest crystal = 1
    private static final double SCRATCH_POLARISATION = 0.5; // part of that light that turns with the stage

    private PlScene() {}

    /** A section under all that stays the same in each frame. */
    static float[] of(OrientationMap truth, MuellerChain chain, PlCondition c, PlScaling scaling, RandomGenerator r) {
        ScanGrid grid = truth.grid();
        float[] h = render(truth, chain);
        if (c.shiftX() != 0 || c.shiftY() != 0) {
            h = shift(h, grid, c.shiftX(), c.shiftY());
        }
        if (c.illuminationGradient() > 0) {
            illuminate(h, grid, c.illuminationGradient(), r);
        }
        if (c.scratchesPer100Px() > 0) {
            scratch(h, grid, c.scratchesPer100Px(), r);
        }
        int n = grid.size();
        for (int k = 0; k < CHANNELS && c.channelNoise() > 0; k++) {
            double sigma = c.channelNoise() * (scaling.hi()[k] - scaling.lo()[k]) / 2;
            for (int p = k * n; p < (k + 1) * n; p++) {
                h[p] += (float) (sigma * r.nextGaussian());
            }
        }
        return h;
    }

    /** What each pixel shines in the frame of the map. */
    static float[] render(OrientationMap truth, MuellerChain chain) {
        return render(truth, chain, 0, 1);
    }

    /**
     * What each pixel shines when the stage's zero lies elsewhere and the image may be mirrored.
     *
     * @param zeroRad angle by which the specimen is turned at stage angle 0, radians counter-clockwise
     * @param sense -1 if it is mirrored (y turned over) after that, else 1
     */
    static float[] render(OrientationMap truth, MuellerChain chain, double zeroRad, int sense) {
        int n = truth.grid().size();
        float[] h = new float[CHANNELS * n];
        double[] one = new double[CHANNELS], axis = new double[3];
        double cos = Math.cos(zeroRad), sin = Math.sin(zeroRad);
        for (int p = 0; p < n; p++) {
            if (truth.valid()[p] && truth.laue().system().uniaxial()) {
                Quaternions.cAxis(truth.quaternions(), 4 * p, axis, 0);
                double x = axis[0] * cos - axis[1] * sin, y = axis[0] * sin + axis[1] * cos;
                chain.harmonics(x, sense * y, axis[2], one);
            } else {
                chain.floorHarmonics(one);
            }
            for (int c = 0; c < CHANNELS; c++) {
                h[c * n + p] = (float) one[c];
            }
        }
        return h;
    }

    /** Bilinear: pixel (x, y) shows what lies at (x + dx, y + dy); the border repeats. */
    static float[] shift(float[] h, ScanGrid grid, double dx, double dy) {
        int rows = grid.rows(), cols = grid.cols(), n = grid.size();
        int ix = (int) Math.floor(dx), iy = (int) Math.floor(dy);
        float fx = (float) (dx - ix), fy = (float) (dy - iy);
        float[] out = new float[h.length];
        for (int c = 0; c < CHANNELS; c++) {
            for (int row = 0; row < rows; row++) {
                int top = c * n + clamp(row + iy, rows) * cols, bottom = c * n + clamp(row + iy + 1, rows) * cols;
                for (int col = 0; col < cols; col++) {
                    int left = clamp(col + ix, cols), right = clamp(col + ix + 1, cols);
                    out[c * n + row * cols + col] = (1 - fy) * ((1 - fx) * h[top + left] + fx * h[top + right])
                            + fy * ((1 - fx) * h[bottom + left] + fx * h[bottom + right]);
                }
            }
        }
        return out;
    }

    /** Multiplies by 1 - f/2 .. 1 + f/2 across the section in a random direction. */
    static void illuminate(float[] h, ScanGrid grid, double fraction, RandomGenerator r) {
        double way = 2 * Math.PI * r.nextDouble(), cx = Math.cos(way), cy = Math.sin(way);
        double reach = Math.abs(cx) * grid.cols() + Math.abs(cy) * grid.rows();
        int n = grid.size();
        for (int p = 0; p < n; p++) {
            double x = p % grid.cols() - (grid.cols() - 1) / 2.0, y = p / grid.cols() - (grid.rows() - 1) / 2.0;
            float f = (float) (1 + fraction * (cx * x + cy * y) / reach);
            for (int c = 0; c < CHANNELS; c++) {
                h[c * n + p] *= f;
            }
        }
    }

    /** Adds straight lines of scattered light that is partly polarized along the line. */
    static void scratch(float[] h, ScanGrid grid, double per100Px, RandomGenerator r) {
        int count = (int) Math.round(per100Px * Math.max(grid.rows(), grid.cols()) / 100), n = grid.size();
        for (int k = 0; k < count; k++) {
            double way = Math.PI * r.nextDouble(), nx = -Math.sin(way), ny = Math.cos(way);
            double offset = nx * grid.cols() * r.nextDouble() + ny * grid.rows() * r.nextDouble();
            double light = SCRATCH_WEAKEST + (SCRATCH_STRONGEST - SCRATCH_WEAKEST) * r.nextDouble();
            double turned = SCRATCH_POLARISATION * light, c2 = Math.cos(2 * way), s2 = Math.sin(2 * way);
            for (int p = 0; p < n; p++) {
                double d = (nx * (p % grid.cols()) + ny * (p / grid.cols()) - offset) / SCRATCH_SIGMA;
                if (Math.abs(d) < 4) {
                    double f = Math.exp(-d * d / 2);
                    h[p] += (float) (f * light);
                    h[n + p] += (float) (f * turned * c2);
                    h[2 * n + p] -= (float) (f * turned * s2); // cos 2 (way + w)
                }
            }
        }
    }

    private static int clamp(int v, int n) {
        return Math.max(0, Math.min(n - 1, v));
    }
}
