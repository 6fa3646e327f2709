package sunstone.models.polarizedlight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sunstone.models.map.ScanGrid;

class PlDenoiserTest {
    private static final ScanGrid GRID = new ScanGrid(32, 32, 1);

    @Test
    void denoise_stepOfOneChannel_contractsBothSidesByTheClosedForm() {
        // Two half planes of 0 and 1: the minimiser keeps the edge and moves each side by weight * edge / area,
        // here weight * 32 / (32 * 16), as ROF does in one dimension.
        PlImage step = twoGrains(0, 0);

        float[] u = PlDenoiser.denoise(step, 0.8, 2000).harmonics();

        for (int row = 0; row < 32; row++) {
            for (int col = 0; col < 32; col++) {
                assertThat(u[GRID.index(row, col)]).isEqualTo(col < 16 ? 0.05f : 0.95f, within(2e-4f));
            }
        }
    }

    @Test
    void denoise_defaultIterations_areCloseToTheLimit() {
        PlImage noisy = twoGrains(0.2, 5);

        float[] few = PlDenoiser.denoise(noisy, 0.3, PlDenoiser.ITERATIONS).harmonics();
        float[] many = PlDenoiser.denoise(noisy, 0.3, 3000).harmonics();

        assertThat(rms(few, many)).isLessThan(0.01);
    }

    @Test
    void denoise_twoNoisyGrains_removesMostOfTheNoiseAndKeepsTheEdge() {
        PlImage clean = twoGrains(0, 0);
        PlImage noisy = twoGrains(0.2, 7);

        PlImage u = PlDenoiser.denoise(noisy);

        assertThat(rms(u.harmonics(), clean.harmonics())).isLessThan(0.25 * 0.2);
        double edge = 0;
        for (int row = 0; row < 32; row++) {
            edge += (u.harmonics()[GRID.index(row, 16)] - u.harmonics()[GRID.index(row, 15)]) / 32;
        }
        assertThat(edge).isGreaterThan(0.7);
    }

    @Test
    void denoise_noiseBelowTheLeast_isTheImageItself() {
        PlImage quiet = twoGrains(0, 0);

        assertThat(PlDenoiser.denoise(quiet)).isSameAs(quiet);
    }

    @Test
    void denoise_anImage_keepsTheMeanOfEveryChannel() {
        PlImage noisy = twoGrains(0.2, 3);

        PlImage u = PlDenoiser.denoise(noisy);

        for (int c = 0; c < PlImage.CHANNELS; c++) {
            assertThat(mean(u, c)).isCloseTo(mean(noisy, c), within(1e-5));
        }
    }

    @Test
    void denoise_weightNotPositive_isRefused() {
        assertThatThrownBy(() -> PlDenoiser.denoise(twoGrains(0, 0), Double.NaN, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
    }

    @Test
    void memo_sameImageTwice_isDenoisedOnce() {
        PlDenoiser.Memo memo = new PlDenoiser.Memo();
        PlImage noisy = twoGrains(0.2, 3);

        PlImage first = memo.apply(noisy);

        assertThat(memo.apply(noisy)).isSameAs(first);
        assertThat(memo.apply(twoGrains(0.2, 4))).isNotSameAs(first);
        assertThat(first.harmonics()).isEqualTo(PlDenoiser.denoise(noisy).harmonics());
    }

    /** Channel 0 steps from 0 to 1 in the middle, the others are 0; plus Gaussian noise. */
    private static PlImage twoGrains(double noise, long seed) {
        Random random = new Random(seed);
        float[] h = new float[PlImage.CHANNELS * GRID.size()];
        for (int i = 0; i < h.length; i++) {
            double value = i < GRID.size() && i % 32 >= 16 ? 1 : 0;
            h[i] = (float) (value + noise * random.nextGaussian());
        }
        float[] levels = new float[PlImage.CHANNELS];
        Arrays.fill(levels, (float) noise);
        return new PlImage(GRID, h, levels);
    }

    private static double rms(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (double) (a[i] - b[i]);
        }
        return Math.sqrt(sum / a.length);
    }

    private static double mean(PlImage image, int channel) {
        double sum = 0;
        int n = image.grid().size();
        for (int i = channel * n; i < (channel + 1) * n; i++) {
            sum += image.harmonics()[i] / n;
        }
        return sum;
    }
}
