package sunstone.models.polarizedlight.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.registration.Registration;

/** Two grains side by side, the boundary between columns 19 and 20, and draws that move it. */
class RegistrationDrawsTest {
    private static final ScanGrid GRID = new ScanGrid(30, 40, 1);

    private static PlImage image() {
        float[] channels = new float[PlImage.CHANNELS * GRID.size()];
        for (int i = 0; i < GRID.size(); i++) {
            channels[3 * GRID.size() + i] = i % GRID.cols() < 20 ? 0.6f : -0.6f;
        }
        return new PlImage(GRID, channels, new float[PlImage.CHANNELS]);
    }

    private static RegistrationDraws movedRightBy(double... px) {
        List<Registration> draws = Arrays.stream(px)
                .mapToObj(p -> new Registration(GRID, GRID, new double[] {0, p, 0, 0}))
                .toList();
        return new RegistrationDraws(GRID, image(), draws);
    }

    private static float[] told(RegistrationDraws draws, int col) {
        float[] told = new float[draws.size() * (draws.size() - 1) / 2];
        draws.tell(GRID.index(15, col), told);
        return told;
    }

    @Test
    void apartPx_ofShifts_isTheirDifference() {
        assertThat(movedRightBy(0, 3, 1).apartPx()).hasSize(3).satisfies(apart -> {
            assertThat(apart[0]).isCloseTo(3, within(1e-5f));
            assertThat(apart[1]).isCloseTo(1, within(1e-5f));
            assertThat(apart[2]).isCloseTo(2, within(1e-5f));
        });
    }

    @Test
    void tell_pixelBetweenTwoPlacesOfABoundary_tellsThemApart() {
        RegistrationDraws draws = movedRightBy(0, 4);

        assertThat(told(draws, 21)[0]).isGreaterThan(0.9f);
        assertThat(draws.tell(GRID.index(15, 21), new float[1])).isTrue();
    }

    @Test
    void tell_pixelFarFromTheBoundary_tellsNothing() {
        RegistrationDraws draws = movedRightBy(0, 4);

        IntStream.of(5, 17, 26, 35)
                .forEach(col ->
                        assertThat(told(draws, col)[0]).as("column %d", col).isZero());
        assertThat(draws.tell(GRID.index(15, 5), new float[1])).isFalse();
    }

    @Test
    void tell_drawThatLaysThePixelUponTheBoundary_isToldByHalf() {
        float[] told = told(movedRightBy(0, 1.7, 4), 21);

        assertThat(told[1]).as("both sure").isGreaterThan(0.9f);
        assertThat(told[0]).as("one upon the boundary").isBetween(0.4f, 0.5f);
    }

    @Test
    void tell_drawsThatLayThePixelOutsideTheLight_areNotToldApart() {
        assertThat(told(movedRightBy(13, 15), 11)[0]).isZero();
    }
}
