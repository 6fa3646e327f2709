package sunstone.agent.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;

class EstimatedLightTest {
    private static final ScanGrid GRID = new ScanGrid(16, 16, 1);
    private static final PlScaling SCALING = PlScaling.canonical();

    private static float[] uniform(double... harmonics) {
        float[] light = new float[PlImage.CHANNELS * GRID.size()];
        for (int i = 0; i < light.length; i++) {
            int c = i / GRID.size();
            light[i] = SCALING.scale(c, harmonics[c]);
        }
        return light;
    }

    @Test
    void of_errorOfTheStageZero_turnsHarmonicsByTwiceAndFourTimesIt() {
        double zero = Math.toRadians(5);
        EstimatedLight light = new EstimatedLight(0, 0, 0, zero, 0, 0);

        float[] seen = light.of(uniform(0.2, 0.1, 0, 0.05, 0), GRID, SCALING, new SplittableRandom(1));

        float[] expected = uniform(
                0.2,
                0.1 * Math.cos(2 * zero),
                0.1 * Math.sin(2 * zero),
                0.05 * Math.cos(4 * zero),
                0.05 * Math.sin(4 * zero));
        for (int i = 0; i < seen.length; i++) {
            assertThat(seen[i]).isCloseTo(expected[i], within(1e-6f));
        }
    }

    @Test
    void draw_manyScans_errorsAreThoseOfACalibration() {
        SplittableRandom random = new SplittableRandom(2);
        double squares = 0;
        int scans = 4000;
        for (int k = 0; k < scans; k++) {
            double zero = EstimatedLight.draw(random).zeroRad();
            squares += zero * zero / scans;
        }

        // strengths are log-uniform from 0.3 to 2: mean square (4 - 0.09) / (2 ln(2 / 0.3)) of the usual 1.2 degrees
        double expected = (4 - 0.09) / (2 * Math.log(2 / 0.3)) * Math.pow(Math.toRadians(1.2), 2);
        assertThat(squares).isCloseTo(expected, within(0.25 * expected));
    }
}
