package sunstone.connectors.format.map;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.ScanGrid;

/**
 * Points on a hexagonal grid, resampled onto squares. The rule: rows of pixels are the rows of the grid, the pixel's edge is
 * their distance (0.866 of the distance of points in a row), and a pixel takes over the point that is nearest to its centre,
 * unchanged. So no orientation is averaged, every point is at its own y exactly and within half a pixel of its own x, and none
 * is lost; a point is taken over by one or two pixels. A pixel is not measured where no point lies within 0.6 of the
 * distance of points.
 */
public final class HexRaster {
    private static final double REACH = 0.6;

    /** Distance of rows, in distances of points of a row. */
    private static final double ROWS_APART = Math.sqrt(0.75);

    /** Part of a step by which a point may miss its place. */
    private static final double SLACK = 0.25;

    private HexRaster() {}

    /**
     * The map, or null if the points do not lie on the hexagonal grid of the header.
     *
     * @param declared columns of the longer rows, rows, distance in a row, distance of rows
     */
    public static @Nullable EbsdMap map(FilePoints p, Declared declared, List<CrystalPhase> phases, List<String> notes)
            throws MalformedFile {
        if (p.count == 0) {
            throw new MalformedFile("holds no points");
        }
        if (!declared.complete()) {
            throw new MalformedFile("has a hexagonal grid whose header lacks sizes or steps: " + declared);
        }
        boolean other = declared.cols() > 1
                && declared.rows() > 1
                && Math.abs(declared.yStep() / declared.xStep() - ROWS_APART) > 0.02;
        // some programs write one step for both
        Declared d = other ? declared.withSteps(declared.xStep(), ROWS_APART * declared.xStep()) : declared;
        Axis x = Axis.of(p.x, p.count), y = Axis.of(p.y, p.count);
        double width = (d.cols() - 0.5) * d.xStep(); // rows are shifted by half a step in turn
        double x0 = x.least() < -SLACK * d.xStep() || x.most() > width + SLACK * d.xStep() ? x.least() : 0;
        double y0 = y.spans(d.rows(), d.yStep()) ? y.least() : 0;
        int cols = (int) Math.floor(width / d.yStep() + 1e-6) + 1;
        Declared squares = new Declared(cols, d.rows(), d.yStep(), d.yStep());
        squares.check(p.count);
        int shifted = shifted(p, d, x0, y0);
        if (shifted < 0) {
            return null;
        }
        int[] at = new int[d.cols() * d.rows()];
        Arrays.fill(at, -1);
        for (int i = 0; i < p.count; i++) {
            int row = (int) Math.rint((p.y[i] - y0) / d.yStep());
            int col = (int) Math.rint((p.x[i] - x0) / d.xStep() - half(row, shifted));
            int place = row * d.cols() + col;
            if (at[place] >= 0) {
                throw new MalformedFile("has points " + (at[place] + 1) + " and " + (i + 1) + " at the same place, ("
                        + p.x[i] + ", " + p.y[i] + ")");
            }
            at[place] = i;
        }
        int places = d.cols() * d.rows() - (d.rows() + 1) / 2; // every other row may be shorter by one
        if (p.count < places && p.count >= d.cols() && inOrder(p, at)) {
            throw new MalformedFile("holds " + p.count + " points, which fill the first rows of the hexagonal grid of "
                    + d + " of its header and end there: is the file cut off?");
        }
        if (other) {
            notes.add("the header says " + declared + " of a hexagonal grid, the rows of points lie "
                    + Raster.rounded(d.yStep()) + " um apart, which was used");
        }
        if (p.count < places) {
            notes.add(p.count + " of at least " + places
                    + " places of the header's raster hold a point; the rest count as not measured");
        }
        notes.add("a hexagonal grid of " + d + ", resampled: each of the " + cols + " x " + d.rows()
                + " square pixels of " + (float) d.yStep()
                + " um took over the point nearest to it, none was averaged");
        double step = Double.parseDouble(Float.toString((float) d.yStep()));
        return p.arranged(
                new ScanGrid(d.rows(), cols, step),
                nearest(d, cols, shifted, at),
                phases,
                notes,
                Raster.rounded(x0),
                Raster.rounded(y0));
    }

    /** Whether the points are the first of the grid, one behind the other, but for the last place of shorter rows. */
    private static boolean inOrder(FilePoints p, int[] at) {
        int next = 0;
        for (int i = 0; i < at.length && next < p.count; i++) {
            if (at[i] >= 0) {
                if (at[i] != next++) {
                    return false;
                }
            } else if (i + 1 < at.length && at[i + 1] < 0) {
                return false; // two empty places: a gap, no shorter row
            }
        }
        return true;
    }

    private static double half(int row, int shifted) {
        return (row & 1) == shifted ? 0.5 : 0;
    }

    /** Parity of the rows that are shifted by half a step, or -1 if the points fit neither way. */
    private static int shifted(FilePoints p, Declared d, double x0, double y0) {
        for (int parity = 1; parity >= 0; parity--) {
            int i = 0;
            while (i < p.count && fits(p.x[i] - x0, p.y[i] - y0, d, parity)) {
                i++;
            }
            if (i == p.count) {
                return parity;
            }
        }
        return -1;
    }

    private static boolean fits(double x, double y, Declared d, int parity) {
        double row = Math.rint(y / d.yStep());
        double col = Math.rint(x / d.xStep() - half((int) row, parity));
        return row >= 0
                && row < d.rows()
                && col >= 0
                && col < d.cols()
                && Math.abs(y - row * d.yStep()) <= SLACK * d.yStep()
                && Math.abs(x - (col + half((int) row, parity)) * d.xStep()) <= SLACK * d.xStep();
    }

    /** The point nearest to each pixel, -1 where none is near; pixel rows coincide with rows of points. */
    private static int[] nearest(Declared d, int cols, int shifted, int[] at) {
        int[] from = new int[cols * d.rows()];
        for (int row = 0; row < d.rows(); row++) {
            for (int c = 0; c < cols; c++) {
                double x = c * d.yStep() / d.xStep() - half(row, shifted);
                int col = (int) Math.max(0, Math.min(d.cols() - 1, Math.rint(x)));
                from[row * cols + c] = Math.abs(x - col) <= REACH ? at[row * d.cols() + col] : -1;
            }
        }
        return from;
    }
}
