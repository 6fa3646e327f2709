package sunstone.agent.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PerfectSegmentationTest {
    @Test
    void of_twoGrainsAndOneTooSmall_measuresTwoAndGivesTheSmallOneToItsNeighbour() {
        // 12 pixels at 0, 2 pixels at 10 (too small, nearer to the first), 12 pixels at 20
        double[] deg = new double[26];
        for (int i = 0; i < 26; i++) {
            deg[i] = i < 12 ? 0 : i < 14 ? 10 : 20;
        }

        EvaluationReport.Oracle oracle = PerfectSegmentation.of(Maps.of(1, 26, deg));

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

        EvaluationReport.Oracle oracle = PerfectSegmentation.of(Maps.of(3, 11, deg));

        assertThat(oracle.pointsOnePerGrain()).isEqualTo(1);
        // measured at column 1, -4 degrees: errors 1, 0, 1, ..., 9
        assertThat(oracle.meanDeg()).isCloseTo(46 / 11.0, within(1e-5));
    }
}
