package sunstone.models.posterior;

import java.util.List;
import java.util.stream.IntStream;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;

/**
 * What an ensemble says about each pixel: the mean of its largest mode, and how far the members lie from it.
 *
 * <p>Where measured points of the same grain lie near, their weighted mean replaces the mode's, see {@link #refine}.
 *
 * <p>Modes are found on rotations modulo symmetry: members within 5 degrees of a mode's first member belong to it. At a
 * measured pixel the map shows the measurement, unless fewer than a tenth of the members agree with it: then the ensemble
 * takes it for a wrong solution.
 */
final class Consensus {
    private static final double SAME = Math.toRadians(5);
    private static final double TAKEN_FOR_WRONG = 0.1;
    /** Noise of a measurement, degrees: no pixel is known better. */
    private static final double FLOOR_DEG = 0.5;

    /** How far, in pixels and degrees, a point speaks for its grain. */
    private static final int REACH = 24;

    private static final double SAME_GRAIN = Math.toRadians(4);
    /** Variance of a point for a pixel at distance d px: NOISE + GRADIENT d, square degrees. */
    private static final double NOISE = 0.25;

    private static final double GRADIENT = 0.05;

    private final LaueGroup laue;
    private final List<float[]> members;
    private final List<float[]> scattered;
    private final double[] map;
    private final float[] uncertainty;

    private Consensus(LaueGroup laue, List<float[]> members, List<float[]> scattered, int n) {
        this.laue = laue;
        this.members = members;
        this.scattered = scattered;
        this.map = new double[4 * n];
        this.uncertainty = new float[n];
    }

    /**
     * The posterior of an ensemble.
     *
     * @param members what the prior says, unit quaternions, shape [n, 4] each: the map is made from these
     * @param scattered the same with the scatter inside grains ({@link GrainScatter}): the ensemble, and the uncertainty
     * @param evaluations forward passes that the round took
     */
    static Posterior of(Snapshot snapshot, List<float[]> members, List<float[]> scattered, int evaluations) {
        ScanGrid grid = snapshot.grid();
        Consensus c = new Consensus(snapshot.laue(), members, scattered, grid.size());
        IntStream.range(0, grid.rows()).parallel().forEach(row -> {
            double[] work = new double[4 * members.size() + 8];
            int[] mode = new int[members.size()];
            for (int i = row * grid.cols(); i < (row + 1) * grid.cols(); i++) {
                c.pixel(i, work, mode);
            }
        });
        c.refine(grid, snapshot.points());
        for (EbsdPoint p : snapshot.points()) {
            c.anchor(grid.index(p.row(), p.col()), p);
        }
        IntStream.range(0, grid.rows()).parallel().forEach(row -> {
            double[] work = new double[4];
            for (int i = row * grid.cols(); i < (row + 1) * grid.cols(); i++) {
                c.uncertainty[i] = (float) Math.max(FLOOR_DEG, c.spread(i, work));
            }
        });
        return new Posterior(OrientationMap.full(grid, snapshot.laue(), c.map), c.uncertainty, scattered, evaluations);
    }

    private void pixel(int i, double[] work, int[] mode) {
        int m = members.size();
        for (int k = 0; k < m; k++) {
            load(members.get(k), i, work, 4 * k);
            mode[k] = -1;
        }
        int best = 0;
        int bestCount = 0;
        for (int k = 0; k < m; k++) {
            int j = 0;
            while (j < k && !(mode[j] == j && laue.disorientation(work, 4 * j, work, 4 * k) < SAME)) {
                j++;
            }
            mode[k] = j;
        }
        for (int j = 0; j < m; j++) {
            int count = 0;
            for (int k = j; k < m; k++) {
                count += mode[k] == j ? 1 : 0;
            }
            if (count > bestCount) {
                best = j;
                bestCount = count;
            }
        }
        // mean of the mode: its members lie within 5 degrees, where the normalised sum is the mean to 1e-3 degrees
        int at = 4 * m;
        double w = 0, x = 0, y = 0, z = 0;
        for (int k = best; k < m; k++) {
            if (mode[k] == best) {
                laue.align(work, 4 * best, work, 4 * k, work, at);
                w += work[at];
                x += work[at + 1];
                y += work[at + 2];
                z += work[at + 3];
            }
        }
        double norm = Math.sqrt(w * w + x * x + y * y + z * z);
        work[at] = w / norm;
        work[at + 1] = x / norm;
        work[at + 2] = y / norm;
        work[at + 3] = z / norm;
        laue.reduce(work, at, map, 4 * i);
    }

    /**
     * Replaces each pixel's orientation by the weighted mean of the points of its grain, that is of those near by and within 4
     * degrees of it: several points tell more than the one that a member copies. Weights fall with the square of the
     * variance, which favours the nearest as kriging does.
     */
    private void refine(ScanGrid grid, List<EbsdPoint> points) {
        double[] sum = new double[map.length];
        double[] q = new double[4];
        for (EbsdPoint p : points) {
            double[] measured = p.quaternion();
            for (int r = Math.max(0, p.row() - REACH); r <= Math.min(grid.rows() - 1, p.row() + REACH); r++) {
                for (int c = Math.max(0, p.col() - REACH); c <= Math.min(grid.cols() - 1, p.col() + REACH); c++) {
                    double d = Math.hypot(r - p.row(), c - p.col());
                    int i = 4 * grid.index(r, c);
                    if (d <= REACH && laue.disorientation(map, i, measured, 0) < SAME_GRAIN) {
                        laue.align(map, i, measured, 0, q, 0);
                        double variance = NOISE + GRADIENT * d;
                        for (int k = 0; k < 4; k++) {
                            sum[i + k] += q[k] / (variance * variance);
                        }
                    }
                }
            }
        }
        for (int i = 0; i < map.length; i += 4) {
            if (sum[i] != 0 || sum[i + 1] != 0 || sum[i + 2] != 0 || sum[i + 3] != 0) {
                Quaternions.normalise(sum, i);
                laue.reduce(sum, i, map, i);
            }
        }
    }

    private void anchor(int i, EbsdPoint p) {
        double[] q = new double[4];
        laue.reduce(p.quaternion(), 0, q, 0);
        double[] member = new double[4];
        int agree = 0;
        for (float[] m : members) {
            load(m, i, member, 0);
            agree += laue.disorientation(q, 0, member, 0) < SAME ? 1 : 0;
        }
        if (agree >= TAKEN_FOR_WRONG * members.size()) {
            System.arraycopy(q, 0, map, 4 * i, 4);
        }
    }

    /** Mean disorientation of the members to the map, degrees. */
    private double spread(int i, double[] work) {
        double sum = 0;
        for (float[] member : scattered) {
            load(member, i, work, 0);
            sum += laue.disorientation(map, 4 * i, work, 0);
        }
        return Math.toDegrees(sum / scattered.size());
    }

    private static void load(float[] q, int i, double[] out, int at) {
        out[at] = q[4 * i];
        out[at + 1] = q[4 * i + 1];
        out[at + 2] = q[4 * i + 2];
        out[at + 3] = q[4 * i + 3];
    }
}
