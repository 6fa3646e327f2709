package sunstone.connectors.format.map;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.ScanGrid;

/**
 * The square raster that a file's points lie on. Every point is placed by its x and y, in whatever order and direction
 * the file lists them: row 0 is the smallest y, column 0 the smallest x. The raster is that of the header; points that
 * leave places free make a sparse map. Where header and points contradict each other, points that fill a raster of
 * their own decide.
 *
 * @param size columns, rows and steps
 * @param x0 x of column 0, micrometres
 * @param y0 y of row 0, micrometres
 * @param place row-major place of each point
 */
public record Raster(Declared size, double x0, double y0, int[] place) {
    /** Part of a step by which a point may miss its place. */
    private static final double SLACK = 0.3;

    /** The same where nothing but the points tells of the raster. */
    private static final double TIGHT = 0.02;

    /** Coordinates are written with five significant digits at the least. */
    private static final double DIGITS = 1e-4;

    /** Part by which two steps may differ and be one. */
    private static final double SAME_STEP = 0.01;

    /**
     * The raster of points.
     *
     * @param d what the header declares
     */
    public static Raster of(FilePoints p, Declared d, List<String> notes) throws MalformedFile {
        if (p.count == 0) {
            throw new MalformedFile("holds no points");
        }
        Axis x = Axis.of(p.x, p.count), y = Axis.of(p.y, p.count);
        Raster own = own(p, d, x, y);
        if (d.cols() == 0 || d.rows() == 0) {
            if (own == null) {
                throw new MalformedFile("has no sizes in its header and points that fill no raster: " + x.distinct()
                        + " x and " + y.distinct() + " y for " + p.count + " points");
            }
            return own.square(d, notes);
        }
        d.check(p.count);
        if (own != null && own.size.cols() == d.cols() && own.size.rows() == d.rows()) {
            return own.square(d, notes);
        }
        Declared header = d.complete() ? d : d.withSteps(or(d.xStep(), x, y), or(d.yStep(), y, x));
        if (own != null && own.coarserOverSameArea(header)) {
            notes.add(
                    "the header says " + header + ", the data are " + own.size + " over the same area, which was used");
            return own.square(d, notes);
        }
        Raster sparse = sparse(p, header, x, y);
        if (p.count >= header.cols() && sparse.firstPlaces()) {
            throw new MalformedFile("holds " + p.count + " points, which fill the first places of the " + header
                    + " of its header and end there: is the file cut off?");
        }
        notes.add(p.count + " of the " + (long) header.cols() * header.rows()
                + " places of the header's raster hold a point; the rest count as not measured");
        return sparse.square(header, notes);
    }

    private static double or(double step, Axis axis, Axis other) {
        return step > 0 ? step : axis.step() > 0 ? axis.step() : other.step();
    }

    /** The raster that points fill without a gap, or null if they do not. */
    private static @Nullable Raster own(FilePoints p, Declared d, Axis x, Axis y) throws MalformedFile {
        int cols = x.places(d.cols(), d.xStep()), rows = y.places(d.rows(), d.yStep());
        if ((long) cols * rows != p.count) {
            return null;
        }
        double sx = cols > 1 ? x.range() / (cols - 1) : 0, sy = rows > 1 ? y.range() / (rows - 1) : 0;
        double one = d.xStep() > 0 ? d.xStep() : 1;
        Declared size = new Declared(cols, rows, sx > 0 ? sx : sy > 0 ? sy : one, sy > 0 ? sy : sx > 0 ? sx : one);
        int[] place = new int[p.count];
        // where no header confirms the sizes, chance must not: columns 0, 2 and 5 of a sparse scan are no raster
        double slack = cols == d.cols() && rows == d.rows() ? SLACK : TIGHT;
        return misplaced(p, size, x.least(), y.least(), slack, place) < 0
                ? new Raster(size, x.least(), y.least(), place)
                : null;
    }

    /** The header's raster, from the corner of the points where they span it, else from zero. */
    private static Raster sparse(FilePoints p, Declared d, Axis x, Axis y) throws MalformedFile {
        double x0 = x.spans(d.cols(), d.xStep()) ? x.least() : 0, y0 = y.spans(d.rows(), d.yStep()) ? y.least() : 0;
        int[] place = new int[p.count];
        int bad = misplaced(p, d, x0, y0, SLACK, place);
        if (bad >= 0) {
            throw new MalformedFile("has point " + (bad + 1) + " at (" + p.x[bad] + ", " + p.y[bad]
                    + "), off the raster of its header, " + d + " from (" + (float) x0 + ", " + (float) y0 + ")");
        }
        return new Raster(d, x0, y0, place);
    }

    /** Places the points; gives the first that lies off the raster, or -1. */
    private static int misplaced(FilePoints p, Declared d, double x0, double y0, double slack, int[] place)
            throws MalformedFile {
        int[] taken = new int[d.cols() * d.rows()];
        for (int i = 0; i < p.count; i++) {
            double c = Math.rint((p.x[i] - x0) / d.xStep()), r = Math.rint((p.y[i] - y0) / d.yStep());
            if (!(c >= 0 && c < d.cols() && r >= 0 && r < d.rows())
                    || Math.abs(p.x[i] - x0 - c * d.xStep()) > slack * d.xStep() + DIGITS * Math.abs(p.x[i])
                    || Math.abs(p.y[i] - y0 - r * d.yStep()) > slack * d.yStep() + DIGITS * Math.abs(p.y[i])) {
                return i;
            }
            place[i] = (int) r * d.cols() + (int) c;
            if (taken[place[i]] != 0) {
                throw new MalformedFile("has points " + taken[place[i]] + " and " + (i + 1) + " at the same place, ("
                        + p.x[i] + ", " + p.y[i] + ")");
            }
            taken[place[i]] = i + 1;
        }
        return -1;
    }

    private boolean firstPlaces() {
        for (int i = 0; i < place.length; i++) {
            if (place[i] != i) {
                return false;
            }
        }
        return true;
    }

    /** Whether the header divides the same area, from zero on, into finer steps. */
    private boolean coarserOverSameArea(Declared d) {
        return !same(size.xStep(), d.xStep())
                && Math.abs(x0) < d.xStep() / 2
                && Math.abs(y0) < d.yStep() / 2
                && Math.abs(d.cols() * d.xStep() - size.cols() * size.xStep()) < size.xStep()
                && Math.abs(d.rows() * d.yStep() - size.rows() * size.yStep()) < size.yStep();
    }

    /** This raster, if its steps are one; the header's digits where they agree with the points. */
    private Raster square(Declared d, List<String> notes) throws MalformedFile {
        if (!same(size.xStep(), size.yStep())) {
            throw new MalformedFile("has steps of " + rounded(size.xStep()) + " and " + rounded(size.yStep())
                    + " um along x and y, needed is one step: export it on square pixels");
        }
        boolean agrees = same(size.xStep(), d.xStep()) && (d.yStep() == 0 || same(size.yStep(), d.yStep()));
        if (!agrees && d.xStep() > 0 && d.cols() == size.cols()) {
            notes.add("the header says steps of " + d.xStep() + " and " + d.yStep() + " um, the points lie "
                    + rounded(size.xStep()) + " um apart, which was used");
        }
        double step = agrees ? d.xStep() : rounded(size.xStep());
        return new Raster(size.withSteps(step, step), x0, y0, place);
    }

    /** The six digits that a file can vouch for. */
    public static double rounded(double v) {
        return new BigDecimal(v).round(new MathContext(6)).doubleValue();
    }

    public static boolean same(double a, double b) {
        return Math.abs(a - b) <= SAME_STEP * Math.max(a, b);
    }

    /** The map, its points put in row-major order. */
    public EbsdMap map(FilePoints p, List<CrystalPhase> phases, List<String> notes) {
        ScanGrid grid = new ScanGrid(size.rows(), size.cols(), size.xStep());
        int n = grid.size();
        double x = Double.parseDouble(Float.toString((float) x0)), y = Double.parseDouble(Float.toString((float) y0));
        if (p.phase.length == n
                && p.count == n
                && firstPlaces()) { // in order and filled: no second copy of a large map
            return new EbsdMap(grid, phases, p.phase, p.quaternions, p.quality, notes, x, y);
        }
        int[] from = new int[n];
        Arrays.fill(from, -1);
        for (int i = 0; i < p.count; i++) {
            from[place[i]] = i;
        }
        return p.arranged(grid, from, phases, notes, x, y);
    }
}
