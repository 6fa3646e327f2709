package sunstone.models.posterior.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every sampler on normal toys, whose posterior is known: one entry of two is seen as y = 1.118 with noise of variance
 * R.
 *
 * <p>Tolerances: four standard errors of a mean or variance over {@link #DRAWS} draws, and beside it what
 * {@link #STEPS} steps lose (ancestral steps up to 19% of the variance, models/doc/samplers.md section 1).
 */
class NormalToyTest {
    private static final int DRAWS = 500;
    private static final int STEPS = 60;
    private static final double Y = 1.118;
    private static final NoiseLevels LEVELS = NoiseLevels.uniform(STEPS, 80, 0.01);

    /** A sampler, and whether it is exact for independent and for dependent entries. */
    private record Method(String name, DiffusionSampler sampler, boolean independent, boolean dependent) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Method> methods() {
        return Stream.of(
                new Method("DDIM", new Ddnm(LEVELS, Stepper.ddim(0)), true, false),
                new Method("DDPM", new Ddnm(LEVELS, Stepper.ddpm()), true, false),
                new Method("DPM-Solver++(2M)", new Ddnm(LEVELS, DpmSolver.of(false)), true, false),
                new Method("replacement", new RePaint(LEVELS, 1), true, false),
                new Method("RePaint", new RePaint(LEVELS, 5), false, false),
                new Method("DDRM", new Ddrm(LEVELS, 0.85, 1), false, false),
                new Method("Langevin", new Langevin(LEVELS, 4, 0.2), true, false),
                new Method("DAPS", new Daps(LEVELS, 1), true, false),
                new Method("split Gibbs", new SplitGibbs(30, 12, 3, 0.05), true, true),
                new Method("MMPS", new Mmps(LEVELS, DpmSolver.of(true), 2), true, true),
                new Method("FPS-SMC corrected", FpsSmc.corrected(LEVELS, 32), true, true),
                new Method("MCGDiff", new McgDiff(LEVELS, 32), true, true),
                new Method("EnKF", new KalmanRenoise(LEVELS, 12, 1e-3, 2), true, true));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void draw_nothingObserved_isThePrior(Method method) {
        double[][] draws = draw(method.sampler, 0.6, 0, Double.POSITIVE_INFINITY);
        for (int entry = 0; entry < 2; entry++) {
            double[] m = NormalToy.moments(draws, entry);
            assertThat(m[0]).isEqualTo(0, within(standardError(1)));
            // few steps lose variance; DDRM's published eta of 0.85 more than others
            assertThat(m[1]).isBetween(0.65 - 4 * Math.sqrt(2.0 / DRAWS) * 0.65, 1 + 4 * Math.sqrt(2.0 / DRAWS) + 0.05);
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void draw_noNoise_returnsTheMeasurement(Method method) {
        double[][] draws = draw(method.sampler, 0, Y, 0);
        // split Gibbs sees it through its last coupling, 0.05, the EnKF through its model error and last step
        for (double[] d : draws) {
            assertThat(d[0]).isEqualTo(Y, within(method.name.equals("split Gibbs") ? 0.25 : 1e-6));
        }
        assertThat(NormalToy.moments(draws, 1)[0]).isEqualTo(0, within(standardError(1)));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void draw_noisyMeasurement_isThePosterior(Method method) {
        if (method.independent) {
            check(draw(method.sampler, 0, Y, 0.25), 0, Y / 1.25, 0.2);
        } else {
            assertThat(NormalToy.moments(draw(method.sampler, 0, Y, 0.25), 0)[0])
                    .isBetween(0.0, Y);
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void draw_correlatedEntry_followsWhereTheMethodCan(Method method) {
        double[][] draws = draw(method.sampler, 0.9, Y, 0.25);
        double mean = 0.9 * Y / 1.25;
        if (method.dependent) {
            check(draws, 0, Y / 1.25, 0.2);
            check(draws, 1, mean, 1 - 0.81 / 1.25);
        } else {
            // pixel-local rules: the entry that was not seen lags behind, or is drawn along too weakly
            assertThat(NormalToy.moments(draws, 1)[0]).isLessThan(mean + standardError(0.35));
        }
    }

    @Test
    void draw_publishedFps_isTooSureAndTooNearTheData() {
        // by Kalman filtering: mean 1.070 instead of 0.894, variance 0.21 of the exact one, with 100 linear steps and c
        // = 0.95
        DiffusionSampler fps = FpsSmc.published(NoiseLevels.linear(100), 32, 0.95);
        double[] m = NormalToy.moments(draw(fps, 0, Y, 0.25), 0);
        assertThat(m[0]).isEqualTo(1.070, within(standardError(0.042) + 0.01));
        assertThat(m[1]).isEqualTo(0.042, within(0.042 * 4 * Math.sqrt(2.0 / DRAWS)));
    }

    @Test
    void draw_publishedFpsWithoutNoise_isExact() {
        DiffusionSampler fps = FpsSmc.published(NoiseLevels.linear(200), 32, 0.3);
        double[][] draws = draw(fps, 0.9, Y, 0);
        check(draws, 1, 0.9 * Y, 0.19);
        assertThat(NormalToy.moments(draws, 0)[0]).isEqualTo(Y, within(1e-6));
    }

    @Test
    void draw_moreMembers_leavesTheFirstAsTheyAre() {
        DiffusionSampler sampler = new Mmps(LEVELS, DpmSolver.of(true), 2);
        double[][] few = sampler.draw(new NormalToy(1, 0.9), NormalToy.first(Y, 0.25), 3, new Noise(5));
        double[][] many = sampler.draw(new NormalToy(1, 0.9), NormalToy.first(Y, 0.25), 6, new Noise(5));
        for (int m = 0; m < few.length; m++) {
            assertThat(many[m]).isEqualTo(few[m]);
        }
    }

    private static double[][] draw(DiffusionSampler sampler, double correlation, double y, double r) {
        return sampler.draw(new NormalToy(1, correlation), NormalToy.first(y, r), DRAWS, new Noise(5));
    }

    private static void check(double[][] draws, int entry, double mean, double variance) {
        double[] m = NormalToy.moments(draws, entry);
        assertThat(m[0]).isEqualTo(mean, within(standardError(variance) + 0.04));
        double chance = 4 * Math.sqrt(2.0 / DRAWS);
        assertThat(m[1]).isBetween(variance * (0.8 - chance), variance * (1.15 + chance));
    }

    private static double standardError(double variance) {
        return 4 * Math.sqrt(variance / DRAWS);
    }
}
