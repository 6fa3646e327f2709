package sunstone.models.posterior.ensemble;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.Detector;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;

/**
 * Map of an ensemble: for each pixel the mean of its largest mode, and how far the members lie from it.
 *
 * <p>Where measured points of the same grain lie near, their weighted mean replaces the mode's, see {@link #refine}.
 *
 * <p>Modes are found on rotations modulo symmetry: members within 5 degrees of a mode's first member belong to it. At a
 * measured pixel the map shows the measurement, unless fewer than a tenth of the members agree with it: then the
 * ensemble takes it for a wrong solution.
 */
public final class ModalMap {
    private static final double SAME = Math.toRadians(Grains.THRESHOLD_DEG);
    private static final double TAKEN_FOR_WRONG = 0.1;

    /** How far, in pixels, a point speaks for its grain, and how many do at most. */
    private static final int REACH = 24;

    private static final int MOST_POINTS = 16;
    private static final double SAME_GRAIN = Math.toRadians(Variogram.SAME_GRAIN_DEG);
    /** Variance of a point for a pixel at distance d px: NOISE + GRADIENT d, square degrees. */
    private static final double NOISE = Detector.USUAL.variance();

    private static final double GRADIENT = 0.05;

    private final Snapshot snapshot;
    private final ScanGrid grid;
    private final LaueGroup laue;
    private final List<float[]> members;
    private final Variogram variogram;
    private final double[] map;
    /** Mean of the largest mode. */
    private final double[] mean;

    private final float[] hidden;
    private final float[] noisy;

    private ModalMap(Snapshot snapshot, List<float[]> members) {
        this.snapshot = snapshot;
        this.grid = snapshot.grid();
        this.laue = snapshot.laue();
        this.members = members;
        this.variogram = Variogram.of(laue, snapshot.points());
        this.map = new double[4 * grid.size()];
        this.mean = new double[4 * grid.size()];
        this.hidden = new float[grid.size()];
        this.noisy = new float[grid.size()];
    }

    /**
     * What an ensemble says.
     *
     * @param members drawn ones and fills, unit quaternions, shape [n, 4] each
     */
    public static ModalMap of(Snapshot snapshot, List<float[]> members) {
        ModalMap c = new ModalMap(snapshot, members);
        IntStream.range(0, c.grid.rows()).parallel().forEach(c::row);
        for (EbsdPoint p : snapshot.points()) {
            c.anchor(c.grid.index(p.row(), p.col()), p);
        }
        return c;
    }

    /**
     * The members about the map: where the map is not the mean of the largest mode but what the points of the grain
     * say, the members of that mode are turned as it was, pixel by pixel. All of them may copy one point, and would
     * agree on its error.
     *
     * @return new arrays, unit quaternions in the fundamental zone, shape [rows * cols, 4] each
     */
    List<float[]> centred() {
        List<float[]> centred = members.stream().map(float[]::clone).toList();
        IntStream.range(0, grid.rows()).parallel().forEach(row -> {
            double[] q = new double[4];
            double[] turn = new double[4];
            for (int i = grid.index(row, 0); i < grid.index(row, 0) + grid.cols(); i++) {
                laue.align(mean, 4 * i, map, 4 * i, turn, 0);
                q[0] = mean[4 * i];
                for (int k = 1; k < 4; k++) {
                    q[k] = -mean[4 * i + k];
                }
                Quaternions.multiply(
                        q, 0, turn, 0, turn, 0); // on the sample's side, so that it serves every equivalent
                for (float[] member : centred) {
                    load(member, i, q, 0);
                    if (laue.disorientation(mean, 4 * i, q, 0) < SAME) {
                        Quaternions.multiply(q, 0, turn, 0, q, 0);
                        laue.reduce(q, 0, q, 0);
                        for (int k = 0; k < 4; k++) {
                            member[4 * i + k] = (float) q[k];
                        }
                    }
                }
            }
        });
        return centred;
    }

    /**
     * How far the truth lies from the map beyond what the members show about it ({@link #centred}), if the map has the
     * right grain: root mean square, degrees, shape [rows * cols].
     */
    float[] hidden() {
        return hidden;
    }

    /**
     * The part of its square that is noise of the measurements; the rest is how grains are bent. Shape [rows * cols].
     */
    float[] noisy() {
        return noisy;
    }

    /**
     * The posterior.
     *
     * @param scattered the members with what they do not show ({@link IntragranularScatter}), or as they were
     * @param evaluations forward passes that the round took
     */
    public Posterior posterior(List<float[]> scattered, int evaluations) {
        float[] uncertainty = new float[grid.size()];
        IntStream.range(0, grid.rows()).parallel().forEach(row -> {
            double[] work = new double[4];
            for (int i = grid.index(row, 0); i < grid.index(row, 0) + grid.cols(); i++) {
                double sum = 0;
                for (float[] member : scattered) {
                    load(member, i, work, 0);
                    sum += laue.disorientation(map, 4 * i, work, 0);
                }
                uncertainty[i] = (float) Math.toDegrees(sum / scattered.size());
            }
        });
        return new Posterior(OrientationMap.full(grid, laue, map), uncertainty, scattered, evaluations);
    }

    private void row(int row) {
        List<EbsdPoint> near = new ArrayList<>();
        for (EbsdPoint p : snapshot.points()) {
            if (Math.abs(p.row() - row) <= REACH) {
                near.add(p);
            }
        }
        near.sort(Comparator.comparingInt(EbsdPoint::col)); // stable
        double[] work = new double[4 * members.size() + 8];
        int[] mode = new int[members.size()];
        EbsdPoint[] grain = new EbsdPoint[MOST_POINTS];
        double[] distance = new double[MOST_POINTS];
        int from = 0;
        int to = 0;
        for (int col = 0; col < grid.cols(); col++) {
            while (from < near.size() && near.get(from).col() < col - REACH) {
                from++;
            }
            while (to < near.size() && near.get(to).col() <= col + REACH) {
                to++;
            }
            int i = grid.index(row, col);
            int best = pixel(i, work, mode);
            System.arraycopy(map, 4 * i, mean, 4 * i, 4);
            int n = grain(row, col, near.subList(from, to), grain, distance);
            double known = n == 0 ? variogram.pixel(REACH) : refine(i, grain, distance, n);
            noisy[i] = (float) (n == 0 ? NOISE / known : noisy[i] / known);
            double shown = 0;
            int count = 0;
            for (int k = 0; k < mode.length; k++) {
                if (mode[k] == best) {
                    double d = Math.toDegrees(laue.disorientation(mean, 4 * i, work, 4 * k));
                    shown += d * d;
                    count++;
                }
            }
            hidden[i] = (float) Math.sqrt(Math.max(0, known - shown / count));
        }
    }

    /**
     * The nearest of some points that are of a pixel's grain, that is within 4 degrees of the map, the nearest first.
     */
    private int grain(int row, int col, List<EbsdPoint> near, EbsdPoint[] grain, double[] distance) {
        int n = 0;
        int i = 4 * grid.index(row, col);
        for (EbsdPoint p : near) {
            double d = Math.hypot(row - p.row(), col - p.col());
            if (d <= REACH
                    && (n < MOST_POINTS || d < distance[n - 1])
                    && laue.disorientation(map, i, p.quaternion(), 0) < SAME_GRAIN) {
                n = Math.min(MOST_POINTS, n + 1);
                int at = n - 1;
                for (; at > 0 && distance[at - 1] > d; at--) {
                    grain[at] = grain[at - 1];
                    distance[at] = distance[at - 1];
                }
                grain[at] = p;
                distance[at] = d;
            }
        }
        return n;
    }

    /** Sets the map to the mean of the largest mode, and says which that is; the members are left in {@code work}. */
    private int pixel(int i, double[] work, int[] mode) {
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
        return best;
    }

    /**
     * Replaces a pixel's orientation by the weighted mean of the points of its grain: several points tell more than the
     * one that a member copies. Weights fall with the square of the variance, which favours the nearest as kriging
     * does.
     *
     * <p>Leaves the measurement noise of the mean in {@link #noisy}, square degrees.
     *
     * @return the mean's estimation variance, square degrees: {@code sum w_i V_i0 - 1/2 sum sum w_i w_j V_ij} (Matheron
     *     1963)
     */
    private double refine(int i, EbsdPoint[] grain, double[] distance, int n) {
        double[] sum = new double[4];
        double[] q = new double[4];
        double[] weight = new double[n];
        double total = 0;
        for (int k = 0; k < n; k++) {
            laue.align(map, 4 * i, grain[k].quaternion(), 0, q, 0);
            double variance = NOISE + GRADIENT * distance[k];
            weight[k] = 1 / (variance * variance);
            total += weight[k];
            for (int j = 0; j < 4; j++) {
                sum[j] += weight[k] * q[j];
            }
        }
        Quaternions.normalise(sum, 0);
        laue.reduce(sum, 0, map, 4 * i);
        double variance = 0;
        double noise = 0;
        for (int k = 0; k < n; k++) {
            double w = weight[k] / total;
            noise += w * w * NOISE;
            variance += w * variogram.pixel(distance[k]);
            for (int j = 0; j < k; j++) {
                double apart = Math.hypot(grain[k].row() - grain[j].row(), grain[k].col() - grain[j].col());
                variance -= w * weight[j] / total * variogram.pair(apart);
            }
        }
        noisy[i] = (float) noise;
        return variance;
    }

    private void anchor(int i, EbsdPoint p) {
        double[] q = new double[4];
        laue.reduce(p.quaternion(), 0, q, 0);
        double[] member = new double[4];
        int agree = 0;
        int modal = 0;
        double shown = 0;
        for (float[] m : members) {
            load(m, i, member, 0);
            agree += laue.disorientation(q, 0, member, 0) < SAME ? 1 : 0;
            double d = Math.toDegrees(laue.disorientation(mean, 4 * i, member, 0));
            if (d < Grains.THRESHOLD_DEG) {
                modal++;
                shown += d * d;
            }
        }
        if (agree >= TAKEN_FOR_WRONG * members.size()) {
            System.arraycopy(q, 0, map, 4 * i, 4);
            noisy[i] = 1;
            hidden[i] = (float) Math.sqrt(Math.max(0, NOISE - shown / Math.max(1, modal)));
        }
    }

    private static void load(float[] q, int i, double[] out, int at) {
        out[at] = q[4 * i];
        out[at + 1] = q[4 * i + 1];
        out[at + 2] = q[4 * i + 2];
        out[at + 3] = q[4 * i + 3];
    }
}
