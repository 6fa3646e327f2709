package sunstone.models.posterior.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.ScanGrid;

class IntragranularScatterTest {
    private static final LaueGroup LAUE = LaueGroup.HEXAGONAL;
    private static final ScanGrid GRID = new ScanGrid(64, 64, 1);

    @Test
    void turn_manyMembers_hasTheRootMeanSquareAskedOfEachPixel() {
        float[] degrees = new float[GRID.size()];
        Arrays.fill(degrees, 0.7f);
        Arrays.fill(degrees, degrees.length / 2, degrees.length, 1.4f);
        IntragranularScatter scatter = new IntragranularScatter(GRID, degrees, even());
        double[] squares = new double[2];
        for (int m = 0; m < 400; m++) {
            float[] turned = scatter.turn(still(), LAUE, m);
            int pixel = (m * 911) % GRID.size();
            double d = LAUE.disorientationDeg(turned, 4 * pixel, still(), 4 * pixel) / degrees[pixel];
            squares[pixel < degrees.length / 2 ? 0 : 1] += d * d / 200;
        }
        // some 200 times 3 Gaussian axes each: the root mean square is known to 3%; halves are drawn 200 +- 10 times,
        // 2.5%; four sigma
        assertThat(Math.sqrt(squares[0])).isEqualTo(1, within(0.16));
        assertThat(Math.sqrt(squares[1])).isEqualTo(1, within(0.16));
    }

    @Test
    void turn_bentUnequally_hasTheSameRootMeanSquareAndLongerTails() {
        float[] degrees = new float[GRID.size()];
        Arrays.fill(degrees, 1);
        IntragranularScatter scatter = new IntragranularScatter(GRID, degrees, new float[GRID.size()]);
        double[] angles = new double[2000];
        double square = 0;
        for (int m = 0; m < angles.length; m++) {
            int pixel = (m * 911) % GRID.size();
            angles[m] = LAUE.disorientationDeg(scatter.turn(still(), LAUE, m), 4 * pixel, still(), 4 * pixel);
            square += angles[m] * angles[m] / angles.length;
        }
        Arrays.sort(angles);

        // size exp(0.5 z - 0.25) times the length of three normal axes of variance 1/3: by numerical integration the
        // median is 0.68,
        // 95% lie below 1.92, and the standard error of the mean square is 1.9 / sqrt(n)
        assertThat(square).isEqualTo(1, within(4 * 1.9 / Math.sqrt(angles.length)));
        assertThat(angles[angles.length / 2]).isEqualTo(0.67, within(0.06));
        assertThat(angles[angles.length * 95 / 100]).isEqualTo(1.92, within(0.25));
    }

    @Test
    void turn_nothingHidden_isTheMember() {
        assertThat(new IntragranularScatter(GRID, new float[GRID.size()], even()).turn(still(), LAUE, 1))
                .isEqualTo(still());
    }

    @Test
    void turn_sameSeed_sameMember() {
        float[] degrees = new float[GRID.size()];
        Arrays.fill(degrees, 1);
        IntragranularScatter scatter = new IntragranularScatter(GRID, degrees, even());

        assertThat(scatter.turn(still(), LAUE, 3)).isEqualTo(scatter.turn(still(), LAUE, 3));
    }

    private static float[] even() {
        float[] noisy = new float[GRID.size()];
        Arrays.fill(noisy, 1);
        return noisy;
    }

    private static float[] still() {
        float[] member = new float[4 * GRID.size()];
        for (int i = 0; i < member.length; i += 4) {
            member[i] = 1;
        }
        return member;
    }
}
