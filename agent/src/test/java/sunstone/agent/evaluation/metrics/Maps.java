package sunstone.agent.evaluation.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.Posterior;

/** Small maps whose every orientation is a turn about c by a given angle, so that disorientations are differences. */
final class Maps {
    private Maps() {}

    /** Hexagonal map of turns about c, degrees (below 30 apart, no symmetry interferes); NaN is not valid. */
    static OrientationMap of(int rows, int cols, double... deg) {
        double[] q = new double[4 * deg.length];
        boolean[] valid = new boolean[deg.length];
        for (int i = 0; i < deg.length; i++) {
            valid[i] = !Double.isNaN(deg[i]);
            Quaternions.fromAxisAngle(0, 0, 1, Math.toRadians(valid[i] ? deg[i] : 0), q, 4 * i);
        }
        return new OrientationMap(new ScanGrid(rows, cols, 1), LaueGroup.HEXAGONAL, q, valid);
    }

    /** A measured turn about c, degrees. */
    static EbsdPoint point(int row, int col, double deg) {
        double[] q = new double[4];
        Quaternions.fromAxisAngle(0, 0, 1, Math.toRadians(deg), q, 0);
        return EbsdPoint.of(row, col, 1, q, 0, 1);
    }

    /** A posterior of a published map and members, all as turns about c. */
    static Posterior posterior(OrientationMap map, double[]... members) {
        List<float[]> list = new ArrayList<>();
        for (double[] deg : members) {
            double[] q = of(map.grid().rows(), map.grid().cols(), deg).quaternions();
            float[] member = new float[q.length];
            for (int i = 0; i < q.length; i++) {
                member[i] = (float) q[i];
            }
            list.add(member);
        }
        return new Posterior(map, new float[map.grid().size()], list, 0);
    }

    /** The same number n times. */
    static double[] repeat(double value, int n) {
        double[] v = new double[n];
        Arrays.fill(v, value);
        return v;
    }
}
