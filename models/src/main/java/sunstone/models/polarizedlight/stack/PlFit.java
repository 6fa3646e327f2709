package sunstone.models.polarizedlight.stack;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.Optics;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.PlScratches;
import sunstone.models.polarizedlight.calibration.CalibratedLight;
import sunstone.models.polarizedlight.calibration.FrameHint;
import sunstone.models.polarizedlight.calibration.LearntLight;
import sunstone.models.polarizedlight.calibration.LightCalibration;
import sunstone.models.polarizedlight.calibration.OpticsSpread;
import sunstone.models.polarizedlight.registration.CanonicalLight;
import sunstone.models.polarizedlight.registration.Registration;

/**
 * The five harmonics of the stage angle, fitted by least squares, pixel by pixel, without their {@link PlScratches
 * scratches}. It takes up to seconds, so it is done once, when somebody asks first, on the thread that asks: whoever
 * only hands light on (a live loop to its sampler) does not wait for it.
 *
 * <p>Thread-safe.
 */
public final class PlFit {
    private static final int CHANNELS = PlImage.CHANNELS;

    private final Optics known;
    private final @Nullable Registration place;
    private final @Nullable Registration aligned;
    private @Nullable Moments moments;
    private @Nullable PlImage camera;
    private @Nullable PlImage image;
    private @Nullable CalibratedLight calibrated;
    private @Nullable Learnt learnt;

    /** Findings about the light, and the calibration that they are of. */
    private record Learnt(LightCalibration from, LearntLight light) {}

    /**
     * Sums that a fit is made of; the arrays must not change any more.
     *
     * @param complete frames whose every row is there
     * @param gram products of the basis with itself, shape [rows, 5, 5]
     * @param moment products of the basis with the intensities, shape [5, n]
     */
    record Moments(ScanGrid grid, PlScaling scaling, int complete, double[] gram, double[] moment) {}

    private PlFit(
            @Nullable Moments moments,
            @Nullable PlImage camera,
            Optics known,
            @Nullable Registration place,
            @Nullable Registration aligned) {
        this.aligned = aligned;
        this.moments = moments;
        this.camera = camera;
        this.known = known;
        this.place = place;
    }

    /**
     * A fit to be made.
     *
     * @param known optics of the instrument, as far as they are known
     */
    static PlFit of(Moments moments, Optics known) {
        return new PlFit(moments, null, known, null, null);
    }

    /** The fit that is this image, or that gives none. */
    public static PlFit made(@Nullable PlImage image) {
        return made(image, Optics.CANONICAL);
    }

    /** The fit that is this image, taken by an instrument whose optics are known as far as they go. */
    public static PlFit made(@Nullable PlImage image, Optics known) {
        return made(image, known, null);
    }

    /**
     * As {@link #made(PlImage, Optics)}, of light that an operator has aligned.
     *
     * @param aligned where the light lies on the raster of the points, roughly, or null where nobody has said
     */
    public static PlFit made(@Nullable PlImage image, Optics known, @Nullable Registration aligned) {
        return new PlFit(null, image, known, null, aligned);
    }

    /**
     * The image, brought from the known optics into the canonical ones; null as long as fewer than {@link
     * PlStack#MIN_FRAMES} frames are complete (then not every row has that many) or if their angles do not tell all
     * five coefficients apart.
     */
    public synchronized @Nullable PlImage image() {
        Moments m = moments;
        if (m != null) {
            camera = m.complete() < PlStack.MIN_FRAMES ? null : make(m);
            moments = null;
        }
        PlImage own = camera;
        if (image == null && own != null) {
            PlImage canonical = KnownOptics.undo(own, known);
            Registration where = place;
            image = where == null ? canonical : where.onto(CalibratedLight.even(canonical));
        }
        return image;
    }

    /**
     * The same light of an instrument that is known from a scan before, as far as it goes: what the points of this one
     * say is learnt as an error of that.
     *
     * @param optics of the instrument
     * @param registration of its light, on the raster of this scan's points
     */
    public synchronized PlFit knowing(Optics optics, Registration registration) {
        return new PlFit(moments, camera, optics, registration, null);
    }

    /** Whether the light has been brought to where an earlier scan of the instrument has found it. */
    public boolean placed() {
        return place != null;
    }

    /** Light that has been brought to its place before ({@link #placed}), as {@link #image} gave it. */
    public static PlFit placed(PlImage image) {
        PlFit fit = new PlFit(null, image, Optics.CANONICAL, Registration.none(image.grid(), image.grid()), null);
        fit.image = image;
        return fit;
    }

    /** The image as the camera took it; null where {@link #image} is. */
    public synchronized @Nullable PlImage camera() {
        image();
        return camera;
    }

    /**
     * The image on another raster of the same field, nothing moved: as light lies before it is registered; null where
     * {@link #image} is.
     */
    public @Nullable PlImage unmoved(ScanGrid ebsd) {
        PlImage own = image();
        return own == null ? null : CanonicalLight.onto(ebsd, own, Registration.none(ebsd, own.grid()));
    }

    /**
     * What the points teach of the light, with what they leave open; null where {@link #image} is. Parameters as in
     * {@link #calibrated}.
     */
    public synchronized @Nullable LearntLight learnt(ScanGrid ebsd, List<EbsdPoint> points) {
        CalibratedLight now = calibrated(ebsd, points);
        if (now == null || image == null) {
            return null;
        }
        Learnt before = learnt;
        if (before == null || before.from() != now.calibration()) {
            LightCalibration c = now.calibration();
            List<EbsdPoint> basis = LightCalibration.basis(points);
            before = new Learnt(
                    c,
                    new LearntLight(
                            c.verdict(),
                            known.then(c.optics()),
                            place == null ? c.registration() : place.then(c.registration()),
                            OpticsSpread.of(image, ebsd, basis, c, known),
                            hint(image, ebsd, basis, c),
                            basis.size()));
            learnt = before;
        }
        return before.light();
    }

    private @Nullable FrameHint hint(PlImage raw, ScanGrid ebsd, List<EbsdPoint> basis, LightCalibration c) {
        return switch (c.verdict()) {
            case CONTRADICTED -> FrameHint.ofContradicted(raw, ebsd, basis);
            case ESTIMATED -> known.canonical() ? null : FrameHint.ofResidual(c.optics());
            case ASSUMED -> null;
        };
    }

    /**
     * The light in canonical optics on the EBSD raster, as the points of a scan calibrate it; null where {@link #image}
     * is. Learnt anew only when the points are a fifth or a quarter more ({@link LightCalibration#basis}): then it
     * takes some seconds at most.
     *
     * @param ebsd raster of the points
     * @param points of a uniaxial phase, in the order of arrival
     */
    public @Nullable CalibratedLight calibrated(ScanGrid ebsd, List<EbsdPoint> points) {
        return calibrated(ebsd, points, 0);
    }

    /**
     * As {@link #calibrated(ScanGrid, List)}, by points some of which belong to other crystals than the light shows.
     *
     * @param others share of such points, 0 to 1
     */
    public synchronized @Nullable CalibratedLight calibrated(ScanGrid ebsd, List<EbsdPoint> points, double others) {
        PlImage raw = image();
        if (raw == null) {
            return null;
        }
        List<EbsdPoint> basis = LightCalibration.basis(points);
        CalibratedLight known = calibrated;
        if (known == null || !known.restsOn(ebsd, basis)) {
            known = CalibratedLight.of(raw, ebsd, basis, others, placed(), aligned);
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
        return PlScratches.remove(PlImage.of(grid, out));
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
