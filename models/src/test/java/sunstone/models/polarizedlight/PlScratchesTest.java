package sunstone.models.polarizedlight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sunstone.models.Patchwork;
import sunstone.models.map.ScanGrid;

class PlScratchesTest {
    private final Patchwork section = new Patchwork(80, 50, 4);

    @ParameterizedTest
    @CsvSource({"0.5, 3, 0.6", "1.5, -10, 0.6", "2.4, 15, 0.3", "0, 12, 0.6", "3.05, -8, 1.2"})
    void remove_scratch_leavesTheLightBelow(double angle, double offset, double light) {
        PlImage clean = section.light(0.03, 0, 0);
        PlImage scratched = scratch(clean, angle, offset, light);
        double before = difference(scratched, clean, angle, offset);
        double after = difference(PlScratches.remove(scratched), clean, angle, offset);
        assertThat(after).isLessThan(0.35 * before);
    }

    @Test
    void remove_threeScratches_leavesTheLightBelow() {
        PlImage clean = section.light(0.03, 0, 0);
        PlImage scratched = scratch(scratch(scratch(clean, 0.5, 3, 0.5), 1.7, -10, 0.8), 2.4, 15, 0.4);
        PlImage removed = PlScratches.remove(scratched);
        double[][] lines = {{0.5, 3}, {1.7, -10}, {2.4, 15}};
        for (double[] line : lines) {
            assertThat(difference(removed, clean, line[0], line[1]))
                    .isLessThan(0.35 * difference(scratched, clean, line[0], line[1]));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.05, 0.2})
    void remove_noScratch_isTheSameImage(double noise) {
        PlImage sharp = section.light(noise, 0, 0);
        PlImage mixed = section.areaLight(noise, 0.4, 0.3);
        assertThat(PlScratches.remove(sharp)).isSameAs(sharp);
        assertThat(PlScratches.remove(mixed)).isSameAs(mixed);
    }

    @Test
    void remove_brightLamellaWithinAGrain_isTheSameImage() {
        float[] light = new float[PlImage.CHANNELS * section.grid().size()];
        Random random = new Random(5);
        for (int k = 0; k < light.length; k++) {
            int row = k % section.grid().size() / 80;
            int col = k % 80;
            boolean lamella = Math.abs(row - col) < 2 && row > 20 && row < 60; // half of the diagonal
            light[k] = (float) ((lamella ? 0.6 : 0) + 0.03 * random.nextGaussian());
        }
        PlImage image = PlImage.of(section.grid(), light);
        assertThat(PlScratches.remove(image)).isSameAs(image);
    }

    private static PlImage scratch(PlImage image, double angle, double offset, double light) {
        ScanGrid grid = image.grid();
        float[] out = image.harmonics().clone();
        for (int i = 0; i < grid.size(); i++) {
            double d = distance(grid, i, angle) - offset;
            float f = (float) (light * Math.exp(-d * d / 0.72));
            out[i] += f;
            out[grid.size() + i] += 0.3f * f;
            out[2 * grid.size() + i] -= 0.2f * f;
        }
        return PlImage.of(grid, out);
    }

    private static double distance(ScanGrid grid, int i, double angle) {
        return Math.cos(angle) * (i % grid.cols() - (grid.cols() - 1) / 2.0)
                + Math.sin(angle) * (i / grid.cols() - (grid.rows() - 1) / 2.0);
    }

    /** Mean difference of the first three channels within two pixels of a line. */
    private static double difference(PlImage a, PlImage b, double angle, double offset) {
        double sum = 0;
        int count = 0;
        int n = a.grid().size();
        for (int i = 0; i < 3 * n; i++) {
            if (Math.abs(distance(a.grid(), i % n, angle) - offset) < 2) {
                sum += Math.abs(a.harmonics()[i] - b.harmonics()[i]);
                count++;
            }
        }
        return sum / count;
    }
}
