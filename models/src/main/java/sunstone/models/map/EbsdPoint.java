package sunstone.models.map;

import static java.util.Objects.requireNonNull;

/**
 * One indexed EBSD measurement.
 *
 * @param row row on the scan's grid, at least 0
 * @param col column on the scan's grid, at least 0
 * @param phase phase number of the scan's list, at least 1 (a point that was not indexed is not an EbsdPoint)
 * @param w scalar part of the unit quaternion, sample to crystal (passive)
 * @param x first vector part
 * @param y second vector part
 * @param z third vector part
 * @param confidence detector's confidence, 0 to 1
 */
public record EbsdPoint(int row, int col, int phase, double w, double x, double y, double z, double confidence) {
    public EbsdPoint {
        if (row < 0 || col < 0) {
            throw new IllegalArgumentException("row, col must be at least 0: " + row + ", " + col);
        }
        if (phase < 1) {
            throw new IllegalArgumentException("phase must be at least 1: " + phase);
        }
        double norm = w * w + x * x + y * y + z * z;
        if (!(Math.abs(norm - 1) <= 1e-6)) { // this form also rejects NaN
            throw new IllegalArgumentException("quaternion must have norm 1: squared norm " + norm);
        }
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence must be in [0, 1]: " + confidence);
        }
    }

    /** The orientation as a new array (w, x, y, z). */
    public double[] quaternion() {
        return new double[] {w, x, y, z};
    }

    /** A point from an array that holds its quaternion at {@code offset}. */
    public static EbsdPoint of(int row, int col, int phase, double[] q, int offset, double confidence) {
        requireNonNull(q, "q");
        return new EbsdPoint(row, col, phase, q[offset], q[offset + 1], q[offset + 2], q[offset + 3], confidence);
    }
}
