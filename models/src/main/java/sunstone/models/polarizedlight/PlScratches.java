package sunstone.models.polarizedlight;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the light of straight scratches off a polarized-light image. A polishing scratch scatters light on top of what
 * the crystal shows, along a line from border to border; its light matches no grain, so that it would draw points and
 * break grains.
 *
 * <p>Pixels brighter than what lies on both sides of them vote for lines (Hough transform, Duda and Hart, Commun. ACM
 * 15 (1972) 11). A line is a scratch if a share of {@value #MOST} of it is brighter, by the noise, than what lies
 * beside it on the side that is more alike (the other may be another grain): few grains are that straight, thin and
 * long; a twin lamella ends at its grain's boundary, and one that runs from border to border is taken for a scratch.
 * What is taken off, channel by channel and by distance from the line, is the median along the line of the same
 * difference.
 *
 * <p>A line is (angle of its normal, radians; distance from the centre of the image, pixels). Scratches that end within
 * the image or bend stay.
 */
public final class PlScratches {
    private static final int CHANNELS = PlImage.CHANNELS;
    private static final int MOST_LINES = 100;
    private static final double MOST = 0.85;
    /** Distance of what counts as beside the line, pixels; beyond the light of a scratch. */
    private static final double BESIDE = 3.5;

    private static final double REACH = 3;
    private static final double STEP_RAD = Math.toRadians(0.5);
    private static final double STEP_PX = 0.5;
    private static final int FINER = 8;
    /** A brighter pixel is one by this many standard deviations of the noise, and never by less than this light. */
    private static final double SIGNIFICANT = 2;

    private static final float LEAST = 0.05f;

    private final int rows;
    private final int cols;
    private final int n;
    private final float[] light;
    private final float threshold;
    private final int lines;
    private final double diagonal;

    private PlScratches(PlImage pl) {
        this.rows = pl.grid().rows();
        this.cols = pl.grid().cols();
        this.n = rows * cols;
        this.light = pl.harmonics().clone();
        this.threshold = (float) Math.max(LEAST, SIGNIFICANT * pl.noise()[0]);
        this.lines = (int) Math.round(Math.PI / STEP_RAD);
        this.diagonal = Math.hypot(rows, cols);
    }

    /** The image without its scratches; the image itself if it has none. */
    public static PlImage remove(PlImage pl) {
        PlScratches s = new PlScratches(pl);
        int found = 0;
        while (found < MOST_LINES && s.removeOne()) {
            found++;
        }
        return found == 0 ? pl : PlImage.of(pl.grid(), s.light);
    }

    private boolean removeOne() {
        double[] line = strongest();
        if (line == null) {
            return false;
        }
        line = refined(line);
        if (brighter(line) < MOST) {
            return false;
        }
        takeOff(line);
        return true;
    }

    /** The brightest line, against what lies beside it, within a step of the given one. */
    private double[] refined(double[] line) {
        double[] best = line;
        double most = excess(line);
        for (int i = -FINER; i <= FINER; i++) {
            for (int j = -FINER; j <= FINER; j++) {
                double[] near = {line[0] + i * STEP_RAD / FINER, line[1] + j * STEP_PX / FINER};
                double e = excess(near);
                if (e > most) {
                    most = e;
                    best = near;
                }
            }
        }
        return best;
    }

    private double excess(double[] line) {
        double[] ends = ends(line[0], line[1]);
        double sum = 0;
        for (double t = ends[0]; t <= ends[1]; t++) {
            sum += Math.min(1, Math.max(-1, over(line, t))); // bounded: a line, not a few bright grains
        }
        return sum;
    }

    /** The line with most votes for its length. */
    private double @Nullable [] strongest() {
        int offsets = (int) Math.ceil(diagonal / STEP_PX) + 2;
        float[][] votes = new float[lines][offsets];
        double[] cos = new double[lines];
        double[] sin = new double[lines];
        for (int k = 0; k < lines; k++) {
            cos[k] = Math.cos(k * STEP_RAD);
            sin[k] = Math.sin(k * STEP_RAD);
        }
        for (int row = 0; row < rows; row++) {
            for (int col = 0; col < cols; col++) {
                if (!ridge(row, col)) {
                    continue;
                }
                double x = col - (cols - 1) / 2.0;
                double y = row - (rows - 1) / 2.0;
                for (int k = 0; k < lines; k++) {
                    double at = (cos[k] * x + sin[k] * y) / STEP_PX + offsets / 2.0;
                    int below = (int) Math.floor(at);
                    if (below >= 0 && below + 1 < offsets) {
                        votes[k][below] += (float) (below + 1 - at);
                        votes[k][below + 1] += (float) (at - below);
                    }
                }
            }
        }
        double best = 0;
        double[] line = null;
        double shortest = Math.min(rows, cols) / 3.0;
        for (int k = 0; k < lines; k++) {
            for (int j = 0; j < offsets; j++) {
                if (votes[k][j] <= best * shortest) {
                    continue; // however short the line is
                }
                double offset = (j - offsets / 2.0) * STEP_PX;
                double share = votes[k][j] / Math.max(chord(k * STEP_RAD, offset), shortest);
                if (share > best) {
                    best = share;
                    line = new double[] {k * STEP_RAD, offset};
                }
            }
        }
        return line;
    }

    /** Whether a pixel is brighter than both sides of it in some direction: along the row, the column, a diagonal. */
    private boolean ridge(int row, int col) {
        int[][] ways = {{0, 3}, {3, 0}, {2, 2}, {2, -2}};
        float here = light[row * cols + col] - threshold;
        for (int[] way : ways) {
            if (here > at(0, row + way[0], col + way[1]) && here > at(0, row - way[0], col - way[1])) {
                return true;
            }
        }
        return false;
    }

    private double distance(double row, double col, double angle) {
        return Math.cos(angle) * (col - (cols - 1) / 2.0) + Math.sin(angle) * (row - (rows - 1) / 2.0);
    }

    /** Length of a line within the image, pixels. */
    private double chord(double angle, double offset) {
        double[] ends = ends(angle, offset);
        return Math.max(0, ends[1] - ends[0]);
    }

    /** Where a line enters and leaves the image, pixels along it from the foot of its normal. */
    private double[] ends(double angle, double offset) {
        double from = Double.NEGATIVE_INFINITY;
        double to = Double.POSITIVE_INFINITY;
        double[][] axes = {
            {offset * Math.cos(angle), -Math.sin(angle), (cols - 1) / 2.0},
            {offset * Math.sin(angle), Math.cos(angle), (rows - 1) / 2.0}
        };
        for (double[] axis : axes) {
            double a = (-axis[2] - axis[0]) / axis[1];
            double b = (axis[2] - axis[0]) / axis[1];
            if (Math.abs(axis[1]) > 1e-9) {
                from = Math.max(from, Math.min(a, b));
                to = Math.min(to, Math.max(a, b));
            } else if (Math.abs(axis[0]) > axis[2]) {
                return new double[2];
            }
        }
        return new double[] {from, to};
    }

    /** Share of a line's length that is brighter than what lies beside it. */
    private double brighter(double[] line) {
        double[] ends = ends(line[0], line[1]);
        int count = 0;
        int bright = 0;
        for (double t = ends[0]; t <= ends[1]; t++) {
            count++;
            bright += over(line, t) > threshold / 2 ? 1 : 0;
        }
        return count < Math.min(rows, cols) / 3 ? 0 : (double) bright / count;
    }

    /**
     * How much brighter a place on a line is than that side of it which is more alike: the other may be another grain.
     */
    private float over(double[] line, double along) {
        float here = on(0, line, along, 0);
        float left = here - on(0, line, along, -BESIDE);
        float right = here - on(0, line, along, BESIDE);
        return Math.abs(left) < Math.abs(right) ? left : right;
    }

    private void takeOff(double[] line) {
        int bins = (int) (2 * REACH / STEP_PX) + 1;
        List<List<float[]>> excess = new ArrayList<>();
        for (int b = 0; b < bins; b++) {
            excess.add(new ArrayList<>());
        }
        for (int i = 0; i < n; i++) {
            double across = distance(i / cols, i % cols, line[0]) - line[1];
            if (Math.abs(across) <= REACH) {
                excess.get((int) Math.round((across + REACH) / STEP_PX)).add(over(line, i));
            }
        }
        float[][] profile = new float[bins][];
        for (int b = 0; b < bins; b++) {
            profile[b] = medians(excess.get(b));
        }
        for (int i = 0; i < n; i++) {
            double at = (distance(i / cols, i % cols, line[0]) - line[1] + REACH) / STEP_PX;
            int below = (int) Math.floor(at);
            for (int c = 0; c < CHANNELS && below >= 0 && below + 1 < bins; c++) {
                light[c * n + i] -=
                        (float) (profile[below][c] * (below + 1 - at) + profile[below + 1][c] * (at - below));
            }
        }
    }

    /** What a pixel's channels are over those of the side that is more alike. */
    private float[] over(double[] line, int pixel) {
        double x = pixel % cols - (cols - 1) / 2.0;
        double y = pixel / cols - (rows - 1) / 2.0;
        double along = Math.cos(line[0]) * y - Math.sin(line[0]) * x;
        float[][] sides = new float[2][CHANNELS];
        double[] square = new double[2];
        for (int c = 0; c < CHANNELS; c++) {
            for (int k = 0; k < 2; k++) {
                sides[k][c] = light[c * n + pixel] - on(c, line, along, k == 0 ? -BESIDE : BESIDE);
                square[k] += sides[k][c] * sides[k][c];
            }
        }
        return square[0] < square[1] ? sides[0] : sides[1];
    }

    private static float[] medians(List<float[]> of) {
        float[] out = new float[CHANNELS];
        for (int c = 0; c < CHANNELS && !of.isEmpty(); c++) {
            float[] values = new float[of.size()];
            for (int k = 0; k < values.length; k++) {
                values[k] = of.get(k)[c];
            }
            Arrays.sort(values);
            out[c] = values[values.length / 2];
        }
        return out;
    }

    /** Light along a line and across it, pixels, bilinear. */
    private float on(int c, double[] line, double along, double across) {
        double x = (line[1] + across) * Math.cos(line[0]) - along * Math.sin(line[0]) + (cols - 1) / 2.0;
        double y = (line[1] + across) * Math.sin(line[0]) + along * Math.cos(line[0]) + (rows - 1) / 2.0;
        int col = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        float fx = (float) (x - col);
        float fy = (float) (y - row);
        return (1 - fy) * ((1 - fx) * at(c, row, col) + fx * at(c, row, col + 1))
                + fy * ((1 - fx) * at(c, row + 1, col) + fx * at(c, row + 1, col + 1));
    }

    private float at(int c, int row, int col) {
        return light[c * n + Math.max(0, Math.min(rows - 1, row)) * cols + Math.max(0, Math.min(cols - 1, col))];
    }
}
