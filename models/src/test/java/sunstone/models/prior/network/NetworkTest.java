package sunstone.models.prior.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.prior.Conditioning;
import sunstone.models.prior.OnnxPrior;
import sunstone.models.prior.OrientationScaling;
import sunstone.models.prior.training.EncodedExample;
import sunstone.models.prior.training.PriorExport;
import sunstone.models.prior.training.PriorTraining;
import sunstone.models.prior.training.TrainingBatch;
import sunstone.models.prior.training.TrainingExample;

/** The trained network and its export are the same function, and training learns. */
class NetworkTest {
    private static final OrientationScaling SCALING = OrientationScaling.hexagonal();

    @TempDir
    Path folder;

    /** Two grains side by side, any PL, four points: enough to exercise every input. */
    static TrainingExample halves(java.util.random.RandomGenerator random, int size) {
        ScanGrid grid = new ScanGrid(size, size, 1);
        int n = grid.size();
        double[] q = new double[4 * n];
        float[] pl = new float[5 * n];
        double angle = random.nextDouble();
        for (int i = 0; i < n; i++) {
            boolean left = i % size < size / 2;
            q[4 * i] = Math.cos(left ? 0.1 : angle);
            q[4 * i + 1] = Math.sin(left ? 0.1 : angle);
            for (int c = 0; c < 5; c++) {
                pl[c * n + i] = (left ? 0.5f : -0.5f) + 0.05f * (float) random.nextGaussian();
            }
        }
        List<EbsdPoint> points = List.of(
                EbsdPoint.of(1, 1, 1, q, 4 * grid.index(1, 1), 1),
                EbsdPoint.of(2, size - 2, 1, q, 4 * grid.index(2, size - 2), 1));
        return new TrainingExample(OrientationMap.full(grid, LaueGroup.HEXAGONAL, q), pl, PlImage.of(grid, pl), points);
    }

    @ParameterizedTest
    @EnumSource
    void exportOnnx_trainedWeights_equalsDjlOnRandomInput(Architecture architecture) throws IOException {
        try (PriorTraining training = new PriorTraining(architecture, 3, "cpu")) {
            for (int k = 0; k < 3; k++) {
                training.step(batch(2, 16, k, 0.5), 1e-2);
            }
            TrainingBatch batch = batch(1, 24, 9, 0.7);
            float[] djl = training.predict(batch);
            OnnxPrior prior = write(training);
            try (prior) {
                float[][] onnx = prior.denoise(
                        new float[][] {batch.noisy()},
                        batch.times()[0],
                        new Conditioning(batch.observed(), batch.mask()),
                        24,
                        24);

                assertThat(prior.takesObservations()).isEqualTo(architecture.observes());
                assertThat(onnx[0]).hasSameSizeAs(djl);
                for (int i = 0; i < djl.length; i++) {
                    assertThat(onnx[0][i]).isCloseTo(djl[i], within(1e-4f));
                }
            }
        }
    }

    @Test
    void startFrom_exportedModel_predictsAsThatModel() throws IOException {
        TrainingBatch batch = batch(1, 16, 9, 0.7);
        try (PriorTraining training = new PriorTraining(Architecture.JOINT, 3, "cpu");
                PriorTraining other = new PriorTraining(Architecture.JOINT, 4, "cpu");
                PriorTraining observing = new PriorTraining(Architecture.OBSERVING, 4, "cpu")) {
            training.step(batch, 1e-2);
            byte[] model = training.exportOnnx();
            other.startFrom(model);

            assertThat(other.predict(batch)).isEqualTo(training.predict(batch));
            assertThatThrownBy(() -> observing.startFrom(model))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the model to start from has");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuda:99", "cuda", "gpu:0"})
    void new_deviceThatIsNotThere_saysSo(String device) {
        assertThatThrownBy(() -> new PriorTraining(Architecture.JOINT, 3, device))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(device);
    }

    @Test
    void step_sameBatchUnderForcedCollection_givesTheSameLosses() throws IOException {
        double[] quiet = losses(false);
        double[] collected = losses(true);

        for (int k = 0; k < quiet.length; k++) {
            assertThat(collected[k]).isCloseTo(quiet[k], within(1e-4 * quiet[k]));
        }
        assertThat(quiet[quiet.length - 1]).isLessThan(quiet[0]);
    }

    @Test
    void step_oneBatchAgainAndAgain_isLearnt() throws IOException {
        TrainingBatch batch = batch(2, 16, 5, 0.5);
        try (PriorTraining training = new PriorTraining(Architecture.OBSERVING, 3, "cpu")) {
            double first = training.step(batch, 2e-3);
            double last = first;
            for (int k = 0; k < 40; k++) {
                last = training.step(batch, 2e-3);
            }

            // left-over gradients of earlier steps, or wrong ones, would not get there
            assertThat(last).isLessThan(0.3 * first);
        }
    }

    private static TrainingBatch batch(int count, int size, long seed, double time) {
        SplittableRandom random = new SplittableRandom(seed);
        List<EncodedExample> examples = Stream.generate(() -> EncodedExample.of(halves(random, size), SCALING))
                .limit(count)
                .toList();
        return TrainingBatch.of(examples, size, random, time);
    }

    private static double[] losses(boolean collect) throws IOException {
        double[] losses = new double[6];
        try (PriorTraining training = new PriorTraining(Architecture.OBSERVING, 3, "cpu")) {
            for (int k = 0; k < losses.length; k++) {
                if (collect) {
                    System.gc();
                }
                losses[k] = training.step(batch(2, 16, 5, 0.5), 3e-3);
            }
        }
        return losses;
    }

    @Test
    void resume_savedCheckpoint_continuesAsIfNeverStopped() throws IOException {
        Path file = folder.resolve("checkpoint");
        TrainingBatch batch = batch(1, 16, 5, 0.6);
        double next;
        try (PriorTraining training = new PriorTraining(Architecture.OBSERVING, 3, "cpu")) {
            training.step(batch, 1e-3);
            training.save(file);
            training.step(batch, 1e-3);
            next = training.step(batch, 1e-3);
        }
        try (PriorTraining resumed = new PriorTraining(Architecture.OBSERVING, 4, "cpu")) {
            resumed.resume(file);
            resumed.step(batch, 1e-3);

            assertThat(resumed.steps()).isEqualTo(2);
            assertThat(resumed.step(batch, 1e-3)).isCloseTo(next, within(1e-5 * next));
        }
    }

    private OnnxPrior write(PriorTraining training) throws IOException {
        Path onnx = folder.resolve("model.onnx");
        Files.write(onnx, training.exportOnnx());
        PriorExport.card("test", OnnxPrior.sha256(onnx), null, null).write(folder.resolve("model.json"));
        return OnnxPrior.open(onnx, "cpu", 1);
    }
}
