package sunstone.models.map;

import java.util.function.IntConsumer;

/**
 * The raster of one section.
 *
 * @param rows number of rows, at least 1
 * @param cols number of columns, at least 1
 * @param stepUm distance of neighbouring pixels, micrometres, above 0
 */
public record ScanGrid(int rows, int cols, double stepUm) {
    public ScanGrid {
        if (rows < 1 || cols < 1) {
            throw new IllegalArgumentException("rows, cols must be at least 1: " + rows + ", " + cols);
        }
        if (!(stepUm > 0) || Double.isInfinite(stepUm)) {
            throw new IllegalArgumentException("step must be above 0 um and finite: " + stepUm + " um");
        }
        if ((long) rows * cols > 1 << 26) {
            throw new IllegalArgumentException(
                    "grid of " + rows + " x " + cols + " pixels is above the limit of " + (1 << 26) + " pixels");
        }
    }

    /** Number of pixels. */
    public int size() {
        return rows * cols;
    }

    /** Row-major index of a pixel. */
    public int index(int row, int col) {
        return row * cols + col;
    }

    /** Row of a pixel. */
    public int row(int index) {
        return index / cols;
    }

    /** Column of a pixel. */
    public int col(int index) {
        return index % cols;
    }

    /** Distance of two pixels, in pixels. */
    public double distance(int a, int b) {
        return Math.hypot(row(a) - row(b), col(a) - col(b));
    }

    /**
     * Calls for each pixel of the block of 3 x 3 around a pixel that lies on the raster, itself left out, row by row.
     */
    public void neighbours(int index, IntConsumer each) {
        int row = row(index), col = col(index);
        for (int r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
            for (int c = Math.max(0, col - 1); c <= Math.min(cols - 1, col + 1); c++) {
                if (r != row || c != col) {
                    each.accept(index(r, c));
                }
            }
        }
    }

    /** True if the pixel lies on the raster. */
    public boolean contains(int row, int col) {
        return row >= 0 && row < rows && col >= 0 && col < cols;
    }
}
