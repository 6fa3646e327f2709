package sunstone.agent.evaluation.metrics;

import java.util.List;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.OrientationMap;
import sunstone.models.posterior.Posterior;

/**
 * Proper scores of an ensemble of orientations, means over pixels, degrees; the lower the better, 0 for members that
 * are the truth.
 *
 * <p><b>Energy score.</b> mean |x_j - y| - 1/2 mean over pairs |x_j - x_k|, pairs of different members (fair for M
 * members; Gneiting and Raftery, J. Am. Stat. Assoc. 102 (2007) 359). The disorientation itself will not do for |.|:
 * geodesic distances on projective spaces, of which rotations are one, are not of negative type, so that the score
 * would not be proper. Orientations of 6/mmm are embedded instead (Arnold, Jupp, Schaeben, Statistics of ambiguous
 * rotations, J. Multivariate Anal. 165 (2018) 73) as a weighted pair of tensors, the sum of a^6 over the three a axes
 * and c^2, in which equal crystals are one point. Weights are such that the distance is the disorientation for small
 * angles whatever the axis. Other groups have no energy score (NaN).
 *
 * <p><b>CRPS of the angle</b>, the disorientation to the published map: mean |a_j - a| - 1/2 mean over pairs |a_j -
 * a_k|.
 *
 * @param energyDeg energy score
 * @param crpsDeg continuous ranked probability score of the angle
 */
public record RotationScore(double energyDeg, double crpsDeg) {
    /** Weight of the a axes, so that a small turn about c by w has the squared distance w^2. */
    private static final double ALPHA = 1 / 10.125;

    /** Weight of the c axis, so that a small turn about an axis of the basal plane has it too. */
    private static final double BETA = 0.421875 * ALPHA;

    /** Pixels looked at, at most: every k-th of the valid ones. */
    private static final int MOST_PIXELS = 4000;

    private static final int AXES = 4;

    /** Scores a posterior of at least two members. */
    public static RotationScore of(OrientationMap truth, Posterior posterior) {
        LaueGroup laue = truth.laue();
        int every = Math.max(1, truth.validCount() / MOST_PIXELS);
        double energy = 0, crps = 0;
        int seen = 0, n = 0;
        for (int i = 0; i < truth.grid().size(); i++) {
            if (truth.valid()[i] && seen++ % every == 0) {
                energy += laue == LaueGroup.HEXAGONAL ? energy(truth, posterior.members(), i) : Double.NaN;
                crps += crps(truth, posterior, i);
                n++;
            }
        }
        return new RotationScore(Math.toDegrees(energy / n), Math.toDegrees(crps / n));
    }

    private static double energy(OrientationMap truth, List<float[]> members, int pixel) {
        int m = members.size();
        double[][] axes = new double[m][];
        for (int j = 0; j < m; j++) {
            float[] q = members.get(j);
            axes[j] = axes(q[4 * pixel], q[4 * pixel + 1], q[4 * pixel + 2], q[4 * pixel + 3]);
        }
        double[] t = truth.quaternions();
        double[] y = axes(t[4 * pixel], t[4 * pixel + 1], t[4 * pixel + 2], t[4 * pixel + 3]);
        double own = 0, pairs = 0;
        for (int j = 0; j < m; j++) {
            own += distance(axes[j], y);
            for (int k = 0; k < j; k++) {
                pairs += distance(axes[j], axes[k]);
            }
        }
        return own / m - pairs / (m * (m - 1.0));
    }

    /** The three a axes and c in the sample frame, shape [4, 3]. */
    private static double[] axes(double w, double x, double y, double z) {
        // rows of the passive matrix: crystal axes in the sample frame
        double ax = w * w + x * x - y * y - z * z, ay = 2 * (x * y - w * z), az = 2 * (x * z + w * y);
        double bx = 2 * (x * y + w * z), by = w * w - x * x + y * y - z * z, bz = 2 * (y * z - w * x);
        double h = Math.sqrt(0.75);
        return new double[] {
            ax,
            ay,
            az,
            0.5 * ax + h * bx,
            0.5 * ay + h * by,
            0.5 * az + h * bz,
            -0.5 * ax + h * bx,
            -0.5 * ay + h * by,
            -0.5 * az + h * bz,
            2 * (x * z - w * y),
            2 * (y * z + w * x),
            w * w - x * x - y * y + z * z
        };
    }

    /** Distance of two crystals in the embedding, of {@link #axes} each, radians for small angles. */
    private static double distance(double[] p, double[] q) {
        double inner = 0;
        for (int i = 0; i < AXES - 1; i++) {
            for (int j = 0; j < AXES - 1; j++) {
                double d = dot(p, i, q, j);
                inner += d * d * d * d * d * d;
            }
        }
        double c = dot(p, AXES - 1, q, AXES - 1);
        // the squared length of a sum of a^6: 9 (10 + cos 0) / 32
        double square = 2 * ALPHA * (9 * 11 / 32.0 - inner) + 2 * BETA * (1 - c * c);
        return Math.sqrt(Math.max(0, square));
    }

    private static double dot(double[] p, int i, double[] q, int j) {
        return p[3 * i] * q[3 * j] + p[3 * i + 1] * q[3 * j + 1] + p[3 * i + 2] * q[3 * j + 2];
    }

    /** Distance of two orientations of 6/mmm in the embedding, for tests. */
    static double distance(float[] a, float[] b) {
        return distance(axes(a[0], a[1], a[2], a[3]), axes(b[0], b[1], b[2], b[3]));
    }

    private static double crps(OrientationMap truth, Posterior posterior, int pixel) {
        LaueGroup laue = truth.laue();
        double[] published = posterior.map().quaternions();
        int m = posterior.members().size();
        double[] angle = new double[m];
        double[] q = new double[4];
        for (int j = 0; j < m; j++) {
            for (int c = 0; c < 4; c++) {
                q[c] = posterior.members().get(j)[4 * pixel + c];
            }
            angle[j] = laue.disorientation(q, 0, published, 4 * pixel);
        }
        double y = laue.disorientation(truth.quaternions(), 4 * pixel, published, 4 * pixel);
        double own = 0, pairs = 0;
        for (int j = 0; j < m; j++) {
            own += Math.abs(angle[j] - y);
            for (int k = 0; k < j; k++) {
                pairs += Math.abs(angle[j] - angle[k]);
            }
        }
        return own / m - pairs / (m * (m - 1.0));
    }
}
