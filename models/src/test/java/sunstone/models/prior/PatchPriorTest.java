package sunstone.models.prior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.models.ToyJointPrior;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.ScanGrid;

class PatchPriorTest {
    private static final int ROWS = 44;
    private static final int COLS = 31;

    @TempDir
    Path folder;

    private static Conditioning nothing() {
        return Conditioning.of(
                new ScanGrid(ROWS, COLS, 1), LaueGroup.HEXAGONAL, null, List.of(), OrientationScaling.hexagonal());
    }

    private static float[] noise(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[6 * ROWS * COLS];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    @Test
    void denoise_priorOfIndependentPixels_isThatOfTheWholeImageWhateverTheSide() throws IOException {
        try (OnnxPrior toy = OnnxPrior.open(ToyJointPrior.write(folder), "cpu", 1)) {
            for (int seed = 1; seed <= 8; seed++) {
                float[][] x = {noise(seed), noise(-seed)};
                float[][] whole = toy.denoise(x, 0.5, nothing(), ROWS, COLS);
                for (int side : new int[] {8, 16, 64}) {
                    float[][] patched = new PatchPrior(toy, side).denoise(x, 0.5, nothing(), ROWS, COLS);
                    for (int m = 0; m < x.length; m++) {
                        for (int i = 0; i < x[m].length; i++) {
                            assertThat(patched[m][i]).isEqualTo(whole[m][i], within(1e-5f));
                        }
                    }
                }
            }
        }
    }

    @Test
    void denoise_callAfterCall_cutsElsewhereAndRepeatsItself() throws IOException {
        try (OnnxPrior toy = OnnxPrior.open(ToyJointPrior.write(folder), "cpu", 1)) {
            List<Float> corners = new ArrayList<>();
            PatchPrior patches = new PatchPrior(
                    new ForwardingPrior(toy) {
                        @Override
                        public float[][] denoise(
                                float[][] samples, double time, Conditioning seen, int rows, int cols) {
                            assertThat(rows).isEqualTo(16);
                            assertThat(cols).isEqualTo(16);
                            corners.add(samples[0][rows * cols]);
                            return super.denoise(samples, time, seen, rows, cols);
                        }
                    },
                    16);
            Set<List<Float>> cuts = new HashSet<>();
            for (int call = 1; call <= 8; call++) {
                float[] x = new float[6 * ROWS * COLS];
                for (int i = 0; i < x.length; i++) {
                    x[i] = i; // tells where a patch lies
                }
                x[0] = call;
                patches.denoise(new float[][] {x}, 0.5, nothing(), ROWS, COLS);
                List<Float> once = List.copyOf(corners);
                corners.clear();
                patches.denoise(new float[][] {x}, 0.5, nothing(), ROWS, COLS);
                assertThat(corners).isEqualTo(once);
                corners.clear();
                cuts.add(once);
            }
            assertThat(cuts.size()).isGreaterThanOrEqualTo(6); // of 8, two places in 256 are seldom the same
        }
    }
}
