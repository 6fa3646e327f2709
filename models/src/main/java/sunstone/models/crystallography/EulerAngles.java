package sunstone.models.crystallography;

/**
 * Bunge Euler angles (phi1, Phi, phi2), intrinsic z-x-z, passive: sample to crystal [R15], models/doc/physics.md
 * section 1.
 */
public final class EulerAngles {
    /** Square of the half angle by which Phi may miss 0 or pi through rounding, radians squared. */
    private static final double POLE = 1e-30;

    private EulerAngles() {}

    /**
     * Unit quaternion (w at least 0) of Bunge angles, radians.
     *
     * @throws IllegalArgumentException if an angle is not finite
     */
    public static void toQuaternion(double phi1, double capitalPhi, double phi2, double[] out, int io) {
        if (!Double.isFinite(phi1) || !Double.isFinite(capitalPhi) || !Double.isFinite(phi2)) {
            throw new IllegalArgumentException(
                    "Euler angles are not finite: " + phi1 + ", " + capitalPhi + ", " + phi2 + " rad");
        }
        double s = (phi1 + phi2) / 2, d = (phi1 - phi2) / 2;
        double c = Math.cos(capitalPhi / 2), t = Math.sin(capitalPhi / 2);
        double w = c * Math.cos(s);
        double f = w < 0 ? -1 : 1;
        out[io] = f * w;
        out[io + 1] = -f * t * Math.cos(d);
        out[io + 2] = -f * t * Math.sin(d);
        out[io + 3] = -f * c * Math.sin(s);
    }

    /** As {@link #toQuaternion}, degrees in. */
    public static void toQuaternionDeg(double phi1, double capitalPhi, double phi2, double[] out, int io) {
        toQuaternion(Math.toRadians(phi1), Math.toRadians(capitalPhi), Math.toRadians(phi2), out, io);
    }

    /**
     * Bunge angles of a unit quaternion, radians: phi1 and phi2 in [0, 2 pi), Phi in [0, pi]. At Phi = 0 and pi, where
     * only phi1 + phi2 or phi1 - phi2 is defined, phi2 is 0.
     *
     * @param out receives three angles at {@code io}
     */
    public static void fromQuaternion(double[] q, int iq, double[] out, int io) {
        double w = q[iq], x = q[iq + 1], y = q[iq + 2], z = q[iq + 3];
        double a = w * w + z * z, b = x * x + y * y, m = Math.sqrt(a * b);
        if (b < POLE) {
            out[io] = positive(Math.atan2(-2 * w * z, w * w - z * z));
            out[io + 1] = 0;
            out[io + 2] = 0;
        } else if (a < POLE) {
            out[io] = positive(Math.atan2(2 * x * y, x * x - y * y));
            out[io + 1] = Math.PI;
            out[io + 2] = 0;
        } else {
            out[io] = positive(Math.atan2((x * z - w * y) / m, (-w * x - y * z) / m));
            out[io + 1] = Math.atan2(2 * m, a - b);
            out[io + 2] = positive(Math.atan2((w * y + x * z) / m, (y * z - w * x) / m));
        }
    }

    private static double positive(double angle) {
        double turned = angle < 0 ? angle + 2 * Math.PI : angle;
        return turned < 2 * Math.PI ? turned : 0; // a tiny negative angle rounds up to the full turn
    }
}
