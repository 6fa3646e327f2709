package sunstone.models.posterior.carry;

import sunstone.models.crystallography.Quaternions;

/**
 * Position of a section's raster on that of another: a place at (y, x) (rows, columns) from its centre lies at {@code
 * (y cos a + x sin a + rows, x cos a - y sin a + cols)} from the centre of the other, a turning from x to y.
 *
 * @param rows shift down, pixels
 * @param cols shift to the right, pixels
 * @param turnDeg angle a, degrees
 */
public record Pose(double rows, double cols, double turnDeg) {
    /** As the other lies. */
    public static final Pose SAME = new Pose(0, 0, 0);

    /** This raster on a third one, on which the other lies so. */
    public Pose on(Pose other) {
        double[] centre = {rows, cols};
        other.place(rows, cols, centre);
        return new Pose(centre[0], centre[1], turnDeg + other.turnDeg);
    }

    /** Writes the place from the other's centre of a place from this one's. */
    public void place(double row, double col, double[] out) {
        double a = Math.toRadians(turnDeg);
        out[0] = row * Math.cos(a) + col * Math.sin(a) + rows;
        out[1] = col * Math.cos(a) - row * Math.sin(a) + cols;
    }

    /** The opposite of {@link #place}. */
    public void back(double row, double col, double[] out) {
        double a = Math.toRadians(turnDeg);
        double y = row - rows;
        double x = col - cols;
        out[0] = y * Math.cos(a) - x * Math.sin(a);
        out[1] = x * Math.cos(a) + y * Math.sin(a);
    }

    /** Orientation in the other's frame of a crystal at {@code q[i]} of this one's; in place. */
    public void straighten(double[] q, int i) {
        double[] turn = new double[4];
        Quaternions.fromAxisAngle(0, 0, 1, -Math.toRadians(turnDeg), turn, 0);
        Quaternions.multiply(q, i, turn, 0, q, i);
    }
}
