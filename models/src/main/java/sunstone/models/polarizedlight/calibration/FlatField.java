package sunstone.models.polarizedlight.calibration;

import java.util.Arrays;
import java.util.stream.IntStream;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.TiltTable;

/**
 * Variation of exposure and stray light over an image: vignetting, a lamp that stands aside, the tiles of a mosaic.
 *
 * <p>Two amplitudes tell tilt and exposure apart. The one of 4 omega goes about as the square of sin^2(tilt), the one
 * of 2 omega as itself, so their ratio gives the tilt whatever the exposure, and then either amplitude the exposure;
 * the mean over a turn, less what the tilt explains, is stray light. Both are smoothed over {@value #REACH_PX} pixels,
 * since illumination varies slowly and grains do not; where crystals are upright nothing is told, and the
 * neighbourhood's or the whole image's value stands.
 */
final class FlatField {
    private static final double REACH_PX = 5;
    /** Amplitude, of a channel's half range, at which a pixel's word counts half. */
    private static final double WEAK = 0.15;
    /** Weight of "as everywhere" against a neighbourhood of strong pixels. */
    private static final double EVERYWHERE = 0.03;
    /** Largest logarithm of the exposure against the mean that is illumination and not a fault. */
    private static final double MOST = 0.5;

    private final ScanGrid grid;
    private final double[] logGain;
    private final double[] stray;

    private FlatField(ScanGrid grid, double[] logGain, double[] stray) {
        this.grid = grid;
        this.logGain = logGain;
        this.stray = stray;
    }

    /** The field of an image in canonical optics. */
    static FlatField of(PlImage image) {
        PlScaling scaling = PlScaling.canonical();
        TiltTable tilts = new TiltTable();
        ScanGrid grid = image.grid();
        int n = grid.size();
        float[] h = image.harmonics();
        double[] gain = new double[n];
        double[] weight = new double[n];
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < n; i++) {
            double two = Math.hypot(h[n + i], h[2 * n + i]);
            double four = Math.hypot(h[3 * n + i], h[4 * n + i]);
            double log = tilts.logGain(two, four);
            weight[i] = Math.abs(log) > MOST ? 0 : four * four / (four * four + WEAK * WEAK);
            gain[i] = weight[i] == 0 ? 0 : log;
            sum += weight[i] * gain[i];
            weights += weight[i];
        }
        double mean = weights == 0 ? 0 : sum / weights;
        double[] smooth = smooth(grid, gain, weight, mean);
        double[] rest = new double[n];
        double[] all = new double[n];
        for (int i = 0; i < n; i++) {
            double g = Math.exp(smooth[i]);
            double four = Math.hypot(h[3 * n + i], h[4 * n + i]) / g;
            double m = tilts.mean(four);
            rest[i] = scaling.unscale(0, h[i]) - g * m;
            all[i] = Math.abs(rest[i]) > 0.3 ? 0 : 1;
            rest[i] *= all[i];
        }
        double[] sorted = rest.clone();
        Arrays.sort(sorted);
        return new FlatField(grid, smooth, smooth(grid, rest, all, sorted[n / 2]));
    }

    /** The image as even light would have shown it. */
    PlImage flattened(PlImage image) {
        PlScaling scaling = PlScaling.canonical();
        int n = grid.size();
        float[] out = image.harmonics().clone();
        for (int i = 0; i < n; i++) {
            double g = Math.exp(logGain[i]);
            out[i] = scaling.scale(0, (scaling.unscale(0, out[i]) - stray[i]) / g);
            for (int c = 1; c < PlImage.CHANNELS; c++) {
                out[c * n + i] = (float) (out[c * n + i] / g);
            }
        }
        return new PlImage(grid, out, image.noise());
    }

    /** Root mean square of the logarithm of the exposure over the image, about its mean. */
    double exposure() {
        return deviation(logGain);
    }

    /** The same of stray light, in units of the brightest crystal. */
    double stray() {
        return deviation(stray);
    }

    private static double deviation(double[] field) {
        double mean = Arrays.stream(field).average().orElse(0);
        return Math.sqrt(
                Arrays.stream(field).map(v -> (v - mean) * (v - mean)).average().orElse(0));
    }

    private static double[] smooth(ScanGrid grid, double[] value, double[] weight, double everywhere) {
        double[] top = new double[value.length];
        for (int i = 0; i < top.length; i++) {
            top[i] = value[i] * weight[i];
        }
        double[] up = gaussian(grid, top);
        double[] down = gaussian(grid, weight);
        for (int i = 0; i < up.length; i++) {
            up[i] = (up[i] + EVERYWHERE * everywhere) / (down[i] + EVERYWHERE);
        }
        return up;
    }

    private static double[] gaussian(ScanGrid grid, double[] in) {
        int reach = (int) Math.ceil(3 * REACH_PX);
        double[] kernel = new double[reach + 1];
        double sum = 0;
        for (int k = 0; k <= reach; k++) {
            kernel[k] = Math.exp(-k * k / (2 * REACH_PX * REACH_PX));
            sum += k == 0 ? kernel[k] : 2 * kernel[k];
        }
        for (int k = 0; k <= reach; k++) {
            kernel[k] /= sum;
        }
        double[] across = line(grid, in, kernel, true);
        return line(grid, across, kernel, false);
    }

    private static double[] line(ScanGrid grid, double[] in, double[] kernel, boolean along) {
        double[] out = new double[in.length];
        int rows = grid.rows();
        int cols = grid.cols();
        IntStream.range(0, rows).parallel().forEach(r -> {
            for (int c = 0; c < cols; c++) {
                double sum = 0;
                for (int k = 1 - kernel.length; k < kernel.length; k++) {
                    int rr = along ? r : r + k;
                    int cc = along ? c + k : c;
                    if (rr >= 0 && cc >= 0 && rr < rows && cc < cols) {
                        sum += kernel[Math.abs(k)] * in[grid.index(rr, cc)];
                    }
                }
                out[grid.index(r, c)] = sum;
            }
        });
        return out;
    }
}
