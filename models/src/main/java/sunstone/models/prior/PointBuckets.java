package sunstone.models.prior;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;

/** Points in square cells of a grid, about one a cell, so that those near a pixel are found without looking at all. */
final class PointBuckets {
    private final int cell;
    private final int rows;
    private final int cols;
    private final int[][] points;

    PointBuckets(ScanGrid grid, List<EbsdPoint> all) {
        cell = Math.max(1, (int) Math.round(Math.sqrt((double) grid.size() / Math.max(1, all.size()))));
        rows = (grid.rows() + cell - 1) / cell;
        cols = (grid.cols() + cell - 1) / cell;
        List<List<Integer>> lists = new ArrayList<>();
        for (int i = 0; i < rows * cols; i++) {
            lists.add(new ArrayList<>());
        }
        for (int j = 0; j < all.size(); j++) {
            EbsdPoint p = all.get(j);
            lists.get(p.row() / cell * cols + p.col() / cell).add(j);
        }
        points = lists.stream()
                .map(l -> l.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    /** Number of rings that reach every cell from any other. */
    int rings() {
        return Math.max(rows, cols);
    }

    /** No point in a ring is nearer than this, pixels. */
    int distance(int ring) {
        return Math.max(0, (ring - 1) * cell + 1);
    }

    /** The cells that are {@code ring} cells away from a pixel's own along one axis, and at most that along the other. */
    int[] ring(int row, int col, int ring) {
        int r = row / cell;
        int c = col / cell;
        int[] found = new int[Math.max(1, 8 * ring)];
        int k = 0;
        for (int i = Math.max(0, r - ring); i <= Math.min(rows - 1, r + ring); i++) {
            boolean whole = Math.abs(i - r) == ring;
            for (int j = c - ring; j <= c + ring; j += whole || ring == 0 ? 1 : 2 * ring) {
                if (j >= 0 && j < cols) {
                    found[k++] = i * cols + j;
                }
            }
        }
        return Arrays.copyOf(found, k);
    }

    /** Indices of the points of a cell, ascending. */
    int[] points(int cell) {
        return points[cell];
    }
}
