package sunstone.models.map;

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

    /** Whether the pixel lies on the raster. */
    public boolean contains(int row, int col) {
        return row >= 0 && row < rows && col >= 0 && col < cols;
    }
}
