package sunstone.models.polarizedlight.stack;

import java.util.BitSet;
import java.util.Optional;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.Optics;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;

/**
 * Collects the frames of a polarized-light stack as row bands in any order for the {@link PlFit fit} of the harmonics.
 * Memory: 5 doubles a pixel, however many frames.
 *
 * <p>Not thread-safe: one thread owns it.
 */
public final class PlStack {
    private static final int CHANNELS = PlImage.CHANNELS;
    /** Frames in a fit at least: one more than coefficients, so that a bad set of angles is noticed. */
    public static final int MIN_FRAMES = 6;

    /** Frames of a stack at most: a tenth of a degree of the stage. */
    public static final int MOST_FRAMES = 3600;

    private final ScanGrid grid;
    private final int frames;
    private final PlScaling scaling;
    private final BitSet seen;
    private final int[] rowsOfFrame;
    private final double[] gram; // [rows, 5, 5]
    private final double[] moment; // [5, n]
    private int complete;

    /**
     * An empty stack.
     *
     * @param grid raster of the frames
     * @param frames number of frames that the instrument announced, at least 1
     * @param scaling scale of the coefficients
     */
    public PlStack(ScanGrid grid, int frames, PlScaling scaling) {
        if (frames < 1 || frames > MOST_FRAMES) {
            throw new IllegalArgumentException("a PL stack has 1 to " + MOST_FRAMES + " frames, not " + frames);
        }
        this.grid = grid;
        this.frames = frames;
        this.scaling = scaling;
        this.seen = new BitSet();
        this.rowsOfFrame = new int[frames];
        this.gram = new double[grid.rows() * CHANNELS * CHANNELS];
        this.moment = new double[CHANNELS * grid.size()];
    }

    /**
     * Adds a row band of one frame. Rows that are there already keep their first value.
     *
     * @param frame index of the frame, 0 to frames - 1
     * @param stageDeg stage angle, degrees
     * @param rowOffset first row of the band
     * @param rowCount number of rows
     * @param pixels intensities, the brightest possible crystal is 1, shape [rowCount * cols]
     * @return false if every row was there already (a duplicate)
     * @throws IllegalArgumentException if the band does not fit the stack
     */
    public boolean add(int frame, double stageDeg, int rowOffset, int rowCount, float[] pixels) {
        int cols = grid.cols();
        if (frame < 0 || frame >= frames || rowOffset < 0 || rowCount < 1 || rowCount > grid.rows() - rowOffset) {
            throw new IllegalArgumentException("PL frame " + frame + ", rows " + rowOffset + " + " + rowCount
                    + " does not fit " + frames + " frames of " + grid.rows() + " rows");
        }
        if (pixels.length != rowCount * cols) {
            throw new IllegalArgumentException(
                    "PL band of " + rowCount + " rows needs " + rowCount * cols + " pixels, not " + pixels.length);
        }
        double w = Math.toRadians(stageDeg);
        double[] basis = {1, Math.cos(2 * w), Math.sin(2 * w), Math.cos(4 * w), Math.sin(4 * w)};
        boolean fresh = false;
        for (int r = 0; r < rowCount; r++) {
            int row = rowOffset + r;
            if (seen.get(frame * grid.rows() + row)) {
                continue;
            }
            fresh = true;
            seen.set(frame * grid.rows() + row);
            for (int i = 0; i < CHANNELS; i++) {
                for (int j = 0; j < CHANNELS; j++) {
                    gram[(row * CHANNELS + i) * CHANNELS + j] += basis[i] * basis[j];
                }
                int to = i * grid.size() + row * cols;
                for (int c = 0; c < cols; c++) {
                    moment[to + c] += basis[i] * pixels[r * cols + c];
                }
            }
            if (++rowsOfFrame[frame] == grid.rows()) {
                complete++;
            }
        }
        return fresh;
    }

    /** Number of frames whose every row is there. */
    public int completeFrames() {
        return complete;
    }

    /** The fit of the rows that are there now; bands that come later do not change it. */
    public PlFit fit() {
        return fit(Optics.CANONICAL);
    }

    /** As {@link #fit()}, of an instrument whose optics are known as far as they go. */
    public PlFit fit(Optics known) {
        boolean whole = complete == frames; // nothing is added any more
        return PlFit.of(
                new PlFit.Moments(
                        grid, scaling, complete, whole ? gram : gram.clone(), whole ? moment : moment.clone()),
                known);
    }

    /** {@link #fit} made at once. */
    public Optional<PlImage> image() {
        return Optional.ofNullable(fit().image());
    }
}
