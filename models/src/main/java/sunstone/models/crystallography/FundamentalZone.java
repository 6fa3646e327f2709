package sunstone.models.crystallography;

/**
 * Membership of the fundamental zone by its faces, models/doc/physics.md section 3: an independent test of {@link
 * LaueGroup#reduce}.
 */
public final class FundamentalZone {
    private static final double TAN_15 = 2 - Math.sqrt(3);
    private static final double TAN_22_5 = Math.sqrt(2) - 1;
    private static final double COS_30 = Math.sqrt(3) / 2;

    private FundamentalZone() {}

    /**
     * Whether no equivalent has a smaller rotation angle.
     *
     * @param q unit quaternion (any sign) at {@code q[i]}
     * @param tolerance by which a face may be overstepped, in parts of a unit quaternion; 1e-12 covers rounding
     */
    public static boolean contains(LaueGroup laue, double[] q, int i, double tolerance) {
        double w = Math.abs(q[i]) + tolerance;
        double x = Math.abs(q[i + 1]), y = Math.abs(q[i + 2]), z = Math.abs(q[i + 3]);
        return switch (laue) {
            case HEXAGONAL -> {
                double m = Math.max(x, y), n = Math.min(x, y);
                double nearestHalfTurn = m * TAN_15 > n ? m : COS_30 * m + n / 2;
                yield z <= TAN_15 * w && nearestHalfTurn <= w;
            }
            case CUBIC -> Math.max(x, Math.max(y, z)) <= TAN_22_5 * w && x + y + z <= w;
        };
    }
}
