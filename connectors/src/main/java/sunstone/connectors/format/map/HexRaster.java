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

    /** Part of a step by which a point may miss its place. */
    private static final double SLACK = 0.25;

    private HexRaster() {}

    /**
     * The map, or null if the points do not lie on the hexagonal grid of the header.
     *
     * @param d columns of the longer rows, rows, distance in a row, distance of rows
     */
    public static @Nullable EbsdMap map(FilePoints p, Declared d, List<CrystalPhase> phases, List<String> notes)
            throws MalformedFile {
        if (p.count == 0) {
            throw new MalformedFile("holds no points");
        }
        if (!d.complete()) {
            throw new MalformedFile("has a hexagonal grid whose header lacks sizes or steps: " + d);
        }
        if (d.cols() > 1 && d.rows() > 1 && Math.abs(d.yStep() / d.xStep() - Math.sqrt(0.75)) > 0.02) {
            return null;
        }
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
        notes.add("a hexagonal grid of " + d + ", resampled: each of the " + cols + " x " + d.rows()
                + " square pixels of " + (float) d.yStep()
                + " um took over the point nearest to it, none was averaged");
        double step = Double.parseDouble(Float.toString((float) d.yStep()));
        return p.arranged(new ScanGrid(d.rows(), cols, step), nearest(d, cols, shifted, at), phases, notes, x0, y0);
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
