package sunstone.agent.evaluation.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import sunstone.models.map.OrientationMap;

class MapMetricsTest {
    private static final double NAN = Double.NaN;

    @Test
    void score_errorsOneToFive_hasTheirMeanMedianAndPercentile() {
        OrientationMap truth = Maps.of(1, 6, 0, 0, 0, 0, 0, NAN);

        MapScore score = new MapMetrics(truth).score(Maps.posterior(Maps.of(1, 6, 1, 2, 3, 4, 10, 20)));

        assertThat(score.meanDeg()).isCloseTo(4, within(1e-5));
        assertThat(score.medianDeg()).isCloseTo(3, within(1e-5));
        assertThat(score.p95Deg()).isCloseTo(4 + 0.8 * 6, within(1e-5)); // position 0.95 * 4 = 3.8
        assertThat(score.within5deg()).isCloseTo(0.8, within(1e-12));
        assertThat(score.coverage90()).isNull();
        assertThat(score.spreadSkill()).isNull();
    }

    @Test
    void meanDeg_sixtyDegreesAboutC_isZeroBySymmetry() {
        assertThat(new MapMetrics(Maps.of(1, 2, 0, 0)).meanDeg(Maps.of(1, 2, 60, -120)))
                .isCloseTo(0, within(1e-6));
    }

    @Test
    void grainRecall_halfOfAGrainRight_isNotFound() {
        // two grains of 10 pixels and one of 2, which is too small to count
        double[] truth = new double[22];
        double[] map = new double[22];
        for (int i = 0; i < 22; i++) {
            truth[i] = i < 10 ? 0 : i < 20 ? 10 : 20;
            map[i] = i < 5 ? 0 : i < 10 ? 10 : i < 16 ? 10 : 20; // 5 of 10 right, 6 of 10 right
        }

        MapScore score = new MapMetrics(Maps.of(1, 22, truth)).score(Maps.posterior(Maps.of(1, 22, map)));

        assertThat(score.grainRecall()).isEqualTo(0.5);
    }

    @Test
    void grainRecall_noGrainOfTenPixels_isOne() {
        MapScore score = new MapMetrics(Maps.of(1, 2, 0, 10)).score(Maps.posterior(Maps.of(1, 2, 10, 0)));

        assertThat(score.grainRecall()).isEqualTo(1);
    }

    @Test
    void boundaryF1_boundaryOffByOnePixel_isPerfect() {
        assertThat(f1(new double[] {0, 0, 0, 10, 10, 10}, new double[] {0, 0, 10, 10, 10, 10}))
                .isEqualTo(1);
    }

    @Test
    void boundaryF1_boundaryOffByTwoPixels_isZero() {
        assertThat(f1(new double[] {0, 0, 0, 10, 10, 10}, new double[] {0, 10, 10, 10, 10, 10}))
                .isZero();
    }

    @Test
    void boundaryF1_oneOfTwoBoundariesMissed_isTwoThirds() {
        // precision 1, recall 1/2
        assertThat(f1(new double[] {0, 0, 0, 10, 10, 10, 20, 20}, new double[] {0, 0, 0, 10, 10, 10, 10, 10}))
                .isCloseTo(2.0 / 3, within(1e-12));
    }

    @Test
    void boundaryF1_noBoundaryAtAll_isOne() {
        assertThat(f1(new double[] {0, 0, 0}, new double[] {3, 3, 3})).isEqualTo(1);
    }

    @Test
    void boundaryF1_boundaryOnlyBesideInvalidPixels_isOne() {
        assertThat(f1(new double[] {0, NAN, 10}, new double[] {0, 20, 10})).isEqualTo(1);
    }

    @Test
    void new_truthWithoutValidPixel_isRefused() {
        assertThatThrownBy(() -> new MapMetrics(Maps.of(1, 1, NAN))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void score_mapOfAnotherSize_isRefused() {
        assertThatThrownBy(() -> new MapMetrics(Maps.of(1, 1, 0)).meanDeg(Maps.of(1, 2, 0, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static double f1(double[] truth, double[] map) {
        return new MapMetrics(Maps.of(1, truth.length, truth))
                .score(Maps.posterior(Maps.of(1, map.length, map)))
                .boundaryF1();
    }
}
