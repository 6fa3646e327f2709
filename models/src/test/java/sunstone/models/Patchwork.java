package sunstone.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.PlImage;
import sunstone.models.map.PlModel;
import sunstone.models.map.PlScaling;
import sunstone.models.map.PlStack;
import sunstone.models.map.ScanGrid;

/** A section of grains with straight sides (Voronoi cells of random seeds), each of one random orientation. */
public final class Patchwork {
    private final ScanGrid grid;
    private final int[] grain;
    private final double[] quaternions;
    private final Random random;

    /** A square section of that many pixels a side. */
    public Patchwork(int size, int grains, long seed) {
        grid = new ScanGrid(size, size, 1);
        random = new Random(seed);
        double[] x = random.doubles(grains, 0, size).toArray();
        double[] y = random.doubles(grains, 0, size).toArray();
        double[] q = new double[4 * grains];
        for (int g = 0; g < grains; g++) {
            System.arraycopy(orientation(), 0, q, 4 * g, 4);
        }
        grain = new int[grid.size()];
        quaternions = new double[4 * grid.size()];
        for (int i = 0; i < grain.length; i++) {
            double row = i / size;
            double col = i % size;
            grain[i] = IntStream.range(0, grains)
                    .boxed()
                    .min((a, b) ->
                            Double.compare(Math.hypot(x[a] - col, y[a] - row), Math.hypot(x[b] - col, y[b] - row)))
                    .orElseThrow();
            LaueGroup.HEXAGONAL.reduce(q, 4 * grain[i], quaternions, 4 * i);
        }
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

    /** Polarised light with Gaussian noise on the scaled channels; pixel (col, row) shows what lies at (col + dx, row + dy). */
    public PlImage light(double noise, int dx, int dy) {
        int n = grid.size();
        float[] channels = new float[PlImage.CHANNELS * n];
        double[] h = new double[PlImage.CHANNELS];
        for (int i = 0; i < n; i++) {
            int row = Math.min(grid.rows() - 1, Math.max(0, i / grid.cols() + dy));
            int col = Math.min(grid.cols() - 1, Math.max(0, i % grid.cols() + dx));
            PlModel.titanium().harmonics(quaternions, 4 * grid.index(row, col), h, 0);
            for (int c = 0; c < h.length; c++) {
                channels[c * n + i] = (float) (PlScaling.titanium().scale(c, h[c]) + noise * random.nextGaussian());
            }
        }
        return new PlImage(grid, channels, PlStack.noise(channels, grid));
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
