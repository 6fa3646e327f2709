package sunstone.models.prior.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LightGuidedMeanTest {
    private static final int SIZE = 48;
    private static final int N = SIZE * SIZE;

    /** Where all is alike, the mean is that of the 27 x 27 pixels around, and its noise falls by as many. */
    @Test
    void of_lightEverywhereTheSame_isThePlainMean() {
        try (NDManager m = Engine.getEngine("PyTorch").newBaseManager()) {
            float[] noisy = noise(3 * N);
            LightGuidedMean<NDArray> mean = widest(m, noisy, new float[5 * N], 0.1f);

            float[] got = mean.orientation().toFloatArray();
            double expected = 0;
            for (int r = 10; r < 37; r++) {
                for (int c = 11; c < 38; c++) {
                    expected += noisy[r * SIZE + c] / 729;
                }
            }
            assertThat((double) got[23 * SIZE + 24]).isCloseTo(expected, within(1e-5));
            assertThat(mean.variance().toFloatArray()[23 * SIZE + 24]).isCloseTo(1f / 729, within(1e-6f));
        }
    }

    @Test
    void of_twoGrainsInLight_doesNotMixThem() {
        try (NDManager m = Engine.getEngine("PyTorch").newBaseManager()) {
            float[] orientation = new float[3 * N];
            float[] light = new float[5 * N];
            for (int i = 0; i < N; i++) {
                orientation[i] = i % SIZE < 20 ? 1 : -1;
                light[i] = i % SIZE < 20 ? 0.3f : -0.3f;
            }
            float[] got = widest(m, orientation, light, 0.02f).orientation().toFloatArray();

            for (int i = 0; i < N; i++) {
                assertThat(got[i]).isCloseTo(orientation[i], within(1e-3f));
            }
        }
    }

    /** Beyond the border a pixel is its own neighbour, so a constant stays one. */
    @Test
    void of_constantOrientation_staysAtBordersToo() {
        try (NDManager m = Engine.getEngine("PyTorch").newBaseManager()) {
            float[] orientation = new float[3 * N];
            Arrays.fill(orientation, 0.25f);
            float[] got =
                    widest(m, orientation, noise(5 * N), 0.2f).orientation().toFloatArray();

            for (float v : got) {
                assertThat(v).isCloseTo(0.25f, within(1e-5f));
            }
        }
    }

    private static LightGuidedMean<NDArray> widest(NDManager m, float[] orientation, float[] light, float noise) {
        float[] sigma = new float[N];
        Arrays.fill(sigma, noise);
        List<LightGuidedMean<NDArray>> means = LightGuidedMean.of(
                new DjlOps(m.newSubManager(), (name, shape) -> {
                    throw new AssertionError("nothing here is learnt: " + name);
                }),
                m.create(orientation, new Shape(1, 3, SIZE, SIZE)),
                m.create(light, new Shape(1, 5, SIZE, SIZE)),
                m.create(sigma, new Shape(1, 1, SIZE, SIZE)));
        assertThat(means).hasSize(LightGuidedMean.LEVELS);
        return means.get(LightGuidedMean.LEVELS - 1);
    }

    private static float[] noise(int count) {
        SplittableRandom random = new SplittableRandom(4);
        float[] v = new float[count];
        for (int i = 0; i < count; i++) {
            v[i] = (float) random.nextDouble(-1, 1);
        }
        return v;
    }
}
