package sunstone.models.polarizedlight.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.UniaxialOptics;

public class AxisConstraintTest {
    private static final int N = 400;
    /** Half the diagonal of the 5 degree steps of the table, with some room. */
    private static final double TABLE_DEG = 4;
    /**
     * Light goes by the squared sine of the tilt and tells less and less of it near the equator; steeper axes are not
     * tested.
     */
    private static final double STEEPEST = Math.cos(Math.toRadians(75));

    private final double[] truth = random(1);
    private final double[] drawn = random(2);

    @Test
    void turn_anyDraw_leavesNoneThatContradictsTheLight() {
        double[] turned = turned();

        int contradictions = 0;
        for (int i = 0; i < N; i++) {
            contradictions += offDeg(drawn, i) > 45 + TABLE_DEG ? 1 : 0;
            assertThat(offDeg(turned, i)).isLessThan(45 + TABLE_DEG);
        }
        assertThat(contradictions).isGreaterThan(N / 10);
    }

    @Test
    void turn_contradiction_isTurnedToTheNearerBranchTheShortestWay() {
        double[] turned = turned();

        for (int i = 0; i < N; i++) {
            if (offDeg(drawn, i) > 45 + TABLE_DEG) {
                assertThat(offDeg(turned, i)).isLessThan(TABLE_DEG);
                // the reduced rotation is at most as large as the turn itself
                assertThat(Math.toDegrees(LaueGroup.HEXAGONAL.disorientation(drawn, 4 * i, turned, 4 * i)))
                        .isLessThan(offDeg(drawn, i) + TABLE_DEG);
            }
        }
    }

    @Test
    void turn_drawThatLightAllows_isLeftAsItIs() {
        double[] turned = turned();

        for (int i = 0; i < N; i++) {
            if (offDeg(drawn, i) < 45 - TABLE_DEG) {
                for (int k = 4 * i; k < 4 * i + 4; k++) {
                    assertThat(turned[k]).isCloseTo(drawn[k], within(1e-7));
                }
            }
        }
    }

    @Test
    void turn_somePixelsAndAnAngle_turnsOnlyWhatIsFurtherOffThere() {
        float[] turned = constraint().turn(floats(drawn), i -> i < N / 2, 20);

        for (int i = 0; i < N / 2; i++) {
            assertThat(offDeg(doubles(turned), i)).isLessThan(20 + TABLE_DEG);
        }
        assertThat(Arrays.copyOfRange(turned, 2 * N, 4 * N)).isEqualTo(Arrays.copyOfRange(floats(drawn), 2 * N, 4 * N));
    }

    @Test
    void offDeg_anyOrientation_isTheAngleToTheNearerBranch() {
        for (int i = 0; i < N; i++) {
            double[] q = Arrays.copyOfRange(drawn, 4 * i, 4 * i + 4);

            assertThat(constraint().offDeg(i, q)).isEqualTo(offDeg(drawn, i), within(TABLE_DEG));
        }
    }

    private double[] turned() {
        return doubles(constraint().turn(floats(drawn)));
    }

    private AxisConstraint constraint() {
        float[] light = new float[PlImage.CHANNELS * N];
        double[] h = new double[PlImage.CHANNELS];
        for (int i = 0; i < N; i++) {
            UniaxialOptics.canonical().harmonics(truth, 4 * i, h, 0);
            for (int c = 0; c < h.length; c++) {
                light[c * N + i] = PlScaling.canonical().scale(c, h[c]);
            }
        }
        return new AxisConstraint(
                new RegisteredPl(light, light, new float[0], new double[2], 0, true, null), LaueGroup.HEXAGONAL);
    }

    private static float[] floats(double[] values) {
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) values[i];
        }
        return out;
    }

    private static double[] doubles(float[] values) {
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[i];
        }
        return out;
    }

    /** Angle from the c axis of a pixel to the nearer of the two axes that look like the truth's, degrees. */
    private double offDeg(double[] q, int i) {
        return offDeg(q, truth, i);
    }

    public static double offDeg(double[] q, double[] truth, int i) {
        double[] c = new double[3];
        double[] t = new double[3];
        Quaternions.cAxis(q, 4 * i, c, 0);
        Quaternions.cAxis(truth, 4 * i, t, 0);
        double branch = Math.abs(c[0] * t[0] + c[1] * t[1] + c[2] * t[2]);
        double mirror = Math.abs(c[0] * t[0] + c[1] * t[1] - c[2] * t[2]);
        return Math.toDegrees(Math.acos(Math.min(1, Math.max(branch, mirror))));
    }

    private static double[] random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] q = new double[4 * N];
        double[] c = new double[3];
        for (int i = 0; i < N; i++) {
            do {
                for (int k = 0; k < 4; k++) {
                    q[4 * i + k] = random.nextGaussian();
                }
                Quaternions.normalise(q, 4 * i);
                Quaternions.cAxis(q, 4 * i, c, 0);
            } while (Math.abs(c[2]) < STEEPEST);
            LaueGroup.HEXAGONAL.reduce(q, 4 * i, q, 4 * i);
        }
        return q;
    }
}
