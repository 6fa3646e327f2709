package sunstone.models.polarizedlight.registration;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;

/**
 * Map from the pixels of the EBSD raster to places in the PL image: shift, rotation, scale, then a smooth warp.
 *
 * <p>Both rasters are taken to cover the same field but for this transformation. The PL place (y, x) from the image's
 * centre, in EBSD pixels, looks at EBSD place {@code scale R (y, x) + shift} from the raster's centre, with R a turn
 * from x to y. The warp is added to the EBSD place before: a sum of products of cosines over the map, as many as {@link
 * #WARP_TERMS} for either axis.
 */
public final class Registration {
    /** Parameters without warp: shift down and right (EBSD pixels), rotation (degrees), logarithm of the scale. */
    public static final int RIGID = 4;

    /** Highest wave of the warp over the map, half periods. */
    private static final int WAVES = 3;

    /** Steps of the inverse of a warp, which is smooth: each is several times nearer. */
    private static final int INVERSIONS = 8;

    private static final int[][] TERMS = terms();
    /** Cosine products of the warp of one axis. */
    public static final int WARP_TERMS = TERMS.length;

    private final ScanGrid ebsd;
    private final ScanGrid light;
    private final double[] parameters;
    private final double cos;
    private final double sin;
    private final double inverseScale;

    /**
     * A registration.
     *
     * @param ebsd raster of the points
     * @param light raster of the image
     * @param parameters shape [{@link #RIGID}] or [RIGID + 2 WARP_TERMS], warp down first, then right
     */
    public Registration(ScanGrid ebsd, ScanGrid light, double[] parameters) {
        if (parameters.length != RIGID && parameters.length != RIGID + 2 * WARP_TERMS) {
            throw new IllegalArgumentException("a registration has " + RIGID + " or " + (RIGID + 2 * WARP_TERMS)
                    + " parameters, not " + parameters.length);
        }
        this.ebsd = ebsd;
        this.light = light;
        this.parameters = parameters.clone();
        this.cos = Math.cos(Math.toRadians(parameters[2]));
        this.sin = Math.sin(Math.toRadians(parameters[2]));
        this.inverseScale = Math.exp(-parameters[3]);
    }

    /** The one that maps raster onto raster. */
    public static Registration none(ScanGrid ebsd, ScanGrid light) {
        return new Registration(ebsd, light, new double[RIGID]);
    }

    private static int[][] terms() {
        int[][] all = new int[(WAVES + 1) * (WAVES + 1)][];
        int count = 0;
        for (int down = 0; down <= WAVES; down++) {
            for (int right = 0; right <= WAVES - down; right++) {
                if (down + right > 0) {
                    all[count++] = new int[] {down, right};
                }
            }
        }
        return Arrays.copyOf(all, count);
    }

    /** Half periods of a term of the warp along the map's height and width, together. */
    public static double frequency(int term) {
        return Math.hypot(TERMS[term][0], TERMS[term][1]);
    }

    /**
     * An image of the light on the raster of the points.
     *
     * @param image on the raster of the light
     */
    public PlImage onto(PlImage image) {
        return CanonicalLight.onto(ebsd, image, this);
    }

    /**
     * This one followed by a small one that was found on the raster of the points, to first order in that.
     *
     * @param small from the raster of the points to itself
     */
    public Registration then(Registration small) {
        int length = Math.max(parameters.length, small.parameters.length);
        double[] sum = Arrays.copyOf(parameters, length);
        for (int k = 0; k < small.parameters.length; k++) {
            sum[k] += small.parameters[k];
        }
        return new Registration(ebsd, light, sum);
    }

    /** The parameters, as the constructor takes them. */
    public double[] parameters() {
        return parameters.clone();
    }

    /** Whether the rasters are one and nothing is moved. */
    public boolean identity() {
        return ebsd.rows() == light.rows()
                && ebsd.cols() == light.cols()
                && Arrays.stream(parameters).allMatch(p -> p == 0);
    }

    /** Shift down, EBSD pixels. */
    public double shiftRows() {
        return parameters[0];
    }

    /** Shift to the right, EBSD pixels. */
    public double shiftCols() {
        return parameters[1];
    }

    /** Rotation from x (right) to y (down), degrees. */
    public double rotationDeg() {
        return -parameters[2];
    }

    /** EBSD pixels per PL pixel, beyond the ratio of the rasters. */
    public double scale() {
        return Math.exp(parameters[3]);
    }

    /** PL pixels per EBSD pixel along the rows, by the sizes of the rasters alone. */
    public double rowRatio() {
        return (double) light.rows() / ebsd.rows();
    }

    /** PL pixels per EBSD pixel along the columns. */
    public double colRatio() {
        return (double) light.cols() / ebsd.cols();
    }

    /** Terms of the warp at a place of the EBSD raster, shape [{@link #WARP_TERMS}]. */
    public static double[] warpAt(ScanGrid ebsd, double row, double col) {
        double down = Math.PI * (row + 0.5) / ebsd.rows();
        double right = Math.PI * (col + 0.5) / ebsd.cols();
        double[] out = new double[WARP_TERMS];
        for (int k = 0; k < WARP_TERMS; k++) {
            out[k] = Math.cos(TERMS[k][0] * down) * Math.cos(TERMS[k][1] * right);
        }
        return out;
    }

    /** Row and column in the image of a place of the EBSD raster. */
    public void locate(double row, double col, double[] out) {
        locate(row, col, parameters.length == RIGID ? null : warpAt(ebsd, row, col), out);
    }

    /**
     * As {@link #locate(double, double, double[])}, with the terms of the warp at the place, which may be null without
     * one.
     */
    public void locate(double row, double col, double @Nullable [] warp, double[] out) {
        double y = row - (ebsd.rows() - 1) / 2.0 - parameters[0];
        double x = col - (ebsd.cols() - 1) / 2.0 - parameters[1];
        if (parameters.length > RIGID && warp != null) {
            for (int k = 0; k < WARP_TERMS; k++) {
                y += parameters[RIGID + k] * warp[k];
                x += parameters[RIGID + WARP_TERMS + k] * warp[k];
            }
        }
        out[0] = (cos * y + sin * x) * inverseScale * rowRatio() + (light.rows() - 1) / 2.0;
        out[1] = (cos * x - sin * y) * inverseScale * colRatio() + (light.cols() - 1) / 2.0;
    }

    /** Row and column of the EBSD raster that a pixel of the image looks at: the inverse of {@link #locate}. */
    public void lookedAt(double row, double col, double[] out) {
        double scale = 1 / inverseScale;
        double a = (row - (light.rows() - 1) / 2.0) / rowRatio() * scale;
        double b = (col - (light.cols() - 1) / 2.0) / colRatio() * scale;
        double y = cos * a - sin * b + (ebsd.rows() - 1) / 2.0 + parameters[0];
        double x = cos * b + sin * a + (ebsd.cols() - 1) / 2.0 + parameters[1];
        out[0] = y;
        out[1] = x;
        for (int k = 0; parameters.length > RIGID && k < INVERSIONS; k++) {
            double[] warp = warpAt(ebsd, out[0], out[1]);
            out[0] = y;
            out[1] = x;
            for (int t = 0; t < WARP_TERMS; t++) {
                out[0] -= parameters[RIGID + t] * warp[t];
                out[1] -= parameters[RIGID + WARP_TERMS + t] * warp[t];
            }
        }
    }

    /** Root mean square distance over the map between where this one and another put a pixel, EBSD pixels. */
    public double distance(Registration other) {
        double sum = 0;
        int count = 0;
        double[] a = new double[2];
        double[] b = new double[2];
        for (int i = 0; i <= 8; i++) {
            for (int j = 0; j <= 8; j++) {
                double row = i * (ebsd.rows() - 1) / 8.0;
                double col = j * (ebsd.cols() - 1) / 8.0;
                locate(row, col, a);
                other.locate(row, col, b);
                double dy = (a[0] - b[0]) / rowRatio();
                double dx = (a[1] - b[1]) / colRatio();
                sum += dy * dy + dx * dx;
                count++;
            }
        }
        return Math.sqrt(sum / count);
    }
}
