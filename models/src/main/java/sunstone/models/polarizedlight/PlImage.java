package sunstone.models.polarizedlight;

import org.jspecify.annotations.Nullable;
import sunstone.models.map.ScanGrid;

/**
 * The polarised-light stack of a section, reduced to the five harmonic coefficients of the stage angle that carry
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
}
