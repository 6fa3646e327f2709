package sunstone.models.posterior.boundary;

import java.util.ArrayList;
import java.util.List;
import sunstone.models.map.ScanGrid;

/**
 * Thinning of a binary image to lines one pixel wide that are connected as it was (T. Y. Zhang, C. Y. Suen, A fast
 * parallel algorithm for thinning digital patterns, Comm. ACM 27 (1984) 236). Beyond its borders the image goes on as
 * it ends there, so that lines that leave it reach its border.
 */
public final class LineThinning {
    /** Pixels by which the image is continued: lines lose fewer at their ends. */
    private static final int MARGIN = 8;

    private final ScanGrid grid;
    private final boolean[] on;

    private LineThinning(ScanGrid grid, boolean[] on) {
        this.grid = grid;
        this.on = on;
    }

    /**
     * The lines.
     *
     * @param marked shape [rows * cols]; not changed
     */
    public static boolean[] of(ScanGrid grid, boolean[] marked) {
        ScanGrid wide = new ScanGrid(grid.rows() + 2 * MARGIN, grid.cols() + 2 * MARGIN, grid.stepUm());
        boolean[] padded = new boolean[wide.size()];
        for (int i = 0; i < padded.length; i++) {
            int row = Math.max(0, Math.min(grid.rows() - 1, wide.row(i) - MARGIN));
            int col = Math.max(0, Math.min(grid.cols() - 1, wide.col(i) - MARGIN));
            padded[i] = marked[grid.index(row, col)];
        }
        LineThinning t = new LineThinning(wide, padded);
        boolean changed = true;
        while (changed) {
            changed = t.pass(true);
            changed |= t.pass(false);
        }
        boolean[] lines = new boolean[grid.size()];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = t.on[wide.index(grid.row(i) + MARGIN, grid.col(i) + MARGIN)];
        }
        return lines;
    }

    /** One of the two sub-iterations: south-east borders first, north-west borders second. */
    private boolean pass(boolean first) {
        List<Integer> gone = new ArrayList<>();
        boolean[] p = new boolean[8];
        for (int i = 0; i < on.length; i++) {
            if (on[i] && removable(i, p, first)) {
                gone.add(i);
            }
        }
        gone.forEach(i -> on[i] = false);
        return !gone.isEmpty();
    }

    private boolean removable(int i, boolean[] p, boolean first) {
        int row = grid.row(i), col = grid.col(i);
        p[0] = at(row - 1, col);
        p[1] = at(row - 1, col + 1);
        p[2] = at(row, col + 1);
        p[3] = at(row + 1, col + 1);
        p[4] = at(row + 1, col);
        p[5] = at(row + 1, col - 1);
        p[6] = at(row, col - 1);
        p[7] = at(row - 1, col - 1);
        int neighbours = 0, rises = 0;
        for (int k = 0; k < 8; k++) {
            neighbours += p[k] ? 1 : 0;
            rises += !p[k] && p[(k + 1) % 8] ? 1 : 0;
        }
        boolean border = first
                ? !(p[0] && p[2] && p[4] || p[2] && p[4] && p[6])
                : !(p[0] && p[2] && p[6] || p[0] && p[4] && p[6]);
        return neighbours >= 2 && neighbours <= 6 && rises == 1 && border;
    }

    private boolean at(int row, int col) {
        return grid.contains(row, col) && on[grid.index(row, col)];
    }
}
