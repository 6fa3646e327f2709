package sunstone.agent.evaluation.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sunstone.agent.evaluation.report.CalibrationChart;
import sunstone.agent.evaluation.report.Charts;

class CalibrationTest {
    private static final List<Double> LEVELS = List.of(0.5, 0.8, 0.9, 0.95);
    private static final Calibration ONE =
            new Calibration(LEVELS, List.of(0.4, 0.7, 0.8, 0.9), List.of(1.0, 3.0), List.of(6.0, 8.0));
    private static final Calibration OTHER =
            new Calibration(LEVELS, List.of(0.6, 0.9, 1.0, 1.0), List.of(7.0, 4.0), List.of(8.0, 6.0));

    @Test
    void of_severalEnsembles_isMeanCoverageAndRootMeanSquares() {
        Calibration both = Calibration.of(List.of(ONE, OTHER));

        assertThat(both.levels()).isEqualTo(LEVELS);
        for (int k = 0; k < 4; k++) {
            assertThat(both.coverage().get(k))
                    .isCloseTo((ONE.coverage().get(k) + OTHER.coverage().get(k)) / 2, within(1e-12));
        }
        assertThat(both.spreadDeg()).containsExactly(5.0, Math.sqrt(12.5)); // (1 + 49) / 2, (9 + 16) / 2
        assertThat(both.errorDeg()).containsExactly(Math.sqrt(50), Math.sqrt(50));
    }

    @Test
    void chart_manyNames_leavesRoomForTheCurves() {
        Map<String, Calibration> lines = new LinkedHashMap<>();
        for (int k = 0; k < 40; k++) {
            lines.put("policy " + k + ", ensemble", ONE);
        }

        BufferedImage chart = CalibrationChart.of(Map.of("clean", lines, "harsh", lines));

        // all lines are the same, so that the last one's colour is that of the curves
        int colour = Charts.COLOURS[39 % Charts.COLOURS.length].getRGB();
        int seen = 0;
        for (int x = 0; x < chart.getWidth() / 2; x++) {
            for (int y = 0; y < 300; y++) {
                seen += chart.getRGB(x, y) == colour ? 1 : 0;
            }
        }
        assertThat(seen).isGreaterThan(100);
        assertThat(chart.getHeight()).isGreaterThan(2 * 40 * Charts.LEGEND_LINE);
    }
}
