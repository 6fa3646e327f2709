package sunstone.agent.evaluation.metrics;

import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;

/**
 * Agreement of the grain boundaries of a map with those of the truth.
 *
 * <p>A pixel is on a boundary if its right or lower neighbour belongs to another grain. Pairs with a pixel that is not
 * valid in the truth are no boundary in either map. A boundary pixel is matched if the other map has one among its
 * eight neighbours or at the pixel itself (a tolerance of one pixel).
 */
public final class BoundaryMatch {
    private BoundaryMatch() {}

    /**
     * Harmonic mean of precision (matched share of the map's boundary) and recall (matched share of the truth's).
     *
     * @return 0 to 1; 1 if neither map has a boundary, 0 if only one has
     */
    static double f1(OrientationMap truth, Grains truthGrains, OrientationMap map) {
        boolean[] expected = boundary(truthGrains);
        Grains found = Grains.of(new OrientationMap(map.grid(), map.laue(), map.quaternions(), truth.valid()));
        return f1(truth.grid(), expected, boundary(found));
    }

    /** The same of pixels that are marked; arguments of shape [rows * cols]. */
    public static double f1(ScanGrid grid, boolean[] expected, boolean[] actual) {
        double precision = matched(grid, actual, expected);
        double recall = matched(grid, expected, actual);
        if (Double.isNaN(precision) && Double.isNaN(recall)) {
            return 1;
        }
        return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
    }

    /** Pixels whose right or lower neighbour lies in another grain, shape [rows * cols]. */
    public static boolean[] boundary(Grains grains) {
        ScanGrid grid = grains.grid();
        int[] label = grains.labels();
        boolean[] on = new boolean[grid.size()];
        for (int row = 0; row < grid.rows(); row++) {
            for (int col = 0; col < grid.cols(); col++) {
                int i = grid.index(row, col);
                on[i] = col + 1 < grid.cols() && parted(label[i], label[i + 1])
                        || row + 1 < grid.rows() && parted(label[i], label[i + grid.cols()]);
            }
        }
        return on;
    }

    /**
     * Distance of every pixel to the nearest marked one, pixels, shape [rows * cols]; the raster's diagonal if none is
     * marked.
     */
    public static double[] distances(ScanGrid grid, boolean[] marked) {
        return DistanceTransform.of(grid, marked);
    }

    private static boolean parted(int a, int b) {
        return a >= 0 && b >= 0 && a != b;
    }

    /** Share of {@code these} that have one of {@code those} within a pixel; NaN if there are none. */
    private static double matched(ScanGrid grid, boolean[] these, boolean[] those) {
        int total = 0;
        int near = 0;
        for (int i = 0; i < these.length; i++) {
            if (these[i]) {
                total++;
                near += anyNear(grid, those, i / grid.cols(), i % grid.cols()) ? 1 : 0;
            }
        }
        return (double) near / total;
    }

    private static boolean anyNear(ScanGrid grid, boolean[] those, int row, int col) {
        for (int r = Math.max(row - 1, 0); r <= Math.min(row + 1, grid.rows() - 1); r++) {
            for (int c = Math.max(col - 1, 0); c <= Math.min(col + 1, grid.cols() - 1); c++) {
                if (those[grid.index(r, c)]) {
                    return true;
                }
            }
        }
        return false;
    }
}
