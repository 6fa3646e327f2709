package sunstone.models.map;

import java.util.List;

/**
 * Where polarised light lies against the EBSD raster: the two come from different instruments and rarely match to the pixel.
 *
 * <p>A shift is (dx, dy) in pixels: what the EBSD raster has at (col, row) stands in the PL image at (col + dx, row + dy).
 * It is the one at which the image agrees best with what the measured orientations should look like, by the robust cost
 * {@code sum u / (u + 0.5) + 0.3 |shift|^2} with u the squared difference of the five scaled channels (Geman and McClure 1985):
 * wrong solutions count little, and without evidence the shift stays 0. Only points beside a boundary say anything; some twenty
 * points give half a pixel.
 */
public final class PlRegistration {
    /** Shifts of a first search along each axis, pixels; a finer step about the best of them may end just beyond. */
    private static final double COARSE = 0.4;

    private static final double LARGEST_COARSE = 1.6;
    private static final double FINE = 0.2;
    private static final double SCALE = 0.5;
    private static final double PENALTY = 0.3;

    private PlRegistration() {}

    /**
     * The shift (dx, dy), pixels.
     *
     * @param grid raster of both
     * @param image scaled channels, denoised, channel-major, shape [5, n]
     * @param points measured points
     * @param expected scaled channels that each point's orientation should have, shape [points, 5]
     */
    public static double[] estimate(ScanGrid grid, float[] image, List<EbsdPoint> points, float[] expected) {
        double[] best = {0, 0};
        double least = cost(grid, image, points, expected, 0, 0);
        for (double step : new double[] {COARSE, FINE}) {
            double cx = best[0];
            double cy = best[1];
            int reach = step == COARSE ? (int) Math.round(LARGEST_COARSE / COARSE) : 1;
            for (int i = -reach; i <= reach; i++) {
                for (int j = -reach; j <= reach; j++) {
                    double dx = cx + j * step;
                    double dy = cy + i * step;
                    double c = cost(grid, image, points, expected, dx, dy);
                    if (c < least) {
                        least = c;
                        best[0] = dx;
                        best[1] = dy;
                    }
                }
            }
        }
        return best;
    }

    private static double cost(
            ScanGrid grid, float[] image, List<EbsdPoint> points, float[] expected, double dx, double dy) {
        double sum = PENALTY * (dx * dx + dy * dy);
        Taps taps = new Taps(grid);
        for (int j = 0; j < points.size(); j++) {
            EbsdPoint p = points.get(j);
            taps.at(p.col() + dx, p.row() + dy);
            double u = 0;
            for (int c = 0; c < PlImage.CHANNELS; c++) {
                double e = taps.of(image, c * grid.size()) - expected[PlImage.CHANNELS * j + c];
                u += e * e;
            }
            sum += u / (u + SCALE);
        }
        return sum;
    }

    /**
     * The image brought onto the EBSD raster, by cubic convolution (Keys 1981), which does not blur boundaries as a linear
     * mean does; the border repeats.
     *
     * @param image channel-major, shape [5, n]
     * @param shift as {@link #estimate} gives it
     */
    public static float[] resample(ScanGrid grid, float[] image, double[] shift) {
        if (shift[0] == 0 && shift[1] == 0) {
            return image;
        }
        float[] out = new float[image.length];
        Taps taps = new Taps(grid);
        for (int i = 0; i < grid.size(); i++) {
            taps.at(i % grid.cols() + shift[0], i / grid.cols() + shift[1]);
            for (int c = 0; c < PlImage.CHANNELS; c++) {
                out[c * grid.size() + i] = taps.of(image, c * grid.size());
            }
        }
        return out;
    }

    /** The sixteen pixels around a place and their weights. */
    private static final class Taps {
        private final ScanGrid grid;
        private final int[] pixel = new int[16];
        private final float[] weight = new float[16];

        Taps(ScanGrid grid) {
            this.grid = grid;
        }

        void at(double x, double y) {
            int left = (int) Math.floor(x) - 1;
            int top = (int) Math.floor(y) - 1;
            for (int i = 0; i < 4; i++) {
                int row = Math.min(grid.rows() - 1, Math.max(0, top + i));
                double vertical = keys(y - top - i);
                for (int j = 0; j < 4; j++) {
                    int col = Math.min(grid.cols() - 1, Math.max(0, left + j));
                    pixel[4 * i + j] = row * grid.cols() + col;
                    weight[4 * i + j] = (float) (vertical * keys(x - left - j));
                }
            }
        }

        float of(float[] image, int offset) {
            float sum = 0;
            for (int k = 0; k < 16; k++) {
                sum += weight[k] * image[offset + pixel[k]];
            }
            return sum;
        }

        private static double keys(double t) {
            double a = Math.abs(t);
            return a < 1 ? (1.5 * a - 2.5) * a * a + 1 : a < 2 ? ((-0.5 * a + 2.5) * a - 4) * a + 2 : 0;
        }
    }
}
