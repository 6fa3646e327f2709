package sunstone.simulators.microscope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sunstone.connectors.instrument.Measurement;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.simulators.microstructure.MicrostructureGenerator;
import sunstone.simulators.microstructure.MicrostructureRecipe;

class VirtualMicroscopeTest {
    private static final ScanGrid GRID = new ScanGrid(200, 200, 0.5);
    private static final OrientationMap TRUTH = MicrostructureGenerator.generate(
                    GRID, MicrostructureRecipe.equiaxed(12), new SplittableRandom(1))
            .map();

    private final VirtualMicroscope microscope = new VirtualMicroscope(TRUTH, MicroscopeOptions.defaults(), 7);

    private static double errorDeg(Measurement m) {
        double[] q = {m.w(), m.x(), m.y(), m.z()};
        return Math.toDegrees(TRUTH.laue().disorientation(q, 0, TRUTH.quaternions(), 4 * GRID.index(m.row(), m.col())));
    }

    @Test
    void measure_manyPoints_haveTheErrorsOfTheOptions() {
        int n = GRID.size(), lost = 0, wrong = 0, right = 0;
        double square = 0, goodConfidence = 0, wrongConfidence = 0;
        for (int p = 0; p < n; p++) {
            Measurement m = microscope.measure(p / 200, p % 200);
            if (!m.indexed()) {
                lost++;
                continue;
            }
            double error = errorDeg(m);
            if (error > 3) { // six standard deviations; a random orientation is as near once in 10^4
                wrong++;
                wrongConfidence += m.confidence();
            } else {
                right++;
                square += error * error;
                goodConfidence += m.confidence();
            }
        }
        double se = Math.sqrt(0.01 / n);
        assertThat((double) lost / n).isCloseTo(0.01, within(4 * se));
        assertThat((double) wrong / n).isCloseTo(0.01, within(4 * se));
        // mean square of three normal components: 0.25, relative scatter sqrt(2 / 3 / n)
        assertThat(square / right).isCloseTo(0.25, within(4 * 0.25 * Math.sqrt(2.0 / 3 / right)));
        assertThat(wrongConfidence / wrong).isBetween(0.4, 0.5);
        assertThat(goodConfidence / right).isBetween(0.7, 0.8);
    }

    @Test
    void measure_besideBoundaries_losesMorePoints() {
        int[] lost = new int[2], all = new int[2];
        for (int p = 1; p < GRID.size(); p++) {
            double[] q = TRUTH.quaternions();
            boolean edge = p % 200 > 0 && TRUTH.laue().disorientation(q, 4 * p, q, 4 * p - 4) > Math.toRadians(5);
            int k = edge ? 1 : 0;
            for (int visit = 0; visit < 5; visit++) {
                all[k]++;
                lost[k] += microscope.measure(p / 200, p % 200, visit).indexed() ? 0 : 1;
            }
        }
        assertThat((double) lost[1] / all[1]).isGreaterThan(1.5 * lost[0] / all[0]);
    }

    @Test
    void measure_sameSeedPixelAndVisit_isTheSameWhateverHappenedBefore() {
        VirtualMicroscope other = new VirtualMicroscope(TRUTH, MicroscopeOptions.defaults(), 7);
        other.measure(3, 3);
        Measurement first = microscope.measure(10, 20), second = microscope.measure(10, 20);
        assertThat(other.measure(10, 20)).isEqualTo(first);
        assertThat(other.measure(10, 20)).isEqualTo(second).isNotEqualTo(first);
        assertThat(new VirtualMicroscope(TRUTH, MicroscopeOptions.defaults(), 8).measure(10, 20))
                .isNotEqualTo(first);
    }

    @Test
    void measure_perfectMicroscope_seesTheTruth() {
        VirtualMicroscope perfect = new VirtualMicroscope(TRUTH, MicroscopeOptions.perfect(), 7);
        for (int p = 0; p < GRID.size(); p += 37) {
            assertThat(errorDeg(perfect.measure(p / 200, p % 200))).isLessThan(1e-9);
        }
    }

    @Test
    void measure_hole_isNeverIndexed() {
        boolean[] valid = new boolean[GRID.size()];
        OrientationMap empty = new OrientationMap(GRID, TRUTH.laue(), TRUTH.quaternions(), valid);
        assertThat(new VirtualMicroscope(empty, MicroscopeOptions.perfect(), 7).measure(0, 0))
                .isEqualTo(new Measurement(0, 0, 0, 1, 0, 0, 0, 0));
    }

    @Test
    void measure_outsideTheGrid_isMisuse() {
        assertThatThrownBy(() -> microscope.measure(200, 0)).hasMessageContaining("(200, 0) lies outside 200 x 200");
        assertThatThrownBy(() -> new VirtualMicroscope(TRUTH, 0, MicroscopeOptions.defaults(), 1))
                .hasMessageContaining("phase must be at least 1: 0");
    }

    @Test
    void visitMillis_move_isTravelSettleAndDwell() {
        // 3-4-5 triangle of 0.5 um pixels at 1 um per ms
        assertThat(microscope.visitMillis(GRID.index(0, 0), GRID.index(30, 40))).isCloseTo(25 + 20 + 50, within(1e-9));
        assertThat(microscope.visitMillis(5, 5)).isEqualTo(50);
        assertThat(microscope.visitMillis(-1, 5)).isEqualTo(70);
    }
}
