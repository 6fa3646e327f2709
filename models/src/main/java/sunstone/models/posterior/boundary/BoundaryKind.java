package sunstone.models.posterior.boundary;

import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;

/** Kinds of grain boundaries. */
public enum BoundaryKind {
    /** Turned by at most {@link #HIGH_ANGLE_DEG}. */
    LOW_ANGLE,
    /** Turned by more, and no known twin. */
    HIGH_ANGLE,
    /** Within {@link #TWIN_TOLERANCE_DEG} of a twin of hexagonal metals. */
    TWIN;

    /** Disorientation from which a boundary is one of high angle, degrees. */
    public static final double HIGH_ANGLE_DEG = 15;

    /** Deviation from the ideal twin up to which a boundary is one, degrees. */
    public static final double TWIN_TOLERANCE_DEG = 5;

    /**
     * Twin laws of magnesium and titanium (axial ratios 1.624 and 1.587): azimuth of the axis in the basal plane from
     * a, and angle, both degrees. {10-12} and {10-11} turn about an a axis, {11-21} and {11-22} about the normal of a
     * prism plane. Angles lie between those of the two metals, which differ by less than 2 degrees.
     */
    private static final double[][] TWINS = {{0, 85.6}, {0, 56.7}, {30, 34.6}, {30, 63.9}};

    /**
     * Kind of the boundary between two crystals.
     *
     * @param a unit quaternion at {@code a[ia]}
     * @param b unit quaternion at {@code b[ib]}
     */
    public static BoundaryKind of(LaueGroup laue, float[] a, int ia, float[] b, int ib) {
        double[] p = {a[ia], a[ia + 1], a[ia + 2], a[ia + 3]};
        double[] q = {b[ib], b[ib + 1], b[ib + 2], b[ib + 3]};
        double angle = Math.toDegrees(laue.disorientation(p, 0, q, 0));
        if (laue == LaueGroup.HEXAGONAL && twin(laue, p, q, angle)) {
            return TWIN;
        }
        return angle > HIGH_ANGLE_DEG ? HIGH_ANGLE : LOW_ANGLE;
    }

    private static boolean twin(LaueGroup laue, double[] p, double[] q, double angle) {
        double[] law = new double[4];
        double[] variant = new double[4];
        for (double[] t : TWINS) {
            if (Math.abs(angle - t[1]) > TWIN_TOLERANCE_DEG) {
                continue; // the disorientation of a twin is its angle: no need to look
            }
            for (int k = 0; k < 6; k++) {
                double azimuth = Math.toRadians(t[0] + 60 * k);
                Quaternions.fromAxisAngle(Math.cos(azimuth), Math.sin(azimuth), 0, Math.toRadians(t[1]), law, 0);
                Quaternions.multiply(law, 0, p, 0, variant, 0);
                if (Math.toDegrees(laue.disorientation(variant, 0, q, 0)) <= TWIN_TOLERANCE_DEG) {
                    return true;
                }
            }
        }
        return false;
    }
}
