package sunstone.models.prior;

import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.Grains;
import sunstone.models.map.PixelMetric;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.RegisteredPl;

/**
 * For every pixel a few measured points that may lie in the same grain: the hypotheses between which the prior's copy
 * gate chooses.
 *
 * <p>Four rules, each the minimum over the points, with dPL the difference of the pixel's smoothed light to what the point's grain
 * should look like ({@link RegisteredPl}): (0) the geodesic distance through the image, where crossing a PL
 * edge is expensive: seeded region growing; (1), (2) {@code d^2/64^2 + lambda |dPL|^2} with lambda 1 and 10; (3) the
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
        return nearest(grid, pl, grain, points, lambda, null, null);
    }

    /**
     * Polarised light as the candidates look at it once there are points: brought onto the EBSD raster and smoothed. For the
     * classical fill, which then differs from the candidates by its rule alone.
     */
    public static PlImage light(PlImage pl, List<EbsdPoint> points) {
        return new PlImage(pl.grid(), RegisteredPl.of(pl, points).smooth(), pl.noise());
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
        boolean[][] differs = differs(laue, points);
        return new int[][] {
            geodesic,
            nearest(grid, pl, grain, points, LAMBDA[0], null, null),
            nearest(grid, pl, grain, points, LAMBDA[1], null, null),
            nearest(grid, pl, grain, points, LAMBDA[2], geodesic, differs)
        };
    }

    private static boolean[][] differs(LaueGroup laue, List<EbsdPoint> points) {
        double[] q = new double[4 * points.size()];
        for (int i = 0; i < points.size(); i++) {
            System.arraycopy(points.get(i).quaternion(), 0, q, 4 * i, 4);
        }
        boolean[][] differs = new boolean[points.size()][points.size()];
        for (int i = 0; i < points.size(); i++) {
            for (int j = 0; j < i; j++) {
                differs[i][j] = Math.toDegrees(laue.disorientation(q, 4 * i, q, 4 * j)) > Grains.THRESHOLD_DEG;
                differs[j][i] = differs[i][j];
            }
        }
        return differs;
    }

    private static int[] nearest(
            ScanGrid grid,
            float @Nullable [] pl,
            float @Nullable [] grain,
            List<EbsdPoint> points,
            double lambda,
            int @Nullable [] first,
            boolean @Nullable [][] differs) {
        int n = grid.size();
        int cols = grid.cols();
        int m = points.size();
        float s = 1f / PixelMetric.LENGTH_PX;
        float l = (float) Math.sqrt(lambda);
        float[] at = new float[7 * m];
        for (int j = 0; j < m; j++) {
            EbsdPoint p = points.get(j);
            at[7 * j] = p.row() * s;
            at[7 * j + 1] = p.col() * s;
            for (int c = 0; grain != null && c < PlImage.CHANNELS; c++) {
                at[7 * j + 2 + c] = l * grain[PlImage.CHANNELS * j + c];
            }
        }
        PointBuckets near = new PointBuckets(grid, points);
        int[] out = new int[n];
        IntStream.range(0, grid.rows()).parallel().forEach(row -> {
            for (int col = 0; col < cols; col++) {
                int i = row * cols + col;
                float y = row * s, x = col * s;
                float p0 = 0, p1 = 0, p2 = 0, p3 = 0, p4 = 0;
                if (pl != null) {
                    p0 = l * pl[i];
                    p1 = l * pl[n + i];
                    p2 = l * pl[2 * n + i];
                    p3 = l * pl[3 * n + i];
                    p4 = l * pl[4 * n + i];
                }
                boolean[] allowed = first == null || differs == null ? null : differs[first[i]];
                float best = Float.POSITIVE_INFINITY;
                int index = first == null ? 0 : first[i];
                float reach = 0;
                for (int ring = 0; reach * reach <= best && ring < near.rings(); ring++) {
                    for (int cell : near.ring(row, col, ring)) {
                        for (int j : near.points(cell)) {
                            if (allowed != null && !allowed[j]) {
                                continue;
                            }
                            int k = 7 * j;
                            float dy = y - at[k], dx = x - at[k + 1];
                            float d = dy * dy + dx * dx;
                            if (pl != null) {
                                float a = p0 - at[k + 2], b = p1 - at[k + 3], c = p2 - at[k + 4], e = p3 - at[k + 5];
                                float f = p4 - at[k + 6];
                                d += a * a + b * b + c * c + e * e + f * f;
                            }
                            if (d < best || d == best && j < index) {
                                best = d;
                                index = j;
                            }
                        }
                    }
                    reach = near.distance(ring + 1) * s;
                }
                out[i] = index;
            }
        });
        return out;
    }

    /**
     * Dijkstra from all points at once: a step costs |dPL|^2, a little for its length, and some for a pixel that does not look
     * like the grain that claims it, so that a wrong solution does not spread.
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
