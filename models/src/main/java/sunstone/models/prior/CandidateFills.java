package sunstone.models.prior;

import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.Grains;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.registration.RegisteredPl;

/**
 * For every pixel a few measured points that may lie in the same grain: the hypotheses between which the prior's copy
 * gate chooses.
 *
 * <p>Four rules, each the minimum over the points, with dPL the difference of the pixel's smoothed light to what the
 * point's grain should look like ({@link RegisteredPl}): (0) the geodesic distance through the image, where crossing a
 * PL edge is expensive: seeded region growing; (1), (2) {@code d^2/64^2 + lambda |dPL|^2} with lambda 1 and 10; (3) the
 * same with lambda 3 over the points whose orientation differs from candidate 0 by more than 5 degrees: the
 * alternative.
 */
public final class CandidateFills {
    /** Number of candidates a pixel has. */
    public static final int COUNT = 4;

    /** Weights of PL of candidates 1, 2 and 3: one grows by distance, one by PL, one between; chosen by hand. */
    private static final double[] LAMBDA = {1, 10, 3};

    /** Of one pixel and of the squared PL difference to the grain, in squared PL: chosen by hand. */
    private static final float STEP_COST = 0.003f;

    private static final float UNLIKE_COST = 0.1f;

    private CandidateFills() {}

    /**
     * Index of the point nearest to each pixel under {@code d^2/64^2 + lambda |dPL|^2}.
     *
     * @param pl channel-major features, shape [5, n], or null for position alone
     * @return shape [n]
     */
    public static int[] nearest(ScanGrid grid, float @Nullable [] pl, List<EbsdPoint> points, double lambda) {
        float[] grain = null;
        if (pl != null) {
            grain = new float[PlImage.CHANNELS * points.size()];
            for (int j = 0; j < points.size(); j++) {
                int at = grid.index(points.get(j).row(), points.get(j).col());
                for (int c = 0; c < PlImage.CHANNELS; c++) {
                    grain[PlImage.CHANNELS * j + c] = pl[c * grid.size() + at];
                }
            }
        }
        return nearest(grid, pl, grain, points, lambda);
    }

    /**
     * Polarized light as the candidates look at it once there are points: brought onto the EBSD raster and smoothed.
     * For the classical fill, which then differs from the candidates by its rule alone.
     */
    public static PlImage light(PlImage pl, List<EbsdPoint> points) {
        return new PlImage(pl.grid(), RegisteredPl.of(pl, points).smooth(), pl.noise());
    }

    /**
     * For some pixels the measured point that looks most like them, position counting little, among those of other
     * groups.
     *
     * @param group of every pixel; points of a pixel's own are passed over
     * @return index of the point, or -1 where there is none
     */
    public static int[] lookalikes(
            ScanGrid grid, RegisteredPl view, List<EbsdPoint> points, int[] pixels, IntUnaryOperator group) {
        NearestPoint search = new NearestPoint(grid, view.smooth(), view.grain(), points, LAMBDA[1]);
        int[] of = points.stream()
                .mapToInt(p -> group.applyAsInt(grid.index(p.row(), p.col())))
                .toArray();
        return Arrays.stream(pixels)
                .parallel()
                .map(pixel -> search.of(pixel, -1, j -> of[j] != group.applyAsInt(pixel)))
                .toArray();
    }

    /**
     * Four candidates a pixel.
     *
     * @return indices into points, shape [4][n]
     */
    static int[][] of(ScanGrid grid, LaueGroup laue, @Nullable RegisteredPl view, List<EbsdPoint> points) {
        float[] pl = view == null ? null : view.smooth();
        float[] grain = view == null ? null : view.grain();
        int[] geodesic = view == null ? nearest(grid, null, points, 0) : geodesic(grid, view, points);
        return new int[][] {
            geodesic,
            nearest(grid, pl, grain, points, LAMBDA[0]),
            nearest(grid, pl, grain, points, LAMBDA[1]),
            alternative(laue, new NearestPoint(grid, pl, grain, points, LAMBDA[2]), points, geodesic)
        };
    }

    private static int[] nearest(
            ScanGrid grid, float @Nullable [] pl, float @Nullable [] grain, List<EbsdPoint> points, double lambda) {
        NearestPoint search = new NearestPoint(grid, pl, grain, points, lambda);
        int[] out = new int[grid.size()];
        IntStream.range(0, grid.rows()).parallel().forEach(row -> {
            for (int i = row * grid.cols(); i < (row + 1) * grid.cols(); i++) {
                out[i] = search.of(i, 0, j -> true);
            }
        });
        return out;
    }

    /**
     * The nearest point that differs from a pixel's first candidate. Pixels are taken by their first candidate, so that
     * orientations are compared once a pair, and only pairs that meet.
     */
    private static int[] alternative(LaueGroup laue, NearestPoint search, List<EbsdPoint> points, int[] first) {
        int m = points.size();
        double[] q = new double[4 * m];
        int[] end = new int[m];
        for (int j = 0; j < m; j++) {
            System.arraycopy(points.get(j).quaternion(), 0, q, 4 * j, 4);
        }
        for (int f : first) {
            end[f]++;
        }
        Arrays.parallelPrefix(end, Integer::sum);
        int[] pixels = new int[first.length];
        int[] next = end.clone();
        for (int i = first.length - 1; i >= 0; i--) {
            pixels[--next[first[i]]] = i;
        }
        int[] out = new int[first.length];
        IntStream.range(0, m).parallel().forEach(f -> {
            byte[] known = new byte[next[f] < end[f] ? m : 0]; // 1 the same, 2 another
            for (int k = next[f]; k < end[f]; k++) {
                out[pixels[k]] = search.of(pixels[k], f, j -> {
                    if (known[j] == 0) {
                        boolean differs =
                                Math.toDegrees(laue.disorientation(q, 4 * Math.max(f, j), q, 4 * Math.min(f, j)))
                                        > Grains.THRESHOLD_DEG;
                        known[j] = (byte) (differs ? 2 : 1);
                    }
                    return known[j] == 2;
                });
            }
        });
        return out;
    }

    /**
     * Dijkstra from all points at once: a step costs |dPL|^2, a little for its length, and some for a pixel that does
     * not look like the grain that claims it, so that a wrong solution does not spread.
     */
    private static int[] geodesic(ScanGrid grid, RegisteredPl view, List<EbsdPoint> points) {
        float[] pl = view.smooth();
        float[] grain = view.grain();
        int n = grid.size();
        int rows = grid.rows();
        int cols = grid.cols();
        float[] cost = new float[n];
        Arrays.fill(cost, Float.POSITIVE_INFINITY);
        int[] label = new int[n];
        // key: cost bits (non-negative floats sort as their bits) above, pixel below; ties go to the lower pixel
        PriorityQueue<Long> queue = new PriorityQueue<>(n);
        for (int j = 0; j < points.size(); j++) {
            int p = grid.index(points.get(j).row(), points.get(j).col());
            cost[p] = 0;
            label[p] = j; // the last of repeated measurements
            queue.add((long) p);
        }
        while (!queue.isEmpty()) {
            long key = queue.poll();
            int p = (int) key;
            if (Float.intBitsToFloat((int) (key >>> 32)) > cost[p]) {
                continue;
            }
            int r = grid.row(p), c = grid.col(p);
            for (int dr = -1; dr <= 1; dr++) {
                for (int dc = -1; dc <= 1; dc++) {
                    int rr = r + dr, cc = c + dc;
                    if ((dr == 0 && dc == 0) || rr < 0 || rr >= rows || cc < 0 || cc >= cols) {
                        continue;
                    }
                    int q = rr * cols + cc;
                    float edge = 0;
                    float unlike = 0;
                    for (int k = 0; k < PlImage.CHANNELS; k++) {
                        float e = pl[k * n + p] - pl[k * n + q];
                        edge += e * e;
                        float g = pl[k * n + q] - grain[PlImage.CHANNELS * label[p] + k];
                        unlike += g * g;
                    }
                    float length = dr != 0 && dc != 0 ? 1.4142135f : 1;
                    float next = cost[p] + edge + length * (STEP_COST + UNLIKE_COST * unlike);
                    if (next < cost[q]) {
                        cost[q] = next;
                        label[q] = label[p];
                        queue.add(((long) Float.floatToIntBits(next) << 32) | q);
                    }
                }
            }
        }
        return label;
    }
}
