package sunstone.models.posterior.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Toy M: does one measured pixel decide its grain? The share of draws whose grain has the measured sign, against the
 * figures of models/doc/samplers.md section 3. Tolerance: what pixel-local rules give differs from line to line, hence
 * 0.15; others 0.1.
 */
class LineToyTest {
    private static final NoiseLevels LEVELS = NoiseLevels.uniform(20, 157, 0.01);
    private static final int LINES = 5;

    /** A sampler, the expected share, its tolerance, and how many draws a line its cost allows. */
    private record Method(String name, DiffusionSampler sampler, double rate, double tolerance, int draws) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Method> methods() {
        return Stream.of(
                new Method("DDNM", new Ddnm(LEVELS, Stepper.ddpm()), 0.52, 0.15, 24),
                new Method("replacement", new RePaint(LEVELS, 1), 0.52, 0.15, 24),
                new Method("DDRM", new Ddrm(LEVELS, 0.85, 1), 0.52, 0.15, 24),
                new Method("DAPS", new Daps(LEVELS, 1), 0.52, 0.15, 24),
                new Method("RePaint", new RePaint(LEVELS, 10), 0.64, 0.15, 12),
                new Method("MMPS", new Mmps(NoiseLevels.uniform(5, 157, 0.01), DpmSolver.of(true), 3), 0.94, 0.1, 24),
                new Method("FPS-SMC", FpsSmc.published(LEVELS, 20, 0.3), 0.83, 0.1, 8),
                new Method("FPS-SMC corrected", FpsSmc.corrected(LEVELS, 20), 0.85, 0.1, 8),
                new Method("MCGDiff", new McgDiff(LEVELS, 20), 0.64, 0.15, 6),
                new Method("EnKF", new KalmanRenoise(NoiseLevels.uniform(12, 157, 0.01), 16, 0.02, 6), 0.97, 0.05, 24));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void draw_onePixelOfAGrain_decidesItAsOftenAsPublished(Method method) {
        LineToy toy = new LineToy(1);
        SplittableRandom random = new SplittableRandom(7);
        double right = 0;
        for (int k = 0; k < LINES; k++) {
            LineToy.Line line = toy.line(random);
            int[] which = {k % 4, (k + 2) % 4};
            MaskedObservation seen = LineToy.observe(line, which, random);
            for (double[] x : method.sampler.draw(toy, seen, method.draws, new Noise(k))) {
                for (int w : which) {
                    double sum = 0;
                    for (int i = line.ends()[w][0]; i < line.ends()[w][1]; i++) {
                        sum += x[i];
                    }
                    right += sum * line.value()[w] > 0 ? 1.0 / (2 * LINES * method.draws) : 0;
                }
            }
        }
        assertThat(right).isEqualTo(method.rate, within(method.tolerance));
    }

    @Test
    void draw_grainWithoutPixel_keepsBothSigns() {
        LineToy toy = new LineToy(1);
        SplittableRandom random = new SplittableRandom(7);
        DiffusionSampler enkf = new KalmanRenoise(NoiseLevels.uniform(12, 157, 0.01), 16, 0.02, 6);
        int draws = 48;
        LineToy.Line line = toy.line(random);
        MaskedObservation seen = LineToy.observe(line, new int[] {0}, random);
        double[] exact = toy.positive(seen);
        int pixel = (line.ends()[2][0] + line.ends()[2][1]) / 2;
        double positive = 0;
        for (double[] x : enkf.draw(toy, seen, draws, new Noise(1))) {
            positive += x[pixel] > 0 ? 1.0 / draws : 0;
        }
        assertThat(positive).isEqualTo(exact[pixel], within(4 * Math.sqrt(0.25 / draws)));
    }

    @Test
    void draw_kalmanFilterWithTwoMembers_isRefused() {
        LineToy toy = new LineToy(1);
        SplittableRandom random = new SplittableRandom(7);
        DiffusionSampler enkf = new KalmanRenoise(NoiseLevels.uniform(12, 157, 0.01), 16, 0.02, 6);
        MaskedObservation seen = LineToy.observe(toy.line(random), new int[] {0}, random);
        assertThatThrownBy(() -> enkf.draw(toy, seen, 2, new Noise(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 3 members");
    }

    @Test
    void positive_measuredGrain_isDecided() {
        LineToy toy = new LineToy(1);
        SplittableRandom random = new SplittableRandom(7);
        LineToy.Line line = toy.line(random);
        double[] exact = toy.positive(LineToy.observe(line, new int[] {0, 2}, random));
        for (int k : new int[] {0, 2}) {
            int middle = (line.ends()[k][0] + line.ends()[k][1]) / 2;
            assertThat(exact[middle] > 0.5).isEqualTo(line.value()[k] > 0);
        }
    }
}
