package sunstone.models.polarizedlight.registration;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;

/**
 * Shift of polarized light against the EBSD raster: the two come from different instruments and rarely match to the
 * pixel.
 *
 * <p>A shift is (dx, dy) in pixels: what the EBSD raster has at (col, row) stands in the PL image at (col + dx, row +
 * dy). It is the one at which the image, brought onto the EBSD raster, agrees best with what the measured orientations
 * should look like, by the robust cost {@code sum u / (u + 0.5) + 0.3 |shift|^2} with u the squared difference of the
 * five scaled channels (Geman and McClure 1985): wrong solutions count little, and without evidence the shift stays 0.
 * Only points beside a boundary say anything; a hundred points give a fifth of a pixel or so.
 *
 * <p>Interpolated light first, everywhere, then {@link PlSharpening sharpened} light around the best: a mixed pixel
 * fits neither grain when it is interpolated, which leaves the first search off by 0.3 pixels however many the points.
 */
public final class PlRegistration {
    /** Largest shift along each axis, and steps, tenths of a pixel. */
    private static final int LARGEST = 16;

    private static final int COARSE = 4;
    private static final int[] FINE = {2, 1};
    private static final double SCALE = 0.5;
    private static final double PENALTY = 0.3;
    /** Iterations of the sharpening in the search. */
    private static final int ITERATIONS = 15;
    /** Total variation of the sharpening over the noise: hardly any, the points average. */
    private static final double WEIGHT_PER_NOISE = 0.3;

    private PlRegistration() {}

    /**
     * The shift (dx, dy), pixels.
     *
     * @param pl the image as it was taken
     * @param smooth its channels, denoised, channel-major, shape [5, n]
     * @param points measured points
     * @param expected scaled channels that each point's orientation should have, shape [points, 5]
     */
    public static double[] estimate(PlImage pl, float[] smooth, List<EbsdPoint> points, float[] expected) {
        if (points.isEmpty()) {
            return new double[2];
        }
        Place best = interpolated(pl.grid(), smooth, points, expected);
        PlWindow window = PlWindow.of(pl, points, expected);
        Map<Place, Double> costs = new HashMap<>();
        for (int step : FINE) {
            boolean moved = true;
            while (moved) {
                List<Place> around = best.around(step).toList();
                List<Place> fresh =
                        around.stream().filter(s -> !costs.containsKey(s)).toList();
                double[] found = fresh.parallelStream()
                        .mapToDouble(s -> cost(window, s) + PENALTY * s.square())
                        .toArray();
                for (int k = 0; k < found.length; k++) {
                    costs.put(fresh.get(k), found[k]);
                }
                Place centre = best;
                for (Place s : around) {
                    best = cost(costs, s) < cost(costs, best) ? s : best;
                }
                moved = !best.equals(centre);
            }
        }
        return best.pixels();
    }

    private static double cost(Map<Place, Double> costs, Place at) {
        return costs.getOrDefault(at, Double.POSITIVE_INFINITY);
    }

    /** Cost at a shift, by light sharpened there. */
    private static double cost(PlWindow window, Place at) {
        PlImage pl = window.pl();
        float[] sharp = PlSharpening.of(
                pl.grid(),
                pl.harmonics(),
                at.pixels(),
                PlSharpening.weight(WEIGHT_PER_NOISE * pl.meanNoise()),
                ITERATIONS);
        return cost(pl.grid(), sharp, window.points(), window.expected(), new double[2]);
    }

    private static Place interpolated(ScanGrid grid, float[] image, List<EbsdPoint> points, float[] expected) {
        Place best = new Place(0, 0);
        double least = Double.POSITIVE_INFINITY;
        for (int y = -LARGEST; y <= LARGEST; y += COARSE) {
            for (int x = -LARGEST; x <= LARGEST; x += COARSE) {
                Place at = new Place(x, y);
                double c = cost(grid, image, points, expected, at.pixels()) + PENALTY * at.square();
                if (c < least) {
                    least = c;
                    best = at;
                }
            }
        }
        return best;
    }

    private static double cost(ScanGrid grid, float[] image, List<EbsdPoint> points, float[] expected, double[] shift) {
        double sum = 0;
        Taps taps = new Taps(grid);
        for (int j = 0; j < points.size(); j++) {
            EbsdPoint p = points.get(j);
            taps.at(p.col() + shift[0], p.row() + shift[1]);
            double u = 0;
            for (int c = 0; c < PlImage.CHANNELS; c++) {
                double e = taps.of(image, c * grid.size()) - expected[PlImage.CHANNELS * j + c];
                u += e * e;
            }
            sum += u / (u + SCALE);
        }
        return sum;
    }

    /** A shift in tenths of a pixel. */
    private record Place(int x, int y) {
        double[] pixels() {
            return new double[] {x / 10.0, y / 10.0};
        }

        double square() {
            return (x * x + y * y) / 100.0;
        }

        /** This one and its eight neighbours that are within the search. */
        Stream<Place> around(int step) {
            return IntStream.range(0, 9)
                    .mapToObj(k -> new Place(x + (k % 3 - 1) * step, y + (k / 3 - 1) * step))
                    .filter(s -> Math.max(Math.abs(s.x), Math.abs(s.y)) <= LARGEST);
        }
    }

    /**
     * The image brought onto the EBSD raster, by cubic convolution (Keys 1981), which does not blur boundaries as a
     * linear mean does; the border repeats.
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
    static final class Taps {
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
