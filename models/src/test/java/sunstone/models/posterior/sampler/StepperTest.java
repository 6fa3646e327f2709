package sunstone.models.posterior.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The share of variance that few steps keep, against the figures of models/doc/samplers.md section 1 (linear schedule).
 */
class StepperTest {
    private static final int DRAWS = 4000;

    @ParameterizedTest
    @CsvSource({
        "ddim, 1, 0.69", "ddim, 0.05, 0.27", "ddim, 0.001, 0.01",
        "ddpm, 1, 0.55", "ddpm, 0.05, 0.25", "ddpm, 0.001, 0.01",
        "dpm, 1, 0.90", "dpm, 0.05, 0.29", "dpm, 0.001, 0.01"
    })
    void step_tenTrailingSteps_keepsThePublishedShareOfVariance(String name, double variance, double share) {
        assertThat(kept(name, NoiseLevels.linear(10), variance))
                .isEqualTo(share, within(0.01 + 4 * share * Math.sqrt(1.0 / DRAWS)));
    }

    @ParameterizedTest
    @CsvSource({"ddim, 1, 0.78", "ddpm, 1, 0.63", "dpm, 1, 1.03", "ddim, 0.001, 0.72", "dpm, 0.001, 0.91"})
    void step_twentyUniformSteps_keepsMost(String name, double variance, double share) {
        // the published figures round levels to whole steps of the schedule
        assertThat(kept(name, NoiseLevels.uniform(20, 157, 0.01), variance))
                .isEqualTo(share, within(0.05 + 4 * share * Math.sqrt(1.0 / DRAWS)));
    }

    /**
     * Variance of draws over that of the prior; both entries of the toy count, so the standard error is sqrt(1 /
     * draws).
     */
    private static double kept(String name, NoiseLevels levels, double variance) {
        Supplier<Stepper> stepper =
                switch (name) {
                    case "ddim" -> Stepper.ddim(0);
                    case "ddpm" -> Stepper.ddpm();
                    default -> DpmSolver.of(false);
                };
        double[][] draws = new Ddnm(levels, stepper)
                .draw(new NormalToy(variance, 0), MaskedObservation.nothing(2, 1, 1), DRAWS, new Noise(3));
        return (NormalToy.moments(draws, 0)[1] + NormalToy.moments(draws, 1)[1]) / 2 / variance;
    }
}
