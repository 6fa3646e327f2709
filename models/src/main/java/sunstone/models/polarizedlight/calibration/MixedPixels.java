package sunstone.models.polarizedlight.calibration;

import java.util.stream.IntStream;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;

/**
 * Pixels at grain boundaries whose light is a mixture of both sides.
 *
 * <p>The prior is trained on maps, where a pixel belongs to one grain, and a mixture of two grains looks like a third.
 * Intensities add, and the channels are linear in them, so the light of a mixed pixel lies on the straight line between
 * those of two pixels on opposite sides of it. It gets the light of the one that it holds more of. What lies on no such
 * line (a lamella, a precipitate) stays.
 */
public final class MixedPixels {
    private static final int CHANNELS = PlImage.CHANNELS;
    private static final int REACH = 2;
    private static final int SIDE = 2 * REACH + 1;
    /** Squared contrast of two sides from which on a pixel between them counts as mixed, in squared channels. */
    private static final double CONTRAST = 0.01;

    private static final double CONTRAST_OF_NOISE = 16; // times the variance of a difference
    /** Share of the weaker side from which on a pixel counts as mixed. */
    private static final double LEAST_SHARE = 0.06;
    /**
     * Distance from the line that is allowed, as part of the contrast: on the stacks of the Mg map best of 0.04, 0.07
     * and 0.12.
     */
    private static final double OFF_LINE = 0.07;

    private static final double OFF_LINE_OF_NOISE = 2.5; // times the variance of a pixel

    private final ScanGrid grid;
    private final float[] in;
    private final double variance; // of all channels of a pixel

    private MixedPixels(ScanGrid grid, float[] in, double noise) {
        this.grid = grid;
        this.in = in;
        this.variance = CHANNELS * noise * noise;
    }

    /** An image without mixtures. */
    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    public static PlImage unmixed(PlImage image) {
        float[] in = image.harmonics();
        MixedPixels pixels = new MixedPixels(image.grid(), in, image.meanNoise());
        int n = image.grid().size();
        float[] out = in.clone();
        IntStream.range(0, n).parallel().forEach(i -> {
            int from = pixels.purer(i);
            for (int c = 0; c < CHANNELS; c++) {
                out[c * n + i] = in[c * n + from];
            }
        });
        return new PlImage(image.grid(), out, image.noise(), image.covered());
    }

    /**
     * The pixel nearby whose light a pixel holds most of, by the pair of pixels of most contrast that it lies between;
     * or itself.
     */
    private int purer(int i) {
        int row = i / grid.cols();
        int col = i % grid.cols();
        double most = CONTRAST + CONTRAST_OF_NOISE * variance;
        int purer = i;
        for (int a = 0; a < SIDE * SIDE; a++) {
            int down = a / SIDE - REACH;
            int right = a % SIDE - REACH;
            if (!inside(row + down, col + right)) {
                continue;
            }
            int one = i + down * grid.cols() + right;
            for (int b = 0; b < a; b++) {
                int up = b / SIDE - REACH;
                int left = b % SIDE - REACH;
                if (down * up + right * left >= 0 || !inside(row + up, col + left)) {
                    continue; // not on opposite sides
                }
                int other = i + up * grid.cols() + left;
                double contrast = product(one, other, one, other);
                if (contrast <= most) {
                    continue;
                }
                double along = product(one, other, i, other);
                double share = along / contrast;
                double off = product(i, other, i, other) - share * along;
                if (share >= LEAST_SHARE
                        && share <= 1 - LEAST_SHARE
                        && off < OFF_LINE_OF_NOISE * variance + OFF_LINE * OFF_LINE * contrast) {
                    most = contrast;
                    purer = share > 0.5 ? one : other;
                }
            }
        }
        return purer;
    }

    private boolean inside(int row, int col) {
        return row >= 0 && col >= 0 && row < grid.rows() && col < grid.cols();
    }

    /** Inner product of the differences a - b and c - d over the channels. */
    private double product(int a, int b, int c, int d) {
        double sum = 0;
        for (int o = 0; o < in.length; o += grid.size()) {
            sum += (in[o + a] - in[o + b]) * (in[o + c] - in[o + d]);
        }
        return sum;
    }
}
