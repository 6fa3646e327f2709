package sunstone.models.prior.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sunstone.models.prior.Conditioning;
import sunstone.models.prior.network.Architecture;
import sunstone.models.prior.network.Network;

class ExampleReservoirTest {
    private static EncodedExample example(SplittableRandom random) {
        return new EncodedExample(
                numbers(Network.CHANNELS, random),
                new Conditioning(numbers(Conditioning.OBSERVED, random), numbers(Conditioning.MASK, random)));
    }

    private static float[] numbers(int channels, SplittableRandom random) {
        float[] x = new float[channels * 16 * 16];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble(-1, 1);
        }
        return x;
    }

    @Test
    void draw_keptExamples_areThoseAddedLastNoisedToTheirTimes() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        try (PriorTraining training = new PriorTraining(Architecture.OBSERVING, 3, "cpu");
                NDManager m = training.manager().newSubManager()) {
            ExampleReservoir reservoir = new ExampleReservoir(training, 4, 16);
            List<EncodedExample> last = List.of();
            for (int k = 0; k < 3; k++) {
                last = List.of(example(random), example(random));
                reservoir.add(last);
            }
            TrainingTensors drawn = reservoir.draw(64, random).on(m);

            assertThat(reservoir.filled()).isEqualTo(4);
            float[] clean = drawn.clean().toFloatArray();
            float[] observed = drawn.observed().toFloatArray();
            int ofLast = 0;
            for (int b = 0; b < 64; b++) {
                for (EncodedExample e : last) {
                    int length = e.clean().length;
                    int seen = e.seen().observed().length;
                    ofLast += Arrays.equals(clean, b * length, (b + 1) * length, e.clean(), 0, length)
                                    && Arrays.equals(
                                            observed,
                                            b * seen,
                                            (b + 1) * seen,
                                            e.seen().observed(),
                                            0,
                                            seen)
                            ? 1
                            : 0;
                }
            }
            assertThat(ofLast).isBetween(16, 48); // half of 64, four standard deviations
            // x_t = a x_0 + s z: what is left after a x_0 has the variance s^2
            float[] noisy = drawn.noisy().toFloatArray();
            float[] times = drawn.times().toFloatArray();
            double z = 0;
            int each = clean.length / 64;
            for (int i = 0; i < clean.length; i++) {
                double angle = Math.PI / 2 * times[i / each];
                z += Math.pow((noisy[i] - Math.cos(angle) * clean[i]) / Math.sin(angle), 2) / clean.length;
            }
            assertThat(z).isCloseTo(1, within(4 * Math.sqrt(2.0 / clean.length)));
        }
    }

    @Test
    void add_numberThatDoesNotDivideTheCapacity_isRefused() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        try (PriorTraining training = new PriorTraining(Architecture.JOINT, 3, "cpu")) {
            ExampleReservoir reservoir = new ExampleReservoir(training, 4, 16);

            assertThatThrownBy(() -> reservoir.add(List.of(example(random), example(random), example(random))))
                    .hasMessageContaining("3 examples at a time do not divide a capacity of 4");
        }
    }
}
