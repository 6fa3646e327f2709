package sunstone.models.prior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.models.Patchwork;
import sunstone.models.ToyJointPrior;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.ScanGrid;
import sunstone.models.prior.network.Network;

class TiledPriorTest {
    @TempDir
    Path folder;

    @Test
    void denoise_priorOfIndependentPixels_isThatOfTheWholeImage() throws IOException {
        try (OnnxPrior toy = OnnxPrior.open(ToyJointPrior.write(folder), "cpu", 1)) {
            int rows = 56;
            int cols = 43;
            Conditioning nothing = Conditioning.of(
                    new ScanGrid(rows, cols, 1), LaueGroup.HEXAGONAL, null, List.of(), OrientationScaling.hexagonal());
            float[][] x = {noise(6 * rows * cols, 1), noise(6 * rows * cols, 2)};
            float[][] whole = toy.denoise(x, 0.5, nothing, rows, cols);
            for (int overlap : new int[] {0, 4, 8}) {
                float[][] tiled = new TiledPrior(toy, 0, 16, overlap).denoise(x, 0.5, nothing, rows, cols);
                for (int m = 0; m < x.length; m++) {
                    for (int i = 0; i < x[m].length; i++) {
                        assertThat(tiled[m][i]).isEqualTo(whole[m][i], within(1e-5f));
                    }
                }
            }
        }
    }

    @Test
    void denoise_shippedPrior_differsLessThanItErrsAndShowsNoSeam() throws IOException {
        Path here = Path.of("zoo/hexagonal/model.onnx");
        try (OnnxPrior prior =
                OnnxPrior.open(Files.exists(here) ? here : Path.of("models").resolve(here), "cpu", 1)) {
            int size = 128;
            int tile = 64;
            int overlap = 16;
            Patchwork section = new Patchwork(size, 60, 4);
            Conditioning seen = Conditioning.of(
                    section.grid(),
                    LaueGroup.HEXAGONAL,
                    section.light(0.05, 0, 0),
                    section.points(120),
                    prior.card().orientationScaling());
            float[] clean = clean(section, prior.card().orientationScaling());
            for (double time : new double[] {0.998, 0.6, 0.1}) {
                float[] x = noise(clean.length, 7);
                for (int i = 0; i < x.length; i++) {
                    x[i] = (float) (Math.cos(Math.PI / 2 * time) * clean[i] + Math.sin(Math.PI / 2 * time) * x[i]);
                }
                float[] whole = prior.denoise(new float[][] {x}, time, seen, size, size)[0];
                float[] tiled =
                        new TiledPrior(prior, 0, tile, overlap).denoise(new float[][] {x}, time, seen, size, size)[0];
                double difference = rms(tiled, whole, size * size);
                // a fifth of what the network errs by, so that tiling adds at most 4% to its mean square error
                assertThat(difference).isLessThan(rms(whole, clean, size * size) / 5);
                // tiles start at 0, 48 and 64: the estimate must not jump more at their edges than elsewhere
                double[] jump = new double[2];
                int[] count = new int[2];
                for (int c = 0; c < 3; c++) {
                    for (int i = 0; i < size * size; i++) {
                        int col = i % size;
                        if (col > 0) {
                            int k = c * size * size + i;
                            int edge = col == 48 || col == 64 || col == 112 ? 1 : 0;
                            jump[edge] += Math.abs(tiled[k] - whole[k] - (tiled[k - 1] - whole[k - 1]));
                            count[edge]++;
                        }
                    }
                }
                assertThat(jump[1] / count[1]).isLessThan(2 * jump[0] / count[0]);
            }
        }
    }

    @Test
    void new_overlapOverHalfATile_isRefused() throws IOException {
        try (OnnxPrior toy = OnnxPrior.open(ToyJointPrior.write(folder), "cpu", 1)) {
            assertThatThrownBy(() -> new TiledPrior(toy, 0, 16, 12)).hasMessageContaining("16 px overlap by 0 to 8 px");
        }
    }

    private static float[] clean(Patchwork section, OrientationScaling scaling) {
        int n = section.grid().size();
        float[] x = new float[Network.CHANNELS * n];
        double[] q = new double[4];
        for (int i = 0; i < n; i++) {
            System.arraycopy(section.truth().quaternions(), 4 * i, q, 0, 4);
            scaling.encode(q, 0, x, i, n);
        }
        System.arraycopy(section.light(0, 0, 0).harmonics(), 0, x, 3 * n, 5 * n);
        return x;
    }

    private static float[] noise(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] z = new float[size];
        for (int i = 0; i < size; i++) {
            z[i] = (float) random.nextGaussian();
        }
        return z;
    }

    /** Over the orientation channels. */
    private static double rms(float[] a, float[] b, int n) {
        double sum = 0;
        for (int i = 0; i < 3 * n; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum / (3 * n));
    }
}
