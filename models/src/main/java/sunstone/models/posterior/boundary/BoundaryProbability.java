package sunstone.models.posterior.boundary;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.Grains;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.Posterior;

/**
 * Probability of a grain boundary at each pixel: the share of the members of an ensemble in which the right or the
 * lower neighbour is turned by more than a threshold. Pairs with a pixel that is not wanted are no boundary.
 *
 * @param grid raster
 * @param thresholdDeg disorientation from which two neighbours are parted, degrees
 * @param here probability that the boundary passes at the pixel, 0 to 1, shape [rows * cols]
 * @param near probability that one passes at the pixel or one of its eight neighbours, 0 to 1, shape [rows * cols]
 */
public record BoundaryProbability(ScanGrid grid, double thresholdDeg, float[] here, float[] near) {
    /** The threshold by which this project counts grains, degrees. */
    public static final double THRESHOLD_DEG = Grains.THRESHOLD_DEG;

    /** Of a posterior, at the usual threshold. */
    public static BoundaryProbability of(Posterior posterior, boolean @Nullable [] region) {
        return of(posterior.map().grid(), posterior.map().laue(), posterior.members(), region, THRESHOLD_DEG);
    }

    /**
     * Of an ensemble.
     *
     * @param members unit quaternions, shape [rows * cols, 4] each, at least one
     * @param region which pixels are wanted, shape [rows * cols], or null for all
     * @param thresholdDeg disorientation from which two neighbours are parted, degrees, at least 0
     */
    public static BoundaryProbability of(
            ScanGrid grid, LaueGroup laue, List<float[]> members, boolean @Nullable [] region, double thresholdDeg) {
        if (members.isEmpty() || !(thresholdDeg >= 0)) {
            throw new IllegalArgumentException("boundaries need a member and a threshold of at least 0 degrees: "
                    + members.size() + " members, " + thresholdDeg + " degrees");
        }
        int[] here = new int[grid.size()];
        int[] near = new int[grid.size()];
        for (float[] member : members) {
            boolean[] on = boundary(grid, laue, member, region, thresholdDeg);
            boolean[] wide = dilated(grid, on);
            for (int i = 0; i < on.length; i++) {
                here[i] += on[i] ? 1 : 0;
                near[i] += wide[i] ? 1 : 0;
            }
        }
        return new BoundaryProbability(grid, thresholdDeg, shares(here, members.size()), shares(near, members.size()));
    }

    /**
     * Pixels of one map whose right or lower neighbour is turned by more than the threshold; arguments as in {@link
     * #of}.
     */
    public static boolean[] boundary(
            ScanGrid grid, LaueGroup laue, float[] member, boolean @Nullable [] region, double thresholdDeg) {
        boolean[] on = new boolean[grid.size()];
        int cols = grid.cols();
        IntStream.range(0, grid.rows()).parallel().forEach(row -> {
            for (int col = 0; col < cols; col++) {
                int i = grid.index(row, col);
                if (region == null || region[i]) {
                    on[i] = col + 1 < cols && parted(laue, member, i, i + 1, region, thresholdDeg)
                            || row + 1 < grid.rows() && parted(laue, member, i, i + cols, region, thresholdDeg);
                }
            }
        });
        return on;
    }

    private static boolean parted(
            LaueGroup laue, float[] member, int i, int j, boolean @Nullable [] region, double thresholdDeg) {
        return (region == null || region[j]) && laue.disorientationDeg(member, 4 * i, member, 4 * j) > thresholdDeg;
    }

    /** Pixels that are marked or have a marked one among their eight neighbours. */
    public static boolean[] dilated(ScanGrid grid, boolean[] marked) {
        boolean[] wide = marked.clone();
        for (int i = 0; i < marked.length; i++) {
            if (marked[i]) {
                grid.neighbours(i, j -> wide[j] = true);
            }
        }
        return wide;
    }

    private static float[] shares(int[] count, int of) {
        float[] share = new float[count.length];
        for (int i = 0; i < count.length; i++) {
            share[i] = (float) count[i] / of;
        }
        return share;
    }
}
