package sunstone.models.posterior;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sunstone.models.Patchwork;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.UniaxialOptics;
import sunstone.models.polarizedlight.stack.PlFit;
import sunstone.models.posterior.ensemble.EnsembleSampler;
import sunstone.models.prior.OnnxPrior;

/** The shipped prior on light that it knows and light that it does not; 1% of the pixels measured. */
class PlMisfitTest {
    private static final int SIZE = 48;
    private static OnnxPrior prior;

    @BeforeAll
    static void open() throws IOException {
        Path here = Path.of("zoo/hexagonal/model.onnx");
        prior = OnnxPrior.open(Files.exists(here) ? here : Path.of("models").resolve(here), "cpu", 1);
    }

    @AfterAll
    static void close() {
        prior.close();
    }

    @Test
    void of_sectionsOfAnyGrainSize_isSmall() {
        for (int grains : new int[] {3, 20, 150}) { // 28, 11 and 4 px across
            Patchwork section = new Patchwork(SIZE, grains, 5);
            assertThat(misfit(section, section.light(0.1, 0, 0)))
                    .as(grains + " grains")
                    .isLessThan(0.4);
        }
    }

    @Test
    void of_noiseInsteadOfLight_isNearOne() {
        SplittableRandom random = new SplittableRandom(4);
        float[] noise = new float[PlImage.CHANNELS * SIZE * SIZE];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (0.5 * random.nextGaussian());
        }
        assertThat(misfit(new Patchwork(SIZE, 20, 5), image(noise))).isBetween(0.8, 1.2);
    }

    @Test
    void of_cubicCrystals_isNearOne() {
        // isotropic: every crystal shows what an upright c axis shows, whatever is measured on it
        SplittableRandom random = new SplittableRandom(4);
        double[] upright = new double[PlImage.CHANNELS];
        UniaxialOptics.canonical().harmonics(new double[] {1, 0, 0, 0}, 0, upright, 0);
        float[] light = new float[PlImage.CHANNELS * SIZE * SIZE];
        for (int i = 0; i < light.length; i++) {
            int c = i / (SIZE * SIZE);
            light[i] = (float) (PlScaling.canonical().scale(c, upright[c]) + 0.02 * random.nextGaussian());
        }
        assertThat(misfit(new Patchwork(SIZE, 20, 5), image(light))).isBetween(0.8, 1.2);
    }

    private static PlImage image(float[] channels) {
        ScanGrid grid = new ScanGrid(SIZE, SIZE, 1);
        return PlImage.of(grid, channels);
    }

    private static double misfit(Patchwork section, PlImage light) {
        Snapshot snapshot = new Snapshot(
                section.grid(),
                LaueGroup.HEXAGONAL,
                PlFit.made(light),
                section.points(23),
                section.truth().valid());
        return PlMisfit.of(new EnsembleSampler(prior, 4).sample(snapshot, 1), snapshot);
    }
}
