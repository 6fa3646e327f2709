package sunstone.models.prior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.models.ToyJointPrior;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlScaling;

/** Priors from other frameworks: six channels, whole timesteps, no observations. */
class JointPriorTest {
    @TempDir
    Path folder;

    @Test
    void denoise_exactEpsilonOfNormalPixels_isTheExactMean() throws IOException {
        try (OnnxPrior prior = OnnxPrior.open(ToyJointPrior.write(folder), "cpu", 1)) {
            assertThat(prior.takesObservations()).isFalse();
            float[] x = new float[6 * 8 * 8];
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) random.nextGaussian();
            }
            Conditioning nothing = Conditioning.of(
                    new ScanGrid(8, 8, 1), LaueGroup.HEXAGONAL, null, List.of(), OrientationScaling.hexagonal());
            for (double time : new double[] {0.1, 0.5, 0.9}) {
                float[] clean = prior.denoise(new float[][] {x}, time, nothing, 8, 8)[0];
                double a = Math.cos(Math.PI / 2 * time);
                for (int i = 0; i < x.length; i++) {
                    // x_0 and noise of variance 1: E[x_0 | x_t] = a x_t; the nearest of 1000 steps has s within beta /
                    // (4 s)
                    double off = Math.abs(x[i]) * 0.02 / 4 / a;
                    assertThat(clean[i]).isEqualTo((float) (a * x[i]), within((float) off + 1e-5f));
                }
            }
        }
    }

    @Test
    void close_twice_isTheSameAsOnce() throws IOException {
        OnnxPrior prior = OnnxPrior.open(ToyJointPrior.write(folder), "cpu", 1);
        prior.close();
        prior.close();
        assertThat(prior.card().name()).isEqualTo("toy");
    }

    @Test
    void channels_pca_areTheComponentsOfTheFrames() {
        float[] harmonics = new float[5];
        double[] h = {0.2, 0.1, -0.05, 0.02, 0.01};
        for (int c = 0; c < 5; c++) {
            harmonics[c] = PlScaling.canonical().scale(c, h[c]);
        }
        float[] features = ToyJointPrior.features().channels(harmonics, PlScaling.canonical());
        // mean of the frames, and the amplitudes of cos 2w and sin 2w, each scaled to [-1, 1]
        assertThat(features[0]).isEqualTo((float) (2 * 0.2 / 0.4 - 1), within(1e-5f));
        assertThat(features[1]).isEqualTo((float) (0.1 / 0.3), within(1e-5f));
        assertThat(features[2]).isEqualTo((float) (-0.05 / 0.3), within(1e-5f));
    }

    @Test
    void timestep_linearSchedule_hasTheSignalOfTheTime() {
        ModelCard.Schedule linear = new ModelCard.Schedule("linear", 1000, 1e-4, 0.02);
        assertThat(linear.timestep(0.001)).isZero();
        assertThat(linear.timestep(0.9999)).isEqualTo(999);
        // abar falls to one half near step 260
        assertThat(linear.timestep(0.5)).isBetween(250.0, 270.0);
    }

    @Test
    void card_pcaWithoutComponents_saysWhatIsMissing() {
        assertThatThrownBy(() -> new ModelCard.Pl("pca", new float[3], new float[3], null, null))
                .hasMessageContaining("components");
    }
}
