package sunstone.models.crystallography;

/**
 * Membership of the fundamental zone by its faces, models/doc/physics.md section 3: an independent test of {@link
 * LaueGroup#reduce}.
 */
public final class FundamentalZone {
    private FundamentalZone() {}

    /**
     * Whether no equivalent has a smaller rotation angle. Every operator, of angle a about the unit axis n, gives two
     * faces: |v . n| <= tan(a / 4) |w|.
     *
     * @param q unit quaternion (any sign) at {@code q[i]}
     * @param tolerance by which a face may be overstepped, in parts of a unit quaternion; 1e-12 covers rounding
     */
    public static boolean contains(LaueGroup laue, double[] q, int i, double tolerance) {
        double w = Math.abs(q[i]) + tolerance;
        for (int k = 1; k < laue.order(); k++) {
            double[] s = laue.operator(k);
            double length = Math.sqrt(s[1] * s[1] + s[2] * s[2] + s[3] * s[3]);
            double along = Math.abs(s[1] * q[i + 1] + s[2] * q[i + 2] + s[3] * q[i + 3]) / length;
            if (along > Math.tan(Math.atan2(length, Math.abs(s[0])) / 2) * w) {
                return false;
            }
        }
        return true;
    }
}
