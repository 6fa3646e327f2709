package sunstone.models.crystallography;

import java.util.Arrays;
import java.util.Optional;

/**
 * Mean of orientations modulo crystal symmetry (models/doc/physics.md section 3): every member is replaced by its
 * equivalent nearest to a reference, the mean is the top eigenvector of {@code sum q qT}, which becomes the reference,
 * until no member changes its equivalent. The first reference is the first member.
 *
 * <p>An instance collects members and keeps its working space, so that a loop over pixels allocates nothing: {@link
 * #clear}, {@link #add}, {@link #mean}. One thread at a time.
 */
public final class MeanOrientation {
    /** Rounds after which the search stops; a few are enough for anything that has a mean. */
    private static final int ROUNDS = 100;

    private final LaueGroup laue;
    private final TopEigenvector eigenvector = new TopEigenvector();
    private final double[] reference = new double[4];
    private final double[] next = new double[4];
    private double[] members = new double[4 * 8];
    private int count;

    /** A mean of no members yet, of crystals of one Laue group. */
    public MeanOrientation(LaueGroup laue) {
        this.laue = laue;
    }

    /**
     * Mean of many orientations, in the fundamental zone.
     *
     * @param q unit quaternions (any sign), shape [n, 4]
     * @return unit quaternion (w, x, y, z), or nothing if n is 0: an empty set has no mean, least of all the identity
     */
    public static Optional<double[]> of(LaueGroup laue, double[] q) {
        MeanOrientation m = new MeanOrientation(laue);
        for (int i = 0; i + 3 < q.length; i += 4) {
            m.add(q, i);
        }
        double[] out = new double[4];
        return m.mean(out, 0) ? Optional.of(out) : Optional.empty();
    }

    /** Forgets all members. */
    public void clear() {
        count = 0;
    }

    /** Number of members. */
    public int count() {
        return count;
    }

    /** Adds the unit quaternion (any sign) at {@code q[i]}. */
    public void add(double[] q, int i) {
        add(q[i], q[i + 1], q[i + 2], q[i + 3]);
    }

    /** As {@link #add(double[], int)}, single precision (an ensemble). */
    public void add(float[] q, int i) {
        add(q[i], q[i + 1], q[i + 2], q[i + 3]);
    }

    private void add(double w, double x, double y, double z) {
        int k = 4 * count++;
        if (k == members.length) {
            members = Arrays.copyOf(members, 2 * k);
        }
        members[k] = w;
        members[k + 1] = x;
        members[k + 2] = y;
        members[k + 3] = z;
    }

    /**
     * Writes the mean, in the fundamental zone, to {@code out} at {@code io}.
     *
     * @return false, and nothing is written, if there are no members
     */
    public boolean mean(double[] out, int io) {
        if (count == 0) {
            return false;
        }
        System.arraycopy(members, 0, reference, 0, 4);
        for (int round = 0; round < ROUNDS; round++) {
            if (!step() && round > 0) {
                break;
            }
        }
        laue.reduce(reference, 0, out, io);
        return true;
    }

    /** Aligns the members in place and moves the reference; returns whether any member changed. */
    private boolean step() {
        boolean changed = false;
        eigenvector.clear();
        for (int i = 0; i < 4 * count; i += 4) {
            double dot = dot(members, i, reference, 0);
            laue.align(reference, 0, members, i, next, 0);
            // a member already aligned keeps its place: rounding must not drive it round in a tie
            if (dot(next, 0, reference, 0) > dot + 1e-12) {
                System.arraycopy(next, 0, members, i, 4);
                changed = true;
            }
            eigenvector.add(members[i], members[i + 1], members[i + 2], members[i + 3]);
        }
        eigenvector.solve(next, 0);
        double sign = dot(next, 0, reference, 0) < 0 ? -1 : 1;
        for (int k = 0; k < 4; k++) {
            reference[k] = sign * next[k];
        }
        return changed;
    }

    /** Root mean square of the disorientations of the members to an orientation, radians; 0 without members. */
    public double rmsDisorientation(double[] q, int iq) {
        double sum = 0;
        for (int i = 0; i < 4 * count; i += 4) {
            double angle = laue.disorientation(members, i, q, iq);
            sum += angle * angle;
        }
        return count == 0 ? 0 : Math.sqrt(sum / count);
    }

    private static double dot(double[] a, int i, double[] b, int j) {
        return a[i] * b[j] + a[i + 1] * b[j + 1] + a[i + 2] * b[j + 2] + a[i + 3] * b[j + 3];
    }
}
