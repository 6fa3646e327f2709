package sunstone.models.crystallography;

/** Unit quaternions (w, x, y, z) in flat arrays: {@code q[i] .. q[i + 3]}. Hamilton product, ijk = -1. */
public final class Quaternions {
    /** Largest deviation of the norm from 1 that is taken for rounding. */
    public static final double NORM_TOLERANCE = 1e-6;

    private Quaternions() {}

    /** Product {@code a b}; {@code out} may be one of the operands. */
    public static void multiply(double[] a, int ia, double[] b, int ib, double[] out, int io) {
        double aw = a[ia], ax = a[ia + 1], ay = a[ia + 2], az = a[ia + 3];
        double bw = b[ib], bx = b[ib + 1], by = b[ib + 2], bz = b[ib + 3];
        out[io] = aw * bw - ax * bx - ay * by - az * bz;
        out[io + 1] = aw * bx + ax * bw + ay * bz - az * by;
        out[io + 2] = aw * by - ax * bz + ay * bw + az * bx;
        out[io + 3] = aw * bz + ax * by - ay * bx + az * bw;
    }

    /** Rotates a vector by {@code q v q*}: components in the sample frame to components in the crystal frame. */
    public static void rotate(double[] q, int iq, double vx, double vy, double vz, double[] out, int io) {
        double w = q[iq], x = q[iq + 1], y = q[iq + 2], z = q[iq + 3];
        double tx = 2 * (y * vz - z * vy), ty = 2 * (z * vx - x * vz), tz = 2 * (x * vy - y * vx);
        out[io] = vx + w * tx + y * tz - z * ty;
        out[io + 1] = vy + w * ty + z * tx - x * tz;
        out[io + 2] = vz + w * tz + x * ty - y * tx;
    }

    /**
     * The c axis in the sample frame, {@code q* z q}, upper or lower hemisphere as it comes.
     *
     * @param out receives three components at {@code io}
     */
    public static void cAxis(double[] q, int iq, double[] out, int io) {
        double w = q[iq], x = q[iq + 1], y = q[iq + 2], z = q[iq + 3];
        out[io] = 2 * (x * z - w * y);
        out[io + 1] = 2 * (y * z + w * x);
        out[io + 2] = w * w - x * x - y * y + z * z;
    }

    /** Rotation by {@code angle} radians about the unit axis, written to {@code out} at {@code io}. */
    public static void fromAxisAngle(double nx, double ny, double nz, double angle, double[] out, int io) {
        double s = Math.sin(angle / 2);
        out[io] = Math.cos(angle / 2);
        out[io + 1] = nx * s;
        out[io + 2] = ny * s;
        out[io + 3] = nz * s;
    }

    /** Scales four numbers to norm 1 in place. */
    public static void normalise(double[] q, int i) {
        double n = Math.sqrt(q[i] * q[i] + q[i + 1] * q[i + 1] + q[i + 2] * q[i + 2] + q[i + 3] * q[i + 3]);
        for (int k = i; k < i + 4; k++) {
            q[k] /= n;
        }
    }

    /**
     * Checks four numbers from outside and makes them a unit quaternion with a positive or zero scalar part.
     *
     * @throws IllegalArgumentException naming the value, if a number is not finite, or the norm is further than
     *     {@link #NORM_TOLERANCE} from 1
     */
    public static double[] require(double w, double x, double y, double z) {
        double n = Math.sqrt(w * w + x * x + y * y + z * z);
        if (Double.isNaN(n) || Double.isInfinite(n)) {
            throw new IllegalArgumentException("quaternion is not finite: " + w + ", " + x + ", " + y + ", " + z);
        }
        if (Math.abs(n - 1) > NORM_TOLERANCE) {
            throw new IllegalArgumentException("quaternion has norm " + n + ", allowed is 1 within " + NORM_TOLERANCE);
        }
        double f = (w < 0 ? -1 : 1) / n;
        return new double[] {w * f, x * f, y * f, z * f};
    }
}
