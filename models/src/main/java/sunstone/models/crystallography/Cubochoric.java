package sunstone.models.crystallography;

/**
 * Cubochoric and homochoric coordinates, exact forms [R14], models/doc/physics.md section 2. Both are equal-volume maps
 * of the rotations: uniform points of the cube (semi-edge {@link #SEMI_EDGE}) are uniform rotations.
 */
public final class Cubochoric {
    /** Semi-edge of the cube, pi^(2/3) / 2. */
    public static final double SEMI_EDGE = Math.pow(Math.PI, 2.0 / 3) / 2;

    /** Radius of the homochoric ball, (3 pi / 4)^(1/3). */
    public static final double RADIUS = Math.cbrt(0.75 * Math.PI);

    private static final double EDGE_SCALE = Math.pow(Math.PI / 6, 1.0 / 6);
    private static final double ROUNDING = 1e-12;

    private Cubochoric() {}

    /** Homochoric vector of a unit quaternion (any sign), written to {@code out} at {@code io}. */
    public static void quaternionToHomochoric(double[] q, int iq, double[] out, int io) {
        double sign = q[iq] < 0 ? -1 : 1;
        double x = sign * q[iq + 1], y = sign * q[iq + 2], z = sign * q[iq + 3];
        double s = Math.sqrt(x * x + y * y + z * z);
        if (s < 1e-300) {
            out[io] = out[io + 1] = out[io + 2] = 0;
            return;
        }
        double angle = 2 * Math.atan2(s, Math.abs(q[iq]));
        // angle - sin(angle) cancels near 0: angle^3/6 (1 - angle^2/20 (1 - angle^2/42 (1 - angle^2/72)))
        double a2 = angle * angle;
        double f = angle < 0.25
                ? angle * Math.cbrt(0.125 * (1 - a2 / 20 * (1 - a2 / 42 * (1 - a2 / 72 * (1 - a2 / 110)))))
                : Math.cbrt(0.75 * (angle - Math.sin(angle)));
        out[io] = x / s * f;
        out[io + 1] = y / s * f;
        out[io + 2] = z / s * f;
    }

    /**
     * Unit quaternion (w at least 0) of a homochoric vector: Newton on {@code angle - sin(angle) = 4/3 |h|^3}.
     *
     * @throws IllegalArgumentException if the vector is not finite or longer than {@link #RADIUS}
     */
    public static void homochoricToQuaternion(double[] h, int ih, double[] out, int io) {
        double x = h[ih], y = h[ih + 1], z = h[ih + 2];
        double r = Math.sqrt(x * x + y * y + z * z);
        if (!(r <= RADIUS * (1 + ROUNDING))) {
            throw new IllegalArgumentException(
                    "homochoric vector has length " + r + ", allowed is up to " + RADIUS + " (a half turn)");
        }
        double angle;
        if (r < 1e-3) {
            angle = 2 * r + 2 * r * r * r / 15;
        } else {
            double target = 4.0 / 3 * r * r * r;
            angle = (15 - Math.sqrt(Math.max(0, 225 - 60 * r * r))) / r;
            for (int k = 0; k < 6; k++) {
                angle -= (angle - Math.sin(angle) - target) / (1 - Math.cos(angle));
            }
            angle = Math.min(angle, Math.PI);
        }
        double s = r < 1e-300 ? 0 : Math.sin(angle / 2) / r;
        out[io] = Math.max(0, Math.cos(angle / 2));
        out[io + 1] = x * s;
        out[io + 2] = y * s;
        out[io + 3] = z * s;
    }

    /** Cubochoric coordinates of a unit quaternion (any sign), written to {@code out} at {@code io}. */
    public static void fromQuaternion(double[] q, int iq, double[] out, int io) {
        quaternionToHomochoric(q, iq, out, io);
        ballToCube(out, io);
    }

    /**
     * Unit quaternion (w at least 0) of cubochoric coordinates.
     *
     * @param out receives four numbers at {@code io}; may be the input only if {@code io == ic} or they do not overlap
     * @throws IllegalArgumentException if a coordinate is not finite or outside the cube
     */
    public static void toQuaternion(double[] c, int ic, double[] out, int io) {
        toHomochoric(c, ic, out, io);
        homochoricToQuaternion(out, io, out, io);
    }

    /**
     * Homochoric vector of cubochoric coordinates.
     *
     * @throws IllegalArgumentException if a coordinate is not finite or outside the cube
     */
    public static void toHomochoric(double[] c, int ic, double[] out, int io) {
        for (int a = ic; a < ic + 3; a++) {
            if (!(Math.abs(c[a]) <= SEMI_EDGE * (1 + ROUNDING))) { // this form also rejects NaN
                throw new IllegalArgumentException("cubochoric coordinates " + c[ic] + ", " + c[ic + 1] + ", "
                        + c[ic + 2] + " lie outside the cube, allowed is up to " + SEMI_EDGE);
            }
        }
        int k = largest(c, ic);
        int i = Math.abs(c[ic + (k + 1) % 3]) <= Math.abs(c[ic + (k + 2) % 3]) ? (k + 1) % 3 : (k + 2) % 3;
        int j = 3 - i - k;
        double ci = c[ic + i], cj = c[ic + j], ck = c[ic + k];
        double x = Math.abs(ci) * EDGE_SCALE, y = Math.abs(cj) * EDGE_SCALE, z = Math.abs(ck) * EDGE_SCALE;
        double px = 0;
        double py = 0;
        double pz = z * Math.sqrt(6 / Math.PI);
        if (y > 0) {
            double t = Math.PI * x / (12 * y);
            double g = Math.pow(2, 0.25) * y / (Math.sqrt(Math.PI / 6) * Math.sqrt(Math.sqrt(2) - Math.cos(t)));
            double gx = g * Math.sqrt(2) * Math.sin(t);
            double gy = g * (Math.sqrt(2) * Math.cos(t) - 1);
            double s = gx * gx + gy * gy;
            double f = Math.sqrt(Math.max(0, 1 - Math.PI * s / (24 * z * z)));
            px = f * gx;
            py = f * gy;
            pz -= s * Math.sqrt(Math.PI / 24) / z;
        }
        out[io + i] = Math.copySign(px, ci);
        out[io + j] = Math.copySign(py, cj);
        out[io + k] = Math.copySign(pz, ck);
    }

    /** Maps a homochoric vector in place to the cube. */
    private static void ballToCube(double[] h, int ih) {
        double r = Math.sqrt(h[ih] * h[ih] + h[ih + 1] * h[ih + 1] + h[ih + 2] * h[ih + 2]);
        if (r < 1e-300) {
            return;
        }
        int k = largest(h, ih);
        int i = Math.abs(h[ih + (k + 1) % 3]) <= Math.abs(h[ih + (k + 2) % 3]) ? (k + 1) % 3 : (k + 2) % 3;
        int j = 3 - i - k;
        double x = Math.abs(h[ih + i]), y = Math.abs(h[ih + j]), z = Math.abs(h[ih + k]);
        double f = Math.sqrt(2 * r / (r + z));
        x *= f;
        y *= f;
        double cx = 0;
        double cy = 0;
        if (y > 0) {
            double t = Math.atan2(x, y) - Math.asin(x / Math.sqrt(2 * (x * x + y * y)));
            cy = Math.sqrt(Math.PI / 6) * Math.sqrt(x * x + y * (Math.sqrt(x * x + 2 * y * y) + 2 * y)) / Math.sqrt(2);
            cx = 12 / Math.PI * t * cy;
        }
        h[ih + i] = Math.copySign(cx / EDGE_SCALE, h[ih + i]);
        h[ih + j] = Math.copySign(cy / EDGE_SCALE, h[ih + j]);
        h[ih + k] = Math.copySign(r * Math.sqrt(Math.PI / 6) / EDGE_SCALE, h[ih + k]);
    }

    private static int largest(double[] v, int i) {
        double a = Math.abs(v[i]), b = Math.abs(v[i + 1]), c = Math.abs(v[i + 2]);
        return a >= b && a >= c ? 0 : b >= c ? 1 : 2;
    }
}
