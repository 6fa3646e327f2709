package sunstone.models.polarizedlight.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sunstone.models.Patchwork;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;

class PlSharpeningTest {
    private static final int ENOUGH = 400;

    @ParameterizedTest
    @CsvSource({"0.7, 0.4", "-0.3, 0.6", "1.2, -0.8", "-1, 1", "0, 0"})
    void of_pixelsThatCoverFour_givesEachItsOwnLight(double dx, double dy) {
        ScanGrid grid = new ScanGrid(17, 26, 1);
        float[] there = new float[PlImage.CHANNELS * grid.size()];
        for (int k = 0; k < there.length; k++) {
            there[k] = (k * 7919) % 13 / 6f - 1; // nothing smooth
        }
        float[] seen = new float[there.length];
        for (int c = 0; c < PlImage.CHANNELS; c++) {
            for (int row = 3; row < 14; row++) {
                for (int col = 3; col < 23; col++) {
                    seen[at(grid, c, row, col)] = area(grid, there, c, row + dy, col + dx);
                }
            }
        }
        // what lies within and is covered wholly; without noise and weight the least squares have one answer there only
        // if all
        // around is seen too, so it is compared by what it would look like
        float[] found = PlSharpening.of(grid, seen, new double[] {-dx, -dy}, 0, 4 * ENOUGH);
        for (int c = 0; c < PlImage.CHANNELS; c++) {
            for (int row = 3; row < 14; row++) {
                for (int col = 3; col < 23; col++) {
                    assertThat(area(grid, found, c, row + dy, col + dx))
                            .isEqualTo(seen[at(grid, c, row, col)], within(0.01f));
                }
            }
        }
    }

    @Test
    void of_boundariesMixedByAShift_isNearerToTheGrainsThanInterpolation() {
        Patchwork section = new Patchwork(64, 60, 4);
        float[] there = section.light(0, 0, 0).harmonics();
        PlImage seen = section.areaLight(0.03, 0.7, 0.4);
        double[] shift = {-0.7, -0.4};
        double interpolated = difference(PlRegistration.resample(section.grid(), seen.harmonics(), shift), there);
        double sharpened = difference(
                PlSharpening.of(section.grid(), seen.harmonics(), shift, PlSharpening.weight(seen.meanNoise()), 40),
                there);
        assertThat(sharpened).isLessThan(0.7 * interpolated);
    }

    @Test
    void of_moreIterations_changesNothing() {
        Patchwork section = new Patchwork(32, 12, 4);
        PlImage seen = section.areaLight(0.05, 0.5, 0.5);
        float[] enough = PlSharpening.of(section.grid(), seen.harmonics(), new double[] {-0.5, -0.5}, 0.05, ENOUGH);
        float[] more = PlSharpening.of(section.grid(), seen.harmonics(), new double[] {-0.5, -0.5}, 0.05, 4 * ENOUGH);
        assertThat(difference(enough, more)).isLessThan(2e-3);
    }

    @Test
    void of_shiftTooLarge_saysWhichAndTheLimit() {
        ScanGrid grid = new ScanGrid(4, 4, 1);
        assertThatThrownBy(() -> PlSharpening.of(grid, new float[80], new double[] {2.5, 0}, 0.1, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2.0 px")
                .hasMessageContaining("2.5");
    }

    /** Mean of the light over a square of one pixel. */
    private static float area(ScanGrid grid, float[] image, int c, double row, double col) {
        int r = (int) Math.floor(row);
        int k = (int) Math.floor(col);
        double y = row - r;
        double x = col - k;
        return (float) ((1 - y) * (1 - x) * image[at(grid, c, r, k)]
                + (1 - y) * x * image[at(grid, c, r, k + 1)]
                + y * (1 - x) * image[at(grid, c, r + 1, k)]
                + y * x * image[at(grid, c, r + 1, k + 1)]);
    }

    private static int at(ScanGrid grid, int c, int row, int col) {
        return c * grid.size() + row * grid.cols() + col;
    }

    private static double difference(float[] a, float[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += Math.abs(a[k] - b[k]) / a.length;
        }
        return sum;
    }
}
