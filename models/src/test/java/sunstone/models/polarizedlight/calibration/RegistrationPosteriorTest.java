package sunstone.models.polarizedlight.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A posterior that is known in closed form: two correlated parameters of a normal distribution, two of their own. */
class RegistrationPosteriorTest {
    private static final double[] MEAN = {2, -1, 0.5, 0.01};

    @Test
    void of_normalDensity_findsMeanAndSpread() {
        RegistrationPosterior found = RegistrationPosterior.of(
                RegistrationPosteriorTest::energy, new double[4], new double[] {3, 3, 1, 0.02}, 14, 800);
        // 400 or so draws count in the end: means to a tenth of the deviations
        assertThat(found.mean()[0]).isCloseTo(2, within(0.15));
        assertThat(found.mean()[1]).isCloseTo(-1, within(0.15));
        double square = 0;
        double product = 0;
        for (double[] d : found.draws()) {
            square += (d[0] - 2) * (d[0] - 2) / found.draws().size();
            product += (d[0] - 2) * (d[1] + 1) / found.draws().size();
        }
        assertThat(Math.sqrt(square)).isBetween(0.6, 1.4);
        assertThat(product / square).isBetween(0.3, 1.1); // correlation 0.8
    }

    @Test
    void of_normalDensity_knowsItsEvidence() {
        RegistrationPosterior found = RegistrationPosterior.of(
                RegistrationPosteriorTest::energy, new double[4], new double[] {3, 3, 1, 0.02}, 14, 800);

        double halfLogDeterminant = Math.log(Math.sqrt(1 - 0.8 * 0.8) * 0.3 * 0.01);
        // each of four deviations to about a twentieth, and a mean that is off by as much
        assertThat(found.logEvidence()).isCloseTo(halfLogDeterminant, within(0.4));
    }

    @Test
    void average_twoModels_drawsOfEachByEvidenceAndMeanOfTheLikelier() {
        List<double[]> ones = Collections.nCopies(64, new double[] {1});
        List<double[]> twos = Collections.nCopies(64, new double[] {2});

        RegistrationPosterior average = RegistrationPosterior.average(List.of(
                new RegistrationPosterior(new double[] {1}, ones, -10),
                new RegistrationPosterior(new double[] {2}, twos, -10 + Math.log(3))));

        assertThat(average.mean()).containsExactly(2);
        assertThat(average.draws()).hasSize(64);
        assertThat(average.draws().stream().filter(d -> d[0] == 1)).hasSize(16);
        assertThat(average.logEvidence()).isCloseTo(-10 + Math.log(4), within(1e-9));
    }

    /** Deviations 1, 1 (correlation 0.8), 0.3, 0.01. */
    private static double energy(double[] x) {
        double a = x[0] - MEAN[0];
        double b = x[1] - MEAN[1];
        double c = (x[2] - MEAN[2]) / 0.3;
        double d = (x[3] - MEAN[3]) / 0.01;
        return (a * a - 1.6 * a * b + b * b) / (2 * 0.36) + c * c / 2 + d * d / 2;
    }
}
