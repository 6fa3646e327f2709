package sunstone.connectors.format;

/**
 * The raster that a header declares.
 *
 * @param cols points of a line along x, 0 where the header does not say
 * @param rows lines, 0 where the header does not say
 * @param xStep distance of points along x, micrometres, 0 where the header does not say
 * @param yStep distance of lines, micrometres, 0 where the header does not say
 */
record Declared(int cols, int rows, double xStep, double yStep) {
    /** Fewer points than places is a sparse scan; this many places a point are an error of the header. */
    private static final long MOST_PLACES_A_POINT = 20_000;

    /** Whether nothing is missing. */
    boolean complete() {
        return cols > 0 && rows > 0 && xStep > 0 && yStep > 0;
    }

    /** Refuses a raster that the number of points makes absurd, before anything of its size is allocated. */
    void check(int points) throws MalformedFile {
        long places = (long) cols * rows;
        if (places > FilePoints.MAX || places > points * MOST_PLACES_A_POINT) {
            throw new MalformedFile("has " + points + " points for the " + cols + " x " + rows
                    + " places of its header, allowed are " + FilePoints.MAX + " places and " + MOST_PLACES_A_POINT
                    + " a point");
        }
    }

    /** The same with other steps. */
    Declared withSteps(double x, double y) {
        return new Declared(cols, rows, x, y);
    }

    @Override
    public String toString() {
        String x = "" + Raster.rounded(xStep), y = "" + Raster.rounded(yStep);
        return cols + " x " + rows + " points " + (x.equals(y) ? x : x + " and " + y) + " um apart";
    }
}
