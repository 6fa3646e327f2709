package sunstone.models.polarizedlight;

import sunstone.models.crystallography.Quaternions;

/**
 * A c axis as polarized light shows it: of either sense, and no different from its mirror image in the section, which
 * is what a turn of the sample by 180 degrees about its normal makes of it. The two are its branches.
 */
public final class VisibleAxis {
    private VisibleAxis() {}

    /**
     * The branch of an axis, of either sense, that is nearest to a c axis.
     *
     * @param axis unit vector in the sample frame
     * @param c unit vector in the sample frame
     * @param out receives the branch
     * @return the cosine between them
     */
    public static double nearer(double[] axis, double[] c, double[] out) {
        double inPlane = axis[0] * c[0] + axis[1] * c[1];
        double upright = axis[2] * c[2];
        double inPlaneSign = inPlane < 0 ? -1 : 1;
        double uprightSign = upright < 0 ? -1 : 1;
        out[0] = inPlaneSign * axis[0];
        out[1] = inPlaneSign * axis[1];
        out[2] = uprightSign * axis[2];
        return Math.abs(inPlane) + Math.abs(upright);
    }

    /** Whether the mirror image of an axis is nearer to a c axis than the axis itself is. */
    public static boolean mirrored(double[] axis, double[] c) {
        return axis[0] * c[0] + axis[1] * c[1] < 0 != axis[2] * c[2] < 0;
    }

    /**
     * Turns an orientation the shortest way so that its c axis, {@code c}, comes to lie in {@code to}; in place, not
     * reduced.
     */
    public static void turn(double[] q, double[] c, double[] to) {
        // a turn of the sample from the wanted axis to the drawn one, before the drawn rotation into the crystal:
        // together they take the wanted axis to the crystal's c
        double[] turn = {
            1 + c[0] * to[0] + c[1] * to[1] + c[2] * to[2],
            to[1] * c[2] - to[2] * c[1],
            to[2] * c[0] - to[0] * c[2],
            to[0] * c[1] - to[1] * c[0]
        };
        Quaternions.normalise(turn, 0);
        Quaternions.multiply(q, 0, turn, 0, q, 0);
    }

    /**
     * Turns an orientation so that its axis comes to lie where the nearer branch of another is; in place, not reduced.
     */
    public static void turnTo(double[] axis, double[] q) {
        double[] c = new double[3];
        double[] to = new double[3];
        Quaternions.cAxis(q, 0, c, 0);
        nearer(axis, c, to);
        turn(q, c, to);
    }

    /**
     * The orientation with the other branch: the sample turned by 180 degrees about its normal; in place, not reduced.
     */
    public static void mirror(double[] q) {
        Quaternions.multiply(q, 0, new double[] {0, 0, 0, 1}, 0, q, 0);
    }
}
