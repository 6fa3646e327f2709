package sunstone.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.UniaxialOptics;

/** A section of grains with straight sides (Voronoi cells of random seeds), each of one random orientation. */
public final class Patchwork {
    private final ScanGrid grid;
    private static final int FINE = 5;

    private final double[] x;
    private final double[] y;
    private final int[] grain;
    private final double[] quaternions;
    private final Random random;

    /** A square section of that many pixels a side. */
    public Patchwork(int size, int grains, long seed) {
        grid = new ScanGrid(size, size, 1);
        random = new Random(seed);
        x = random.doubles(grains, 0, size).toArray();
        y = random.doubles(grains, 0, size).toArray();
        double[] q = new double[4 * grains];
        for (int g = 0; g < grains; g++) {
            System.arraycopy(orientation(), 0, q, 4 * g, 4);
        }
        grain = new int[grid.size()];
        quaternions = new double[4 * grid.size()];
        for (int i = 0; i < grain.length; i++) {
            grain[i] = at(i % size, i / size);
            LaueGroup.HEXAGONAL.reduce(q, 4 * grain[i], quaternions, 4 * i);
        }
    }

    private int at(double col, double row) {
        int nearest = 0;
        for (int g = 1; g < x.length; g++) {
            nearest = squared(g, col, row) < squared(nearest, col, row) ? g : nearest;
        }
        return nearest;
    }

    private double squared(int seed, double col, double row) {
        return (x[seed] - col) * (x[seed] - col) + (y[seed] - row) * (y[seed] - row);
    }

    /** A random orientation, in the fundamental zone. */
    public double[] orientation() {
        double[] q = new double[4];
        for (int k = 0; k < 4; k++) {
            q[k] = random.nextGaussian();
        }
        Quaternions.normalise(q, 0);
        LaueGroup.HEXAGONAL.reduce(q, 0, q, 0);
        return q;
    }

    /** The raster. */
    public ScanGrid grid() {
        return grid;
    }

    /** Number of the grain at each pixel. */
    public int[] grain() {
        return grain;
    }

    /** What is there. */
    public OrientationMap truth() {
        return OrientationMap.full(grid, LaueGroup.HEXAGONAL, quaternions);
    }

    /**
     * Polarized light with Gaussian noise on the scaled channels; pixel (col, row) shows what lies at (col + dx, row +
     * dy).
     */
    public PlImage light(double noise, int dx, int dy) {
        int n = grid.size();
        float[] channels = new float[PlImage.CHANNELS * n];
        double[] h = new double[PlImage.CHANNELS];
        for (int i = 0; i < n; i++) {
            int row = Math.min(grid.rows() - 1, Math.max(0, i / grid.cols() + dy));
            int col = Math.min(grid.cols() - 1, Math.max(0, i % grid.cols() + dx));
            UniaxialOptics.canonical().harmonics(quaternions, 4 * grid.index(row, col), h, 0);
            for (int c = 0; c < h.length; c++) {
                channels[c * n + i] = (float) (PlScaling.canonical().scale(c, h[c]) + noise * random.nextGaussian());
            }
        }
        return PlImage.of(grid, channels);
    }

    /**
     * As {@link #light}, by a camera whose pixels gather the light of their whole area (25 rays each), so that those on
     * a boundary are mixed; the shift need not be whole.
     */
    public PlImage areaLight(double noise, double dx, double dy) {
        int n = grid.size();
        double[][] light = new double[x.length][PlImage.CHANNELS];
        UniaxialOptics optics = UniaxialOptics.canonical();
        for (int i = 0; i < n; i++) {
            optics.harmonics(quaternions, 4 * i, light[grain[i]], 0);
        }
        float[] channels = new float[PlImage.CHANNELS * n];
        for (int i = 0; i < n; i++) {
            for (int ray = 0; ray < FINE * FINE; ray++) {
                double col = i % grid.cols() + dx + (ray % FINE + 0.5) / FINE - 0.5;
                double row = i / grid.cols() + dy + (ray / FINE + 0.5) / FINE - 0.5;
                double[] h = light[at(col, row)];
                for (int c = 0; c < h.length; c++) {
                    channels[c * n + i] += (float) (h[c] / (FINE * FINE));
                }
            }
        }
        PlScaling scaling = PlScaling.canonical();
        for (int k = 0; k < channels.length; k++) {
            channels[k] = (float) (scaling.scale(k / n, channels[k]) + noise * random.nextGaussian());
        }
        return PlImage.of(grid, channels);
    }

    /** Exact measurements at random pixels. */
    public List<EbsdPoint> points(int count) {
        List<EbsdPoint> points = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            points.add(point(random.nextInt(grid.size()), 0));
        }
        return points;
    }

    /** A measurement of one pixel, turned by a Gaussian rotation of that root mean square, degrees. */
    public EbsdPoint point(int pixel, double noiseDeg) {
        double s = Math.toRadians(noiseDeg) / Math.sqrt(3) / 2;
        double[] q = {1, s * random.nextGaussian(), s * random.nextGaussian(), s * random.nextGaussian()};
        Quaternions.normalise(q, 0);
        Quaternions.multiply(q, 0, quaternions, 4 * pixel, q, 0);
        return EbsdPoint.of(pixel / grid.cols(), pixel % grid.cols(), 1, q, 0, 1);
    }

    /** A measurement that says what is not there. */
    public EbsdPoint wrong(int pixel) {
        return EbsdPoint.of(pixel / grid.cols(), pixel % grid.cols(), 1, orientation(), 0, 1);
    }
}
