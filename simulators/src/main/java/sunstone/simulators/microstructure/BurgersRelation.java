package sunstone.simulators.microstructure;

import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;

/**
 * The 12 alpha variants of a beta crystal: (110) beta parallel to (0001) alpha, [1-11] beta parallel to [2-1-10] alpha.
 *
 * <p>Source: Burgers, Physica 1 (1934) 561. Pairs of variants differ by 10.53, 60, 60.83, 63.26 or 90 degrees.
 */
final class BurgersRelation {
    /** Number of variants. */
    static final int VARIANTS = 12;

    private static final double[] BETA_TO_ALPHA = variants();

    private BurgersRelation() {}

    /** Orientation of a variant of the beta crystal {@code beta[ib]}, written to {@code out[io]}. */
    static void alpha(int variant, double[] beta, int ib, double[] out, int io) {
        Quaternions.multiply(BETA_TO_ALPHA, 4 * variant, beta, ib, out, io);
    }

    private static double[] variants() {
        double[] found = new double[4 * VARIANTS];
        double[] q = new double[4];
        double[] base = base();
        int count = 0;
        for (int k = 0; k < LaueGroup.CUBIC.order(); k++) {
            Quaternions.multiply(base, 0, LaueGroup.CUBIC.operator(k), 0, q, 0);
            boolean known = false;
            for (int i = 0; i < count; i++) {
                known |= LaueGroup.HEXAGONAL.disorientation(q, 0, found, 4 * i) < 1e-6;
            }
            if (!known) {
                System.arraycopy(q, 0, found, 4 * count++, 4);
            }
        }
        return found;
    }

    /** Quaternion of the matrix whose rows are alpha's x, y, z axes in the beta frame. */
    private static double[] base() {
        double[] q = new double[4];
        // about z by 45 degrees, [110] lies along x and [1-11] at (0, -sqrt 2, 1); then [110] to z, [1-11] to x
        double[] first = new double[4], second = new double[4], third = new double[4];
        Quaternions.fromAxisAngle(0, 0, 1, -Math.PI / 4, first, 0);
        Quaternions.fromAxisAngle(0, 1, 0, -Math.PI / 2, second, 0); // x to z, z to -x
        // [1-11] is now (-1, -sqrt 2, 0) / sqrt 3
        Quaternions.fromAxisAngle(0, 0, 1, -Math.atan2(-Math.sqrt(2), -1), third, 0);
        Quaternions.multiply(second, 0, first, 0, q, 0);
        Quaternions.multiply(third, 0, q, 0, q, 0);
        return q;
    }
}
