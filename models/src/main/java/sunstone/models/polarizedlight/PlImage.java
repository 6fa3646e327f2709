package sunstone.models.polarizedlight;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.ScanGrid;

/**
 * The polarized-light stack of a section, reduced to the five harmonic coefficients of the stage angle that carry
 * everything that the frames hold (models/doc/physics.md section 6: the intensity contains only 1, cos 2w, sin 2w, cos
 * 4w, sin 4w).
 *
 * <p>Coefficients are scaled channel by channel to [-1, 1] over all crystal orientations by {@link PlScaling}.
 *
 * @param grid raster
 * @param harmonics scaled coefficients, channel-major, shape [5, rows * cols]
 * @param noise estimated standard deviation of the noise of each scaled channel, shape [5]
 * @param covered which pixels the camera saw, shape [rows * cols], or null for all; what the others hold is a guess
 */
public record PlImage(ScanGrid grid, float[] harmonics, float[] noise, boolean @Nullable [] covered) {
    /** Number of channels. */
    public static final int CHANNELS = 5;

    /** An image of which the camera saw every pixel. */
    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    public PlImage(ScanGrid grid, float[] harmonics, float[] noise) {
        this(grid, harmonics, noise, null);
    }

    public PlImage {
        if (harmonics.length != CHANNELS * grid.size() || noise.length != CHANNELS) {
            throw new IllegalArgumentException("a PL image of " + grid.rows() + " x " + grid.cols() + " needs "
                    + CHANNELS * grid.size() + " coefficients and 5 noise levels, not " + harmonics.length + " and "
                    + noise.length);
        }
    }

    /**
     * An image of which the camera saw every pixel, with its noise estimated from the coefficients.
     *
     * @param grid raster
     * @param harmonics scaled coefficients, channel-major, shape [5, rows * cols]; taken over, not copied
     */
    public static PlImage of(ScanGrid grid, float[] harmonics) {
        return new PlImage(grid, harmonics, noise(harmonics, grid));
    }

    /** Whether the camera saw a pixel. */
    public boolean covers(int pixel) {
        return covered == null || covered[pixel];
    }

    /** Root mean square of the noise of the channels. */
    public double meanNoise() {
        double square = 0;
        for (float s : noise) {
            square += (double) s * s / CHANNELS;
        }
        return Math.sqrt(square);
    }

    /**
     * Standard deviation of the noise of each channel, from the lower quartile of the differences of neighbouring
     * pixels: more than half of them lie inside a grain, where the difference is noise alone.
     */
    private static float[] noise(float[] channels, ScanGrid grid) {
        int n = grid.size();
        float[] noise = new float[CHANNELS];
        float[] d = new float[2 * n];
        for (int c = 0; c < CHANNELS; c++) {
            int k = 0;
            for (int p = 0; p < n; p++) {
                if (p % grid.cols() != 0) {
                    d[k++] = Math.abs(channels[c * n + p] - channels[c * n + p - 1]);
                }
                if (p >= grid.cols()) {
                    d[k++] = Math.abs(channels[c * n + p] - channels[c * n + p - grid.cols()]);
                }
            }
            if (k > 0) {
                Arrays.sort(d, 0, k);
                noise[c] = (float) (d[k / 4] / (0.318639 * Math.sqrt(2))); // |N(0, 1)| has its quartile at 0.318639
            }
        }
        return noise;
    }
}
