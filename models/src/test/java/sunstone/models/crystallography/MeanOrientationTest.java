package sunstone.models.crystallography;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeanOrientationTest {
    private static double[] near(double[] centre, double degrees, SplittableRandom random) {
        double[] turn = new double[4];
        double u = random.nextDouble(-1, 1), a = random.nextDouble(2 * Math.PI), s = Math.sqrt(1 - u * u);
        Quaternions.fromAxisAngle(s * Math.cos(a), s * Math.sin(a), u, Math.toRadians(degrees), turn, 0);
        Quaternions.multiply(turn, 0, centre, 0, turn, 0);
        return turn;
    }

    /**
     * The mean must not depend on which equivalent of a member is given, nor on single precision beyond 1e-5 degrees.
     */
    @ParameterizedTest
    @EnumSource
    void mean_equivalentsOfMembers_isTheSame(LaueGroup laue) {
        SplittableRandom random = new SplittableRandom(7);
        MeanOrientation plain = new MeanOrientation(laue), hidden = new MeanOrientation(laue);
        double[] a = new double[4];
        double[] b = new double[4];
        for (int trial = 0; trial < 50; trial++) {
            double[] centre = near(new double[] {1, 0, 0, 0}, random.nextDouble(180), random);
            plain.clear();
            hidden.clear();
            for (int k = 0; k < 32; k++) {
                double[] q = near(centre, random.nextDouble(8), random);
                plain.add(q, 0);
                Quaternions.multiply(laue.operator(random.nextInt(laue.order())), 0, q, 0, q, 0);
                hidden.add(new float[] {(float) -q[0], (float) -q[1], (float) -q[2], (float) -q[3]}, 0);
            }
            assertThat(plain.mean(a, 0) && hidden.mean(b, 0)).isTrue();
            assertThat(Math.toDegrees(laue.disorientation(a, 0, b, 0))).isLessThan(1e-5);
            assertThat(Math.toDegrees(laue.disorientation(a, 0, centre, 0))).isLessThan(5);
            assertThat(FundamentalZone.contains(laue, a, 0, 1e-12)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void mean_identicalMembers_isThemExactly(LaueGroup laue) {
        double[] q = Quaternions.require(0.1, 0.7, -0.1, 0.7);
        MeanOrientation mean = new MeanOrientation(laue);
        for (int k = 0; k < 5; k++) {
            mean.add(q, 0);
        }
        double[] out = new double[4];
        assertThat(mean.mean(out, 0)).isTrue();
        assertThat(Math.toDegrees(mean.rmsDisorientation(out, 0))).isLessThan(1e-12);
    }
}
