package sunstone.simulators.microstructure;

import java.util.random.RandomGenerator;
import sunstone.models.crystallography.Quaternions;

/**
 * Position of a section under the microscope. The raster's pixel at (y, x) (rows, columns) from its centre sees the
 * place {@code (y cos a + x sin a + shiftRow, x cos a - y sin a + shiftCol)} from the centre of the specimen, and its
 * sample frame is turned with it.
 *
 * @param shiftRowPx row of the specimen at the raster's centre, from the specimen's centre, pixels
 * @param shiftColPx its column
 * @param rotationDeg angle a, degrees
 */
public record Mount(double shiftRowPx, double shiftColPx, double rotationDeg) {
    /** As it was grown. */
    public static final Mount STRAIGHT = new Mount(0, 0, 0);

    /** Largest shift along either axis, pixels, and rotation, degrees, of {@link #draw}. */
    public static final double SHIFT_PX = 3, ROTATION_DEG = 1.5;

    /** Draws what putting a polished specimen turn leaves: up to 3 px along either axis and 1.5 degrees, either way. */
    public static Mount draw(RandomGenerator r) {
        return new Mount(
                SHIFT_PX * (2 * r.nextDouble() - 1),
                SHIFT_PX * (2 * r.nextDouble() - 1),
                ROTATION_DEG * (2 * r.nextDouble() - 1));
    }

    /**
     * Writes the place (row, column) of the specimen that a pixel sees.
     *
     * @param row from the raster's centre
     * @param col from the raster's centre
     * @param out receives two numbers, from the specimen's centre
     */
    void place(double row, double col, double[] out) {
        double a = Math.toRadians(rotationDeg), c = Math.cos(a), s = Math.sin(a);
        out[0] = row * c + col * s + shiftRowPx;
        out[1] = col * c - row * s + shiftColPx;
    }

    /** Orientation in the raster's frame of a crystal at {@code q[i]} of the specimen's; in place. */
    void turn(double[] q, int i) {
        double[] turn = new double[4];
        // a vector of the raster's frame, turned by a from x to y, is the same in the specimen's
        Quaternions.fromAxisAngle(0, 0, 1, Math.toRadians(rotationDeg), turn, 0);
        Quaternions.multiply(q, i, turn, 0, q, i);
    }
}
