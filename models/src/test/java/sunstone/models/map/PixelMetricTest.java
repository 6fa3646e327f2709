package sunstone.models.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixelMetricTest {
    private static final ScanGrid GRID = new ScanGrid(3, 4, 0.5);

    @Test
    void squared_positionAndLight_addUp() {
        float[] pl = new float[2 * GRID.size()];
        pl[0] = 0.5f;
        pl[GRID.size() + 11] = 2;
        // pixel 0 is (0, 0), pixel 11 is (2, 3)
        assertThat(new PixelMetric(0.3).squared(GRID, pl, 0, 11))
                .isCloseTo((4 + 9) / 4096.0 + 0.3 * (0.25 + 4), within(1e-15));
        assertThat(new PixelMetric(0.3).squared(GRID, new float[0], 0, 11)).isEqualTo(13 / 4096.0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void metric_weightOutOfRange_isRefused(double lambda) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PixelMetric(lambda))
                .withMessageContaining(String.valueOf(lambda));
    }

    @Test
    void neighbours_cornerAndMiddle_lieOnTheRaster() {
        List<Integer> found = new ArrayList<>();
        GRID.neighbours(0, found::add);
        assertThat(found).containsExactly(1, 4, 5);
        found.clear();
        GRID.neighbours(5, found::add);
        assertThat(found).containsExactly(0, 1, 2, 4, 6, 8, 9, 10);
        assertThat(GRID.distance(0, 11)).isEqualTo(Math.sqrt(13));
    }

    @Test
    void detector_usual_isWhatWasMeasuredWith() {
        assertThat(Detector.USUAL.variance()).isEqualTo(0.25);
        assertThat(Detector.USUAL.noise90Deg()).isCloseTo(0.7218, within(1e-4));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Detector(-1, 0))
                .withMessageContaining("-1.0 degrees");
    }
}
