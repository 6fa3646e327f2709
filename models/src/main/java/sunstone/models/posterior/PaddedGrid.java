package sunstone.models.posterior;

import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.ScanGrid;
import sunstone.models.prior.Conditioning;
import sunstone.models.prior.OrientationScaling;

/**
 * The raster that a model works on: the scan's, extended to a multiple of the model's stride by repeating its edge.
 *
 * @param grid of the scan
 * @param raster of the model
 */
public record PaddedGrid(ScanGrid grid, ScanGrid raster) {
    /** The canvas of a scan. */
    public static PaddedGrid of(ScanGrid grid, int stride) {
        return new PaddedGrid(grid, new ScanGrid(up(grid.rows(), stride), up(grid.cols(), stride), grid.stepUm()));
    }

    private static int up(int size, int stride) {
        return (size + stride - 1) / stride * stride;
    }

    /** Pixels of the model. */
    public int size() {
        return raster.size();
    }

    /** Pixel of the model that a pixel of the scan lies at. */
    public int pixel(int row, int col) {
        return raster.index(row, col);
    }

    /** An observation of the scan, extended. */
    public Conditioning extend(Conditioning seen) {
        if (grid.rows() == raster.rows() && grid.cols() == raster.cols()) {
            return seen;
        }
        return new Conditioning(extend(seen.observed(), Conditioning.OBSERVED), extend(seen.mask(), Conditioning.MASK));
    }

    private float[] extend(float[] image, int channels) {
        float[] out = new float[channels * raster.size()];
        for (int c = 0; c < channels; c++) {
            for (int p = 0; p < raster.size(); p++) {
                int row = Math.min(p / raster.cols(), grid.rows() - 1);
                int col = Math.min(p % raster.cols(), grid.cols() - 1);
                out[c * raster.size() + p] = image[c * grid.size() + grid.index(row, col)];
            }
        }
        return out;
    }

    /**
     * A member of the ensemble from the model's numbers.
     *
     * @param estimate scaled channels on the model's raster, orientations first
     * @return unit quaternions in the fundamental zone, shape [rows * cols, 4]
     */
    public float[] decode(float[] estimate, OrientationScaling scaling, LaueGroup laue) {
        float[] member = new float[4 * grid.size()];
        double[] q = new double[4];
        for (int i = 0; i < grid.size(); i++) {
            scaling.decode(estimate, pixel(i / grid.cols(), i % grid.cols()), raster.size(), q, 0);
            laue.reduce(q, 0, q, 0);
            for (int k = 0; k < 4; k++) {
                member[4 * i + k] = (float) q[k];
            }
        }
        return member;
    }
}
