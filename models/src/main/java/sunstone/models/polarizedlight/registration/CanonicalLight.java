package sunstone.models.polarizedlight.registration;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.Optics;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.TiltTable;

/** Light brought into canonical optics and onto the EBSD raster. */
public final class CanonicalLight {
    private static final int CHANNELS = PlImage.CHANNELS;
    /**
     * Weight of the total variation against that of {@link PlSharpening}: best of 0.5 and 1 on the shifted Mg stacks.
     */
    private static final double TOTAL_VARIATION = 0.5;

    private CanonicalLight() {}

    /** The image in canonical optics, on its own raster. */
    public static PlImage optics(PlImage raw, Optics o) {
        PlScaling scaling = PlScaling.canonical();
        int n = raw.grid().size();
        float[] in = raw.harmonics();
        float[] out = new float[CHANNELS * n];
        double four = o.fourRe() * o.fourRe() + o.fourIm() * o.fourIm();
        double two = o.twoRe() * o.twoRe() + o.twoIm() * o.twoIm();
        double gain = o.amplitude();
        double more = o.offsetRatio() * o.offsetRatio() - 1;
        TiltTable tilts = new TiltTable();
        for (int i = 0; i < n; i++) {
            double re = in[3 * n + i], im = -in[4 * n + i];
            out[3 * n + i] = clamp((re * o.fourRe() + im * o.fourIm()) / four);
            out[4 * n + i] = clamp(-o.sense() * (im * o.fourRe() - re * o.fourIm()) / four);
            double amplitude = Math.hypot(out[3 * n + i], out[4 * n + i]);
            out[i] = clamp(
                    scaling.scale(0, (scaling.unscale(0, in[i]) - o.black()) / gain - more * tilts.floor(amplitude)));
            re = in[n + i];
            im = -in[2 * n + i];
            out[n + i] = clamp((re * o.twoRe() + im * o.twoIm()) / two);
            out[2 * n + i] = clamp(-o.sense() * (im * o.twoRe() - re * o.twoIm()) / two);
        }
        return PlImage.of(raw.grid(), out);
    }

    /** The image with the mean over a turn that goes with its 4 omega amplitude: free of stray light. */
    public static PlImage withoutStray(PlImage image) {
        int n = image.grid().size();
        float[] out = image.harmonics().clone();
        TiltTable tilts = new TiltTable();
        for (int i = 0; i < n; i++) {
            out[i] = PlScaling.canonical().scale(0, tilts.mean(Math.hypot(out[3 * n + i], out[4 * n + i])));
        }
        return new PlImage(image.grid(), out, image.noise());
    }

    private static float clamp(double v) {
        return (float) Math.max(-1.5, Math.min(1.5, v));
    }

    /**
     * The image on the EBSD raster. Pixels beyond its border are not covered; they hold what is at the border.
     */
    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    public static PlImage onto(ScanGrid ebsd, PlImage image, Registration registration) {
        if (registration.identity()) {
            return image;
        }
        ScanGrid grid = image.grid();
        float[] out = new float[CHANNELS * ebsd.size()];
        int fine = (int) Math.max(1, Math.ceil(Math.max(registration.rowRatio(), registration.colRatio()) - 0.5));
        IntStream.range(0, ebsd.rows()).parallel().forEach(row -> {
            double[] place = new double[2];
            double[] at = new double[CHANNELS];
            PlRegistration.Taps taps = new PlRegistration.Taps(grid);
            for (int col = 0; col < ebsd.cols(); col++) {
                double[] sum = new double[CHANNELS];
                for (int a = 0; a < fine; a++) {
                    for (int b = 0; b < fine; b++) {
                        registration.locate(row + (a + 0.5) / fine - 0.5, col + (b + 0.5) / fine - 0.5, place);
                        if (fine == 1) {
                            taps.at(place[1], place[0]);
                            for (int c = 0; c < CHANNELS; c++) {
                                at[c] = taps.of(image.harmonics(), c * grid.size());
                            }
                        } else {
                            linear(grid, image.harmonics(), place[0], place[1], at);
                        }
                        for (int c = 0; c < CHANNELS; c++) {
                            sum[c] += at[c];
                        }
                    }
                }
                for (int c = 0; c < CHANNELS; c++) {
                    out[c * ebsd.size() + ebsd.index(row, col)] = (float) (sum[c] / (fine * fine));
                }
            }
        });
        float[] noise = image.noise().clone();
        for (int c = 0; c < CHANNELS; c++) {
            noise[c] /= fine;
        }
        double weight = TOTAL_VARIATION * PlSharpening.weight(image.meanNoise() / fine);
        float[] sharp = PlRectification.of(ebsd, image, registration, out, weight);
        return new PlImage(ebsd, sharp, noise, covered(ebsd, image, registration));
    }

    private static boolean @Nullable [] covered(ScanGrid ebsd, PlImage image, Registration registration) {
        ScanGrid grid = image.grid();
        boolean[] covered = new boolean[ebsd.size()];
        boolean all = true;
        double[] place = new double[2];
        for (int i = 0; i < covered.length; i++) {
            int row = i / ebsd.cols();
            int col = i % ebsd.cols();
            registration.locate(row, col, place);
            covered[i] = place[0] > -1 && place[1] > -1 && place[0] < grid.rows() && place[1] < grid.cols();
            if (covered[i] && image.covered() != null) { // it has been brought onto a raster before
                int nearRow = (int) Math.max(0, Math.min(grid.rows() - 1, Math.rint(place[0])));
                int nearCol = (int) Math.max(0, Math.min(grid.cols() - 1, Math.rint(place[1])));
                covered[i] = image.covers(grid.index(nearRow, nearCol));
            }
            all &= covered[i];
        }
        return all ? null : covered;
    }

    private static void linear(ScanGrid grid, float[] in, double row, double col, double[] out) {
        double y = Math.max(0, Math.min(grid.rows() - 1, row));
        double x = Math.max(0, Math.min(grid.cols() - 1, col));
        int top = Math.min((int) y, Math.max(0, grid.rows() - 2));
        int left = Math.min((int) x, Math.max(0, grid.cols() - 2));
        double fy = y - top;
        double fx = x - left;
        int bottom = Math.min(top + 1, grid.rows() - 1);
        int right = Math.min(left + 1, grid.cols() - 1);
        for (int c = 0; c < CHANNELS; c++) {
            int o = c * grid.size();
            out[c] = (1 - fy) * ((1 - fx) * in[o + grid.index(top, left)] + fx * in[o + grid.index(top, right)])
                    + fy * ((1 - fx) * in[o + grid.index(bottom, left)] + fx * in[o + grid.index(bottom, right)]);
        }
    }
}
