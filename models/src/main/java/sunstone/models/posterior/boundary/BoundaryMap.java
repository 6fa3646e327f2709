package sunstone.models.posterior.boundary;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.Posterior;

/**
 * Boundaries of a posterior as lines one pixel wide: pixels of the published map whose right or lower neighbour is
 * turned by more than the threshold. The map, not a vote of the members, draws the lines, since it rests on the points
 * as well; how sure the members are of each stands beside it.
 *
 * @param probability of a boundary, by the members
 * @param lines pixels of the lines, shape [rows * cols]
 * @param kind of each pixel of a line, by the neighbour that is turned more, null elsewhere, shape [rows * cols]
 */
public record BoundaryMap(
        BoundaryProbability probability,
        boolean[] lines,
        @Nullable BoundaryKind[] kind) {
    /** Probability from which a vote of the members marks a pixel. */
    private static final double MAJORITY = 0.5;

    /**
     * Boundaries of a posterior, at the usual threshold.
     *
     * @param region which pixels are wanted, shape [rows * cols], or null for all
     */
    public static BoundaryMap of(Posterior posterior, boolean @Nullable [] region) {
        BoundaryProbability p = BoundaryProbability.of(posterior, region);
        LaueGroup laue = posterior.map().laue();
        float[] map = new float[posterior.map().quaternions().length];
        for (int i = 0; i < map.length; i++) {
            map[i] = (float) posterior.map().quaternions()[i];
        }
        boolean[] lines = BoundaryProbability.boundary(p.grid(), laue, map, region, p.thresholdDeg());
        @Nullable BoundaryKind[] kind = new @Nullable BoundaryKind[lines.length];
        IntStream.range(0, lines.length)
                .parallel()
                .filter(i -> lines[i])
                .forEach(i -> kind[i] = kind(p.grid(), laue, map, region, i));
        return new BoundaryMap(p, lines, kind);
    }

    /** Pixels where at least half of the members have a boundary, shape [rows * cols]. */
    public boolean[] byMajority() {
        boolean[] marked = new boolean[lines.length];
        for (int i = 0; i < marked.length; i++) {
            marked[i] = probability.here()[i] >= MAJORITY;
        }
        return marked;
    }

    /** Pixels of lines of a kind. */
    public int count(BoundaryKind wanted) {
        int n = 0;
        for (BoundaryKind k : kind) {
            n += k == wanted ? 1 : 0;
        }
        return n;
    }

    private static BoundaryKind kind(
            ScanGrid grid, LaueGroup laue, float[] map, boolean @Nullable [] region, int pixel) {
        int right = grid.col(pixel) + 1 < grid.cols() ? pixel + 1 : pixel;
        int below = grid.row(pixel) + 1 < grid.rows() ? pixel + grid.cols() : pixel;
        boolean toRight = (region == null || region[right])
                && (region != null && !region[below] || turn(laue, map, pixel, right) >= turn(laue, map, pixel, below));
        return BoundaryKind.of(laue, map, 4 * pixel, map, 4 * (toRight ? right : below));
    }

    private static double turn(LaueGroup laue, float[] map, int a, int b) {
        return laue.disorientationDeg(map, 4 * a, map, 4 * b);
    }
}
