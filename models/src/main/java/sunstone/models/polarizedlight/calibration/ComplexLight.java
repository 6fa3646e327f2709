package sunstone.models.polarizedlight.calibration;

import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;

/**
 * The 4 omega and 2 omega amplitudes of an image as complex numbers, in units of a channel's half range: four planes
 * (real and imaginary part of the one, then of the other), looked up between pixels.
 */
final class ComplexLight {
    /** Numbers of a place. */
    static final int PLANES = 4;

    private final ScanGrid grid;
    private final float[] values; // [n, 4]

    /** @param channels scaled channels, channel-major, shape [5, n] */
    ComplexLight(ScanGrid grid, float[] channels) {
        this.grid = grid;
        int n = grid.size();
        this.values = new float[PLANES * n];
        for (int i = 0; i < n; i++) {
            values[PLANES * i] = channels[3 * n + i];
            values[PLANES * i + 1] = -channels[4 * n + i];
            values[PLANES * i + 2] = channels[n + i];
            values[PLANES * i + 3] = -channels[2 * n + i];
        }
    }

    static ComplexLight of(PlImage image) {
        return new ComplexLight(image.grid(), image.harmonics());
    }

    /** Whether a place lies on the image, border pixels' outer halves included. */
    boolean contains(double row, double col) {
        return row >= -0.5 && col >= -0.5 && row <= grid.rows() - 0.5 && col <= grid.cols() - 0.5;
    }

    /** Bilinear values at a place; outside, those of the border. */
    void at(double row, double col, double[] out, int o) {
        double y = Math.max(0, Math.min(grid.rows() - 1, row));
        double x = Math.max(0, Math.min(grid.cols() - 1, col));
        int top = Math.min((int) y, Math.max(0, grid.rows() - 2));
        int left = Math.min((int) x, Math.max(0, grid.cols() - 2));
        double fy = y - top;
        double fx = x - left;
        int right = grid.cols() > 1 ? PLANES : 0;
        int below = grid.rows() > 1 ? PLANES * grid.cols() : 0;
        int at = PLANES * (top * grid.cols() + left);
        double a = (1 - fy) * (1 - fx), b = (1 - fy) * fx, c = fy * (1 - fx), d = fy * fx;
        for (int k = 0; k < PLANES; k++) {
            out[o + k] = a * values[at + k]
                    + b * values[at + right + k]
                    + c * values[at + below + k]
                    + d * values[at + below + right + k];
        }
    }
}
