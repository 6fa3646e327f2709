package sunstone.models.polarizedlight.registration;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.PlSmoothing;
import sunstone.models.polarizedlight.UniaxialOptics;

/**
 * Polarized light as the candidate fills look at it, once there are points: brought onto the EBSD raster, smoothed, and
 * what each point's grain should look like.
 *
 * <p>What a grain should look like follows from the measured orientation by the optics ({@link UniaxialOptics}), free
 * of the noise of the point's own pixel, of scratches and of mixed pixels at boundaries; a wrong solution then fits
 * nowhere. Where the optics contradict the image (the median point is off by more than {@value #MISFIT} of a channel's
 * half range) the image at the point's pixel serves instead, as in the classical rule.
 *
 * @param raw registered channels, channel-major, shape [5, n]
 * @param smooth the same, smoothed
 * @param grain expected channels of each point's grain, shape [points, 5]
 * @param shift of the image against the raster, (dx, dy) pixels
 * @param noise of a channel, mean of the five
 * @param optics whether the points look as the optics say
 * @param covered which pixels the camera saw, shape [n], or null for all
 */
public record RegisteredPl(
        float[] raw,
        float[] smooth,
        float[] grain,
        double[] shift,
        float noise,
        boolean optics,
        boolean @Nullable [] covered) {
    private static final int CHANNELS = PlImage.CHANNELS;
    private static final double MISFIT = 0.6;
    private static final double ESTIMATED_MISFIT = 0.1;
    private static final int SHARPENING_ITERATIONS = 40;
    private static final UniaxialOptics OPTICS = UniaxialOptics.canonical();
    private static final PlScaling SCALING = PlScaling.canonical();

    /** The view of an image, given the points; no points leave it where it is. */
    public static RegisteredPl of(PlImage pl, List<EbsdPoint> points) {
        return of(pl, points, MISFIT);
    }

    /**
     * As {@link #of(PlImage, List)}, of light whose optics were estimated from the points: what is left between both is
     * bent response of the camera or uneven light, and then light is better compared with light.
     */
    public static RegisteredPl estimated(PlImage pl, List<EbsdPoint> points) {
        return of(pl, points, ESTIMATED_MISFIT + 2 * pl.meanNoise());
    }

    private static RegisteredPl of(PlImage pl, List<EbsdPoint> points, double most) {
        float[] expected = expected(points);
        float[] unmoved = PlSmoothing.of(pl);
        double[] shift = PlRegistration.estimate(pl, unmoved, points, expected);
        boolean moved = shift[0] != 0 || shift[1] != 0;
        float[] raw = moved
                ? PlSharpening.of(
                        pl.grid(), pl.harmonics(), shift, PlSharpening.weight(pl.meanNoise()), SHARPENING_ITERATIONS)
                : pl.harmonics();
        float[] smooth = moved ? PlSmoothing.of(new PlImage(pl.grid(), raw, pl.noise())) : unmoved;
        return misfit(pl.grid(), smooth, points, expected) > most
                ? view(pl, pl.harmonics(), unmoved, atPixels(pl.grid(), unmoved, points), new double[2], false)
                : view(pl, raw, smooth, expected, shift, true);
    }

    /** As {@link #estimated}, of an image that lies where it should. */
    public static RegisteredPl placed(PlImage pl, List<EbsdPoint> points) {
        double most = ESTIMATED_MISFIT + 2 * pl.meanNoise();
        float[] expected = expected(points);
        float[] smooth = PlSmoothing.of(pl);
        return misfit(pl.grid(), smooth, points, expected) > most
                ? view(pl, pl.harmonics(), smooth, atPixels(pl.grid(), smooth, points), new double[2], false)
                : view(pl, pl.harmonics(), smooth, expected, new double[2], true);
    }

    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    private static RegisteredPl view(
            PlImage pl, float[] raw, float[] smooth, float[] grain, double[] shift, boolean optics) {
        float noise = 0;
        for (float s : pl.noise()) {
            noise += s / PlImage.CHANNELS;
        }
        return new RegisteredPl(raw, smooth, grain, shift, noise, optics, pl.covered());
    }

    /** Scaled channels that each point's orientation should have, shape [points, 5]. */
    private static float[] expected(List<EbsdPoint> points) {
        float[] out = new float[CHANNELS * points.size()];
        double[] h = new double[CHANNELS];
        for (int j = 0; j < points.size(); j++) {
            OPTICS.harmonics(points.get(j).quaternion(), 0, h, 0);
            for (int c = 0; c < CHANNELS; c++) {
                out[CHANNELS * j + c] = SCALING.scale(c, h[c]);
            }
        }
        return out;
    }

    /** Whether the camera saw a pixel. */
    public boolean covers(int pixel) {
        return covered == null || covered[pixel];
    }

    /** Whether the image was moved onto the raster. */
    public boolean moved() {
        return shift[0] != 0 || shift[1] != 0;
    }

    private static float[] atPixels(ScanGrid grid, float[] image, List<EbsdPoint> points) {
        float[] out = new float[CHANNELS * points.size()];
        for (int j = 0; j < points.size(); j++) {
            int at = grid.index(points.get(j).row(), points.get(j).col());
            for (int c = 0; c < CHANNELS; c++) {
                out[CHANNELS * j + c] = image[c * grid.size() + at];
            }
        }
        return out;
    }

    /**
     * Median distance of the points' light from what their orientations should look like, of a channel's half range, over the half of
     * the points about which light is most even. Points beside boundaries, where an adaptive scan measures most of its points, tell where
     * the light lies rather than what the optics are.
     */
    private static double misfit(ScanGrid grid, float[] image, List<EbsdPoint> points, float[] expected) {
        if (points.isEmpty()) {
            return 0;
        }
        float[] seen = atPixels(grid, image, points);
        double[] uneven = new double[points.size()];
        for (int j = 0; j < uneven.length; j++) {
            uneven[j] = unevenness(grid, image, points.get(j));
        }
        double[] off = IntStream.range(0, uneven.length)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> uneven[j]))
                .limit((uneven.length + 1) / 2)
                .mapToDouble(j -> {
                    double sum = 0;
                    for (int c = CHANNELS * j; c < CHANNELS * (j + 1); c++) {
                        sum += (seen[c] - expected[c]) * (seen[c] - expected[c]);
                    }
                    return sum;
                })
                .sorted()
                .toArray();
        return Math.sqrt(off[off.length / 2]);
    }

    /** Largest squared difference of the light at a point to that of a neighbour. */
    private static double unevenness(ScanGrid grid, float[] image, EbsdPoint point) {
        double most = 0;
        for (int row = Math.max(0, point.row() - 1); row <= Math.min(grid.rows() - 1, point.row() + 1); row++) {
            for (int col = Math.max(0, point.col() - 1); col <= Math.min(grid.cols() - 1, point.col() + 1); col++) {
                double d = 0;
                for (int c = 0; c < CHANNELS; c++) {
                    double e = image[c * grid.size() + grid.index(row, col)]
                            - image[c * grid.size() + grid.index(point.row(), point.col())];
                    d += e * e;
                }
                most = Math.max(most, d);
            }
        }
        return most;
    }
}
