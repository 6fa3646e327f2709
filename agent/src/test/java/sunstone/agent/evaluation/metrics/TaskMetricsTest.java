package sunstone.agent.evaluation.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.Posterior;

/** Metrics of tasks on maps whose answers are known. */
class TaskMetricsTest {
    private static final ScanGrid GRID = new ScanGrid(20, 24, 1);

    private static boolean[] column(int col) {
        boolean[] on = new boolean[GRID.size()];
        for (int row = 0; row < GRID.rows(); row++) {
            on[GRID.index(row, col)] = true;
        }
        return on;
    }

    private static boolean[] all() {
        boolean[] on = new boolean[GRID.size()];
        java.util.Arrays.fill(on, true);
        return on;
    }

    @Test
    void distances_twoMarkedPixels_areEuclidean() {
        boolean[] marked = new boolean[GRID.size()];
        marked[GRID.index(3, 4)] = true;
        marked[GRID.index(15, 20)] = true;
        double[] d = BoundaryMatch.distances(GRID, marked);
        for (int i = 0; i < d.length; i++) {
            double expected = Math.min(GRID.distance(i, GRID.index(3, 4)), GRID.distance(i, GRID.index(15, 20)));
            assertThat(d[i]).isCloseTo(expected, within(1e-9));
        }
        assertThat(BoundaryMatch.distances(GRID, new boolean[GRID.size()])).containsOnly(Math.hypot(20, 24));
    }

    @Test
    void boundaryScore_lineAndAHalfOfItShifted_hasChamferOfEachSide() {
        boolean[] half = column(13);
        for (int row = 0; row < 10; row++) {
            half[GRID.index(row, 13)] = false;
        }
        BoundaryScore s = BoundaryScore.of(GRID, column(10), half, new float[GRID.size()], all());
        assertThat(s.chamferForward()).isEqualTo(3);
        double backward = 0;
        for (int row = 0; row < 20; row++) {
            backward += Math.hypot(3, Math.max(0, 10 - row)) / 20;
        }
        assertThat(s.chamferBackward()).isCloseTo(backward, within(1e-9));
        assertThat(s.chamfer()).isCloseTo(3 + backward, within(1e-9));
        assertThat(s.f1()).isZero();
        assertThat(BoundaryScore.of(GRID, column(10), column(11), new float[GRID.size()], all())
                        .f1())
                .isEqualTo(1);
    }

    @Test
    void crossEntropy_blurredTruthItself_isLessThanAnyOther() {
        boolean[] truth = column(10);
        float[] right = new float[GRID.size()];
        float[] shifted = new float[GRID.size()];
        double[] blurred = BoundaryScore.blurred(GRID, truth);
        for (int i = 0; i < right.length; i++) {
            right[i] = (float) blurred[i];
            shifted[i] = (float) blurred[GRID.index(GRID.row(i), (GRID.col(i) + 4) % 24)];
        }
        assertThat(blurred[GRID.index(10, 10)]).isEqualTo(1);
        assertThat(blurred[GRID.index(10, 13)] / blurred[GRID.index(10, 10)]).isCloseTo(Math.exp(-0.5), within(1e-9));
        assertThat(blurred[GRID.index(10, 16)]).isZero();
        double own = BoundaryScore.of(GRID, truth, truth, right, all()).crossEntropy();
        assertThat(own)
                .isLessThan(BoundaryScore.of(GRID, truth, truth, shifted, all()).crossEntropy());
        assertThat(own)
                .isLessThan(BoundaryScore.of(GRID, truth, truth, new float[GRID.size()], all())
                        .crossEntropy());
    }

    private static double[] turned(double[] q, double deg, Random random) {
        double[] axis = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
        double norm = Math.sqrt(axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]);
        double[] turn = new double[4];
        Quaternions.fromAxisAngle(axis[0] / norm, axis[1] / norm, axis[2] / norm, Math.toRadians(deg), turn, 0);
        Quaternions.multiply(turn, 0, q, 0, turn, 0);
        return turn;
    }

    private static double[] uniform(Random random) {
        double[] q = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
        Quaternions.normalise(q, 0);
        return q;
    }

    private static float[] single(double[] q) {
        float[] f = new float[q.length];
        for (int i = 0; i < q.length; i++) {
            f[i] = (float) q[i];
        }
        return f;
    }

    @Test
    void embedding_smallTurnsAndEquivalents_isTheDisorientation() {
        Random random = new Random(5);
        for (int k = 0; k < 50; k++) {
            double[] q = uniform(random);
            double[] other = turned(q, 2, random);
            double[] equivalent = new double[4];
            Quaternions.multiply(
                    LaueGroup.HEXAGONAL.operator(k % LaueGroup.HEXAGONAL.order()), 0, other, 0, equivalent, 0);
            assertThat(Math.toDegrees(RotationScore.distance(single(q), single(equivalent))))
                    .isCloseTo(2, within(0.02));
            assertThat(RotationScore.distance(single(other), single(equivalent)))
                    .isLessThan(2e-3);
        }
    }

    /** Maps of one orientation a grain, 10 rows of grains of 24 x 2 px, turned from a base by a normal deviate each. */
    private static OrientationMap stripes(double[][] base, double sdDeg, Random random) {
        double[] q = new double[4 * GRID.size()];
        for (int g = 0; g < 10; g++) {
            double[] own = turned(base[g], sdDeg * random.nextGaussian(), random);
            for (int i = 48 * g; i < 48 * (g + 1); i++) {
                System.arraycopy(own, 0, q, 4 * i, 4);
            }
        }
        return OrientationMap.full(GRID, LaueGroup.HEXAGONAL, q);
    }

    private static List<double[]> figures(double membersSd, int trials) {
        List<double[]> all = new ArrayList<>();
        Random random = new Random(11);
        for (int t = 0; t < trials; t++) {
            double[][] base = new double[10][];
            for (int g = 0; g < 10; g++) {
                base[g] = uniform(random);
            }
            OrientationMap truth = stripes(base, 4, random);
            List<float[]> members = new ArrayList<>();
            for (int m = 0; m < 8; m++) {
                members.add(single(stripes(base, membersSd, random).quaternions()));
            }
            Posterior p = new Posterior(stripes(base, 0, random), new float[GRID.size()], members, 0);
            RotationScore s = RotationScore.of(truth, p);
            GrainMeanTarp tarp = GrainMeanTarp.of(truth, Grains.of(truth), p, t);
            all.add(new double[] {
                s.energyDeg(), s.crpsDeg(), tarp.coverage(0.25), tarp.coverage(0.5), tarp.coverage(0.75)
            });
        }
        return all;
    }

    private static double mean(List<double[]> rows, int k) {
        return rows.stream().mapToDouble(r -> r[k]).average().orElseThrow();
    }

    @Test
    void scores_membersOfTheTruthsOwnDistribution_areBestAndUniform() {
        List<double[]> right = figures(4, 60), narrow = figures(0.5, 60), wide = figures(12, 60);
        for (int k = 0; k < 2; k++) {
            assertThat(mean(right, k))
                    .as("score " + k)
                    .isLessThan(mean(narrow, k))
                    .isLessThan(mean(wide, k));
        }
        assertThat(mean(right, 2)).isCloseTo(0.25, within(0.05));
        assertThat(mean(right, 3)).isCloseTo(0.5, within(0.05));
        assertThat(mean(right, 4)).isCloseTo(0.75, within(0.05));
        assertThat(mean(narrow, 2)).isGreaterThan(0.3); // too narrow: the truth is oftener an end
        assertThat(mean(narrow, 4)).isLessThan(0.7);
    }
}
