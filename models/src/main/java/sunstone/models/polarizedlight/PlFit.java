package sunstone.models.polarizedlight;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;

/**
 * The five harmonics of the stage angle, fitted by least squares, pixel by pixel, without their {@link PlScratches scratches}. It
 * takes up to seconds, so it is done once, when somebody asks first, on the thread that asks: whoever only hands light on (a live
 * loop to its sampler) does not wait for it.
 *
 * <p>Thread-safe.
 */
public final class PlFit {
    private static final int CHANNELS = PlImage.CHANNELS;

    private @Nullable Moments moments;
    private @Nullable PlImage image;
    private @Nullable CalibratedLight calibrated;

    /**
     * What a fit is made of; the arrays must not change any more.
     *
     * @param complete frames whose every row is there
     * @param gram products of the basis with itself, shape [rows, 5, 5]
     * @param moment products of the basis with the intensities, shape [5, n]
     */
    record Moments(ScanGrid grid, PlScaling scaling, int complete, double[] gram, double[] moment) {}

    private PlFit(@Nullable Moments moments, @Nullable PlImage image) {
        this.moments = moments;
        this.image = image;
    }

    /** A fit to be made. */
    static PlFit of(Moments moments) {
        return new PlFit(moments, null);
    }

    /** The fit that is this image, or that gives none. */
    public static PlFit made(@Nullable PlImage image) {
        return new PlFit(null, image);
    }

    /**
     * The image; null as long as fewer than {@link PlStack#MIN_FRAMES} frames are complete (then not every row has that many) or if
     * their angles do not tell all five coefficients apart.
     */
    public synchronized @Nullable PlImage image() {
        Moments m = moments;
        if (m != null) {
            image = m.complete() < PlStack.MIN_FRAMES ? null : make(m);
            moments = null;
        }
        return image;
    }

    /**
     * The light in canonical optics on the EBSD raster, as the points of a scan calibrate it; null where {@link #image} is. Learnt anew
     * only when the points are half as many again ({@link LightCalibration#basis}): then it takes up to a second.
     *
     * @param ebsd raster of the points
     * @param points of a uniaxial phase, in the order of arrival
     */
    public synchronized @Nullable CalibratedLight calibrated(ScanGrid ebsd, List<EbsdPoint> points) {
        PlImage raw = image();
        if (raw == null) {
            return null;
        }
        List<EbsdPoint> basis = LightCalibration.basis(points);
        CalibratedLight known = calibrated;
        if (known == null || !known.restsOn(ebsd, basis)) {
            known = CalibratedLight.of(raw, ebsd, basis);
            calibrated = known;
        }
        return known;
    }

    private static @Nullable PlImage make(Moments m) {
        ScanGrid grid = m.grid();
        int n = grid.size();
        int cols = grid.cols();
        float[] out = new float[CHANNELS * n];
        double[] inverse = new double[CHANNELS * CHANNELS];
        for (int row = 0; row < grid.rows(); row++) {
            if (!invert(m.gram(), row * CHANNELS * CHANNELS, inverse)) {
                return null;
            }
            for (int p = row * cols; p < (row + 1) * cols; p++) {
                for (int i = 0; i < CHANNELS; i++) {
                    double sum = 0;
                    for (int j = 0; j < CHANNELS; j++) {
                        sum += inverse[i * CHANNELS + j] * m.moment()[j * n + p];
                    }
                    out[i * n + p] = m.scaling().scale(i, sum);
                }
            }
        }
        return PlScratches.remove(new PlImage(grid, out, PlStack.noise(out, grid)));
    }

    /** Gauss-Jordan with pivoting; false if the matrix is singular to rounding. */
    private static boolean invert(double[] m, int offset, double[] out) {
        double[] a = Arrays.copyOfRange(m, offset, offset + CHANNELS * CHANNELS);
        Arrays.fill(out, 0);
        for (int i = 0; i < CHANNELS; i++) {
            out[i * CHANNELS + i] = 1;
        }
        for (int c = 0; c < CHANNELS; c++) {
            int pivot = c;
            for (int r = c + 1; r < CHANNELS; r++) {
                if (Math.abs(a[r * CHANNELS + c]) > Math.abs(a[pivot * CHANNELS + c])) {
                    pivot = r;
                }
            }
            double v = a[pivot * CHANNELS + c];
            if (Math.abs(v) < 1e-6) {
                return false;
            }
            for (int j = 0; j < CHANNELS; j++) {
                swap(a, pivot * CHANNELS + j, c * CHANNELS + j);
                swap(out, pivot * CHANNELS + j, c * CHANNELS + j);
                a[c * CHANNELS + j] /= v;
                out[c * CHANNELS + j] /= v;
            }
            for (int r = 0; r < CHANNELS; r++) {
                double f = a[r * CHANNELS + c];
                for (int j = 0; r != c && j < CHANNELS; j++) {
                    a[r * CHANNELS + j] -= f * a[c * CHANNELS + j];
                    out[r * CHANNELS + j] -= f * out[c * CHANNELS + j];
                }
            }
        }
        return true;
    }

    private static void swap(double[] v, int i, int j) {
        double t = v[i];
        v[i] = v[j];
        v[j] = t;
    }
}
