package sunstone.models.map;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * Collects the frames of a polarised-light stack as row bands in any order and fits the five harmonics of the stage
 * angle by least squares, pixel by pixel. Memory: 5 doubles a pixel, however many frames.
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
     * @param grid raster of the scan
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

    /**
     * The fit, once {@link #MIN_FRAMES} frames are complete (then every row has that many) and their angles tell all
     * five coefficients apart.
     */
    public Optional<PlImage> image() {
        if (complete < MIN_FRAMES) {
            return Optional.empty();
        }
        int n = grid.size();
        int cols = grid.cols();
        float[] out = new float[CHANNELS * n];
        double[] inverse = new double[CHANNELS * CHANNELS];
        for (int row = 0; row < grid.rows(); row++) {
            if (!invert(gram, row * CHANNELS * CHANNELS, inverse)) {
                return Optional.empty();
            }
            for (int p = row * cols; p < (row + 1) * cols; p++) {
                for (int i = 0; i < CHANNELS; i++) {
                    double sum = 0;
                    for (int j = 0; j < CHANNELS; j++) {
                        sum += inverse[i * CHANNELS + j] * moment[j * n + p];
                    }
                    out[i * n + p] = scaling.scale(i, sum);
                }
            }
        }
        return Optional.of(new PlImage(grid, out, noise(out, grid)));
    }

    /**
     * Standard deviation of the noise of each channel, from the lower quartile of the differences of neighbouring
     * pixels: more than half of them lie inside a grain, where the difference is noise alone.
     */
    public static float[] noise(float[] channels, ScanGrid grid) {
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

    /** Gauss-Jordan with pivoting; false if the matrix is singular to rounding. */
    private static boolean invert(double[] m, int offset, double[] out) {
        double[] a = Arrays.copyOfRange(m, offset, offset + CHANNELS * CHANNELS);
        Arrays.fill(out, 0);
        for (int i = 0; i < CHANNELS; i++) {
            out[i * CHANNELS + i] = 1;
        }
        for (int c = 0; c < CHANNELS; c++) {
            int pivot = c;
            for (int r = c + 1; r < CHANNELS; r++) {
                if (Math.abs(a[r * CHANNELS + c]) > Math.abs(a[pivot * CHANNELS + c])) {
                    pivot = r;
                }
            }
            double v = a[pivot * CHANNELS + c];
            if (Math.abs(v) < 1e-6) {
                return false;
            }
            for (int j = 0; j < CHANNELS; j++) {
                swap(a, pivot * CHANNELS + j, c * CHANNELS + j);
                swap(out, pivot * CHANNELS + j, c * CHANNELS + j);
                a[c * CHANNELS + j] /= v;
                out[c * CHANNELS + j] /= v;
            }
            for (int r = 0; r < CHANNELS; r++) {
                double f = a[r * CHANNELS + c];
                for (int j = 0; r != c && j < CHANNELS; j++) {
                    a[r * CHANNELS + j] -= f * a[c * CHANNELS + j];
                    out[r * CHANNELS + j] -= f * out[c * CHANNELS + j];
                }
            }
        }
        return true;
    }

    private static void swap(double[] v, int i, int j) {
        double t = v[i];
        v[i] = v[j];
        v[j] = t;
    }
}
