package sunstone.simulators.microstructure;

import java.util.Arrays;

/** The crystals of a section under construction: which one a pixel belongs to, and the orientation of each. */
final class Domains {
    final int rows, cols;
    final int[] label;
    int count;
    double[] q;

    Domains(int rows, int cols, int[] label, int count) {
        this.rows = rows;
        this.cols = cols;
        this.label = label;
        this.count = count;
        q = new double[4 * Math.max(64, 2 * count)];
    }

    /** Number of a new crystal, whose orientation the caller writes to {@code q[4 * number]}. */
    int add() {
        if (4 * count == q.length) {
            q = Arrays.copyOf(q, 2 * q.length);
        }
        return count++;
    }
}
