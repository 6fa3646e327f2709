package sunstone.connectors.format;

import java.util.List;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;

/**
 * The regular square raster that a file's points lie on, found from the points alone: either coordinate may run faster,
 * and what the header says is checked against it.
 *
 * @param lines number of lines of the slow coordinate
 * @param length number of points of a line
 * @param xFast whether a line runs along x
 * @param step distance of neighbours, micrometres
 */
record Raster(int lines, int length, boolean xFast, double step) {
    /** Part of a step by which a point may miss its place. */
    private static final double SLACK = 0.3;

    /** Coordinates are written with five significant digits at the least. */
    private static final double DIGITS = 1e-4;

    /** Part by which two steps may differ and be one. */
    private static final double SAME_STEP = 0.01;

    /**
     * The raster of points.
     *
     * @param headerStep step that the header says, for a map of one point
     */
    static Raster of(FilePoints p, double headerStep) throws MalformedFile {
        int n = p.count;
        if (n == 0) {
            throw new MalformedFile("holds no points");
        }
        if (n == 1) {
            return new Raster(1, 1, true, headerStep);
        }
        boolean xFast = Math.abs(p.x[1] - p.x[0]) > Math.abs(p.y[1] - p.y[0]);
        float[] fast = xFast ? p.x : p.y;
        float[] slow = xFast ? p.y : p.x;
        double first = fast[1] - fast[0];
        if (!(first > 0)) {
            throw new MalformedFile("has its first two points at the same place or in falling order: (" + p.x[0] + ", "
                    + p.y[0] + ") and (" + p.x[1] + ", " + p.y[1] + ")");
        }
        int length = 1;
        while (length < n && Math.abs(slow[length] - slow[0]) < first / 4) {
            length++;
        }
        if (n % length != 0) {
            throw new MalformedFile("holds " + n + " points, which do not fill lines of " + length);
        }
        int lines = n / length;
        double step = (fast[length - 1] - fast[0]) / (length - 1);
        double across = lines == 1 ? step : (slow[n - 1] - slow[0]) / (lines - 1);
        if (!(Math.abs(across - step) <= SAME_STEP * step)) {
            throw new MalformedFile("has steps of " + (float) step + " and " + (float) across
                    + " um along the two axes, needed is one step");
        }
        for (int i = 0; i < n; i++) {
            double f = fast[0] + i % length * step, s = slow[0] + (double) (i / length) * step;
            if (!(Math.abs(fast[i] - f) <= SLACK * step + DIGITS * Math.abs(f)
                    && Math.abs(slow[i] - s) <= SLACK * step + DIGITS * Math.abs(s))) {
                throw new MalformedFile("has point " + (i + 1) + " at (" + p.x[i] + ", " + p.y[i]
                        + "), off the square raster of step " + (float) step + " um at (" + (float) (xFast ? f : s)
                        + ", " + (float) (xFast ? s : f) + ")");
            }
        }
        // the shortest decimal of single precision: 0.4, not 0.4000000059604645
        return new Raster(lines, length, xFast, Double.parseDouble(Float.toString((float) step)));
    }

    int rows() {
        return xFast ? lines : length;
    }

    int cols() {
        return xFast ? length : lines;
    }

    /** Whether a step that a header says is that of the points, to the digits of their coordinates. */
    boolean agrees(double headerStep) {
        return Math.abs(headerStep - step) <= SAME_STEP * step;
    }

    /** The map, its points put in row-major order. */
    EbsdMap map(FilePoints p, double stepUm, List<Phase> phases, List<String> notes) {
        ScanGrid grid = new ScanGrid(rows(), cols(), stepUm);
        int n = grid.size();
        if (xFast && p.phase.length == n) { // in order and filled: no second copy of a large map
            return new EbsdMap(grid, phases, p.phase, p.quaternions, p.quality, notes);
        }
        byte[] phase = new byte[n];
        float[] quality = new float[n];
        double[] q = new double[4 * n];
        for (int i = 0; i < n; i++) {
            int pixel = xFast ? i : i % length * lines + i / length;
            phase[pixel] = p.phase[i];
            quality[pixel] = p.quality[i];
            System.arraycopy(p.quaternions, 4 * i, q, 4 * pixel, 4);
        }
        return new EbsdMap(grid, phases, phase, q, quality, notes);
    }
}
