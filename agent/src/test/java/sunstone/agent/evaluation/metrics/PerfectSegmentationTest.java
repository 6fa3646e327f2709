package sunstone.agent.evaluation.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;

class PerfectSegmentationTest {
    @Test
    void of_twoGrainsAndOneTooSmall_measuresTwoAndGivesTheSmallOneToItsNeighbour() {
        // 12 pixels at 0, 2 pixels at 10 (too small, nearer to the first), 12 pixels at 20
        double[] deg = new double[26];
        for (int i = 0; i < 26; i++) {
            deg[i] = i < 12 ? 0 : i < 14 ? 10 : 20;
        }

        Oracle oracle = PerfectSegmentation.of(Maps.of(1, 26, deg));

        assertThat(oracle.pointsOnePerGrain()).isEqualTo(2);
        assertThat(oracle.meanDeg()).isCloseTo(2 * 10 / 26.0, within(1e-5)); // either neighbour is 10 degrees off
    }

    @Test
    void of_gradientInsideAGrain_measuresTheDeepestPixel() {
        // a strip of 3 x 11, columns from -5 to 5 degrees: the middle row is deepest, its first pixel of depth 2
        double[] deg = new double[33];
        for (int i = 0; i < 33; i++) {
            deg[i] = i % 11 - 5;
        }

        Oracle oracle = PerfectSegmentation.of(Maps.of(3, 11, deg));

        assertThat(oracle.pointsOnePerGrain()).isEqualTo(1);
        // measured at column 1, -4 degrees: errors 1, 0, 1, ..., 9
        assertThat(oracle.meanDeg()).isCloseTo(46 / 11.0, within(1e-5));
    }

    @Test
    void meanDeg_grainsWithRightWrongAndNoPoints_takesTheNearestRightOneOrAGuess() {
        // grains of 4 pixels at 0, 20 and 10 degrees; the second has a wrong solution only, the third none
        MapMetrics metrics = new MapMetrics(Maps.of(1, 12, 0, 0, 0, 0, 20, 20, 20, 20, 10, 10, 10, 10));
        List<EbsdPoint> points = List.of(Maps.point(0, 0, 1), Maps.point(0, 3, 2), Maps.point(0, 5, 27));

        Double mean = PerfectSegmentation.meanDeg(metrics, points);

        assertThat(mean).isCloseTo((2 * 1 + 2 * 2 + 8 * 15) / 12.0, within(1e-5));
    }

    @Test
    void meanDeg_oneAxisTurnedAtRandom_isTheGuessOfAGrainWithoutAPoint() {
        OrientationMap truth = Maps.of(1, 1, 0);
        int n = 60;
        double sum = 0;
        for (int k = 0; k < n; k++) { // turns about c over one period, midpoints
            sum += truth.laue()
                    .disorientation(
                            truth.quaternions(),
                            0,
                            Maps.point(0, 0, 60 * (k + 0.5) / n).quaternion(),
                            0);
        }

        assertThat(PerfectSegmentation.meanDeg(new MapMetrics(truth), List.of()))
                .isCloseTo(Math.toDegrees(sum / n), within(1e-9));
    }
}
