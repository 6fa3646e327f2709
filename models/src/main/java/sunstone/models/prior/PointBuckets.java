package sunstone.models.prior;

import java.util.ArrayList;
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

    /** Row of cells that a row of pixels lies in. */
    int row(int pixelRow) {
        return pixelRow / cell;
    }

    /** Column of cells that a column of pixels lies in. */
    int col(int pixelCol) {
        return pixelCol / cell;
    }

    /** Number of rows of cells. */
    int rows() {
        return rows;
    }

    /** Number of columns of cells. */
    int cols() {
        return cols;
    }

    /** Indices of the points of a cell, ascending. */
    int[] points(int row, int col) {
        return points[row * cols + col];
    }
}
