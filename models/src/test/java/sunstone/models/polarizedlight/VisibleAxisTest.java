package sunstone.models.polarizedlight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sunstone.models.crystallography.Quaternions;

class VisibleAxisTest {
    @Test
    void mirror_anyOrientation_looksTheSame() {
        SplittableRandom random = new SplittableRandom(1);
        for (int k = 0; k < 100; k++) {
            double[] q = orientation(random);
            double[] before = new double[PlImage.CHANNELS];
            double[] after = new double[PlImage.CHANNELS];
            UniaxialOptics.canonical().harmonics(q, 0, before, 0);

            VisibleAxis.mirror(q);

            UniaxialOptics.canonical().harmonics(q, 0, after, 0);
            assertThat(after).containsExactly(before, within(1e-9));
        }
    }

    @Test
    void mirrored_theMirrorImageOfAnAxis_isToldFromTheAxisOfEitherSense() {
        double[] axis = {0.48, 0.6, 0.64};

        assertThat(VisibleAxis.mirrored(axis, axis)).isFalse();
        assertThat(VisibleAxis.mirrored(axis, new double[] {-0.48, -0.6, -0.64}))
                .isFalse();
        assertThat(VisibleAxis.mirrored(axis, new double[] {-0.48, -0.6, 0.64})).isTrue();
        assertThat(VisibleAxis.mirrored(axis, new double[] {0.48, 0.6, -0.64})).isTrue();
    }

    @Test
    void turnTo_anyOrientation_bringsItsAxisToTheNearerBranchTheShortestWay() {
        SplittableRandom random = new SplittableRandom(2);
        for (int k = 0; k < 100; k++) {
            double[] q = orientation(random);
            double[] drawn = q.clone();
            double[] axis = axis(orientation(random));
            double cos = VisibleAxis.nearer(axis, axis(drawn), new double[3]);

            VisibleAxis.turnTo(axis, q);

            assertThat(VisibleAxis.nearer(axis, axis(q), new double[3])).isEqualTo(1, within(1e-9));
            double turn = 2
                    * Math.acos(Math.min(
                            1, Math.abs(q[0] * drawn[0] + q[1] * drawn[1] + q[2] * drawn[2] + q[3] * drawn[3])));
            assertThat(turn).isEqualTo(Math.acos(cos), within(1e-6));
        }
    }

    private static double[] axis(double[] q) {
        double[] c = new double[3];
        Quaternions.cAxis(q, 0, c, 0);
        return c;
    }

    private static double[] orientation(SplittableRandom random) {
        double[] q = new double[4];
        for (int k = 0; k < 4; k++) {
            q[k] = random.nextGaussian();
        }
        Quaternions.normalise(q, 0);
        return q;
    }
}
