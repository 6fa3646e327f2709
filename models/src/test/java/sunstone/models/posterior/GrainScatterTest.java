package sunstone.models.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sunstone.models.Patchwork;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;

class GrainScatterTest {
    private static final LaueGroup LAUE = LaueGroup.HEXAGONAL;
    private final Patchwork section = new Patchwork(64, 3, 5);

    @Test
    void of_noPoints_isTheUsual() {
        assertThat(GrainScatter.of(section.grid(), LAUE, List.of()).degrees()).isEqualTo(0.7, within(1e-12));
    }

    @Test
    void of_manyPointsOfNoisyGrains_isNearTheirNoise() {
        List<EbsdPoint> points = new ArrayList<>();
        for (int k = 0; k < 300; k++) {
            points.add(section.point((k * 1367) % section.grid().size(), 1.2));
        }
        // a pair differs by 1.2^2 twice, the noise of one end is taken away as 0.5^2; 300 pairs: some 10% of spread
        double expected = Math.sqrt(2 * 1.2 * 1.2 - 0.25);
        assertThat(GrainScatter.of(section.grid(), LAUE, points).degrees()).isEqualTo(expected, within(0.25));
    }

    @Test
    void turn_manyMembers_hasTheRootMeanSquareAsked() {
        GrainScatter scatter = GrainScatter.of(section.grid(), LAUE, List.of());
        double[] truth = section.truth().quaternions();
        float[] member = new float[truth.length];
        for (int i = 0; i < member.length; i++) {
            member[i] = (float) truth[i];
        }
        double sum = 0;
        int n = 0;
        for (int m = 0; m < 200; m++) {
            float[] turned = scatter.turn(member, LAUE, m);
            int pixel = 4 * ((m * 911) % section.grid().size());
            double d = LAUE.disorientationDeg(turned, pixel, member, pixel);
            sum += d * d;
            n++;
        }
        // 600 Gaussian axes: the root mean square is known to 3%; four sigma
        assertThat(Math.sqrt(sum / n)).isEqualTo(0.7, within(0.7 * 4 / Math.sqrt(2 * 600)));
    }

    @Test
    void turn_sameSeed_sameMember() {
        GrainScatter scatter = GrainScatter.of(section.grid(), LAUE, List.of());
        float[] member = new float[4 * section.grid().size()];
        for (int i = 0; i < member.length; i += 4) {
            member[i] = 1;
        }
        assertThat(scatter.turn(member, LAUE, 3)).isEqualTo(scatter.turn(member, LAUE, 3));
    }
}
