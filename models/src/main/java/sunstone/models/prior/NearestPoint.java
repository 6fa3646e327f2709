package sunstone.models.prior;

import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.PixelMetric;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;

/**
 * The point nearest to a pixel under {@code d^2/64^2 + lambda |dPL|^2}, found by way of {@link PointBuckets}: the
 * search ends where distance alone is too large. Of equals the first. Thread-safe.
 */
final class NearestPoint {
    private static final float SCALE = 1f / PixelMetric.LENGTH_PX;
    private static final int[] NONE = {};

    private final ScanGrid grid;
    private final float @Nullable [] pl;
    private final float weight;
    private final float[] at;
    private final PointBuckets near;

    /**
     * A search.
     *
     * @param pl light of the pixels, channel-major, shape [5, n], or null for position alone
     * @param grain light of the points, shape [points, 5], or null
     */
    NearestPoint(
            ScanGrid grid, float @Nullable [] pl, float @Nullable [] grain, List<EbsdPoint> points, double lambda) {
        this.grid = grid;
        this.pl = pl;
        this.weight = (float) Math.sqrt(lambda);
        this.at = new float[7 * points.size()];
        for (int j = 0; j < points.size(); j++) {
            EbsdPoint p = points.get(j);
            at[7 * j] = p.row() * SCALE;
            at[7 * j + 1] = p.col() * SCALE;
            for (int c = 0; grain != null && c < PlImage.CHANNELS; c++) {
                at[7 * j + 2 + c] = weight * grain[PlImage.CHANNELS * j + c];
            }
        }
        this.near = new PointBuckets(grid, points);
    }

    /**
     * Index of the nearest point.
     *
     * @param otherwise what to return if no point is allowed
     * @param allowed asked only of points that are nearer than those before
     */
    int of(int pixel, int otherwise, IntPredicate allowed) {
        int n = grid.size();
        int row = pixel / grid.cols();
        int col = pixel % grid.cols();
        float y = row * SCALE, x = col * SCALE;
        float p0 = 0, p1 = 0, p2 = 0, p3 = 0, p4 = 0;
        if (pl != null) {
            p0 = weight * pl[pixel];
            p1 = weight * pl[n + pixel];
            p2 = weight * pl[2 * n + pixel];
            p3 = weight * pl[3 * n + pixel];
            p4 = weight * pl[4 * n + pixel];
        }
        float best = Float.POSITIVE_INFINITY;
        int index = otherwise;
        float reach = 0;
        int r = near.row(row);
        int c = near.col(col);
        // rings of cells about the pixel's own, without a list of them: this runs several times for every pixel of a
        // map
        for (int ring = 0; reach * reach <= best && ring < near.rings(); ring++) {
            for (int i = Math.max(0, r - ring); i <= Math.min(near.rows() - 1, r + ring); i++) {
                int step = Math.abs(i - r) == ring ? 1 : 2 * ring;
                for (int j = c - ring; j <= c + ring; j += step) {
                    for (int p : j >= 0 && j < near.cols() ? near.points(i, j) : NONE) {
                        int k = 7 * p;
                        float dy = y - at[k], dx = x - at[k + 1];
                        float d = dy * dy + dx * dx;
                        if (pl != null) {
                            float a0 = p0 - at[k + 2], a1 = p1 - at[k + 3], a2 = p2 - at[k + 4], a3 = p3 - at[k + 5];
                            float a4 = p4 - at[k + 6];
                            d += a0 * a0 + a1 * a1 + a2 * a2 + a3 * a3 + a4 * a4;
                        }
                        if ((d < best || d == best && p < index) && allowed.test(p)) {
                            best = d;
                            index = p;
                        }
                    }
                }
            }
            reach = near.distance(ring + 1) * SCALE;
        }
        return index;
    }
}
