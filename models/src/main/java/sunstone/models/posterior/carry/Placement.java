package sunstone.models.posterior.carry;

import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.registration.Registration;

/**
 * Places of the pixels of a section on the raster of the section below it, both seen through the light of the new one:
 * the instrument's registration takes a pixel to its place in the light, and the place of the old raster that lies
 * there is sought.
 */
final class Placement {
    private static final int ITERATIONS = 12;

    private final Registration instrument;
    private final Registration below;
    private final double[] shift;
    private final double turnRad;
    private final Pose pose;

    /**
     * A placement.
     *
     * @param instrument from the new raster to the new light
     * @param below from the old raster to the new light
     * @param shift of the new light on the old raster beyond that, (dx, dy) pixels
     * @param grid the new raster
     */
    Placement(Registration instrument, Registration below, double[] shift, ScanGrid grid) {
        this.instrument = instrument;
        this.below = below;
        this.shift = shift.clone();
        double row = (grid.rows() - 1) / 2.0;
        double col = (grid.cols() - 1) / 2.0;
        double arm = Math.max(1, grid.cols() / 4.0);
        double[] left = new double[2];
        double[] right = new double[2];
        locate(row, col - arm, left);
        locate(row, col + arm, right);
        this.turnRad = Math.atan2(right[0] - left[0], right[1] - left[1]);
        double[] middle = new double[2];
        locate(row, col, middle);
        this.pose = new Pose(middle[0] - row, middle[1] - col, turnDeg());
    }

    /** Where the new raster's centre lies, and its turn. */
    Pose pose() {
        return pose;
    }

    /** Turn of the new raster against the old one, from x to y, degrees. */
    double turnDeg() {
        return Math.toDegrees(turnRad);
    }

    /** Writes the place (row, column) of the old raster that a place of the new one lies above. */
    void locate(double row, double col, double[] out) {
        double[] wanted = new double[2];
        double[] there = new double[2];
        instrument.locate(row, col, wanted);
        double r = row;
        double c = col;
        for (int k = 0;
                k < ITERATIONS;
                k++) { // both registrations are nearly the same, so this shrinks by a factor of ten or more
            below.locate(r + shift[1], c + shift[0], there);
            r += (wanted[0] - there[0]) / below.rowRatio();
            c += (wanted[1] - there[1]) / below.colRatio();
        }
        out[0] = r;
        out[1] = c;
    }

    /** An orientation of the old frame in the new one; {@code out} may be {@code q}. */
    void turn(double[] q, int i, double[] out, int io) {
        double[] turn = new double[4];
        Quaternions.fromAxisAngle(0, 0, 1, turnRad, turn, 0);
        Quaternions.multiply(q, i, turn, 0, out, io);
    }
}
