package sunstone.agent.policy;

import java.util.Arrays;
import java.util.function.IntPredicate;
import sunstone.models.map.ScanGrid;

/**
 * One pixel of every square of {@code stride} pixels, chosen by the hash of seed and revision among those that fulfil a
 * condition, and standing for all of them: what is summed over a map need not be summed over every pixel of it.
 *
 * @param grid raster of the map
 * @param stride side of a square, pixels; 1 takes every pixel
 * @param squareCols squares in a row
 * @param ofSquare place of each square's pixel in the list, or -1 if none fulfils the condition, shape [squares]
 * @param pixels the sample
 * @param stands number of pixels that each stands for
 */
public record PixelSample(ScanGrid grid, int stride, int squareCols, int[] ofSquare, int[] pixels, int[] stands) {
    /**
     * Draws a sample.
     *
     * @param most number of squares, about; at least 1
     */
    public static PixelSample of(PolicyInput in, int most, IntPredicate condition) {
        ScanGrid grid = in.snapshot().grid();
        int stride = (int) Math.ceil(Math.sqrt((double) grid.size() / most));
        int squareCols = (grid.cols() + stride - 1) / stride;
        int squares = (grid.rows() + stride - 1) / stride * squareCols;
        int[] chosen = new int[squares];
        Arrays.fill(chosen, -1);
        int[] fulfil = new int[squares];
        long seed = Hash.mix(in.seed(), in.revision());
        for (int i = 0; i < grid.size(); i++) {
            if (condition.test(i)) {
                int s = square(grid, stride, i);
                fulfil[s]++;
                // reservoir of one: the n-th replaces the one before with probability 1/n
                if (Hash.unit(seed, i) * fulfil[s] < 1) {
                    chosen[s] = i;
                }
            }
        }
        int[] pixels = new int[squares];
        int[] stands = new int[squares];
        int n = 0;
        for (int s = 0; s < squares; s++) {
            if (chosen[s] >= 0) {
                pixels[n] = chosen[s];
                stands[n] = fulfil[s];
                chosen[s] = n++;
            }
        }
        return new PixelSample(grid, stride, squareCols, chosen, Arrays.copyOf(pixels, n), Arrays.copyOf(stands, n));
    }

    private static int square(ScanGrid grid, int stride, int pixel) {
        int squareCols = (grid.cols() + stride - 1) / stride;
        return pixel / grid.cols() / stride * squareCols + pixel % grid.cols() / stride;
    }

    public int size() {
        return pixels.length;
    }

    /** Place of the pixel that stands for another one, or -1. */
    public int near(int pixel) {
        return ofSquare[square(grid, stride, pixel)];
    }

    public int row(int place) {
        return pixels[place] / grid.cols();
    }

    public int col(int place) {
        return pixels[place] % grid.cols();
    }
}
