package sunstone.models.polarizedlight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpticsTest {
    private static final double CLOSE = 1e-9;

    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, 1, 1",
        "0.4, 0.05, 37, 1, 2.3",
        "0.4, 0.05, -80, -1, 2.3",
        "2, -0.1, 90, 1, 0.4",
        "0.7, 0, 10, -1, 1"
    })
    void of_figures_areThoseOfTheAccessors(double gain, double black, double zeroDeg, int sense, double deltaDeg) {
        Optics o = Optics.of(gain, black, zeroDeg, sense, deltaDeg);

        assertThat(o.gain()).isCloseTo(gain, within(CLOSE));
        assertThat(o.black()).isEqualTo(black);
        assertThat(o.zeroDeg()).isCloseTo(zeroDeg, within(CLOSE));
        assertThat(o.sense()).isEqualTo(sense);
        assertThat(o.deltaDeg()).isCloseTo(deltaDeg, within(CLOSE));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "25, 1, 1", "25, 1, 2", "-70, 1, 0.5", "25, -1, 1", "-70, -1, 2"})
    void reading_ofACrystal_isThatOfTheTurnedAndMirroredCrystalUnderTheAnalyser(
            double zeroDeg, int sense, double deltaDeg) {
        UniaxialOptics instrument = UniaxialOptics.titanium(Math.toRadians(deltaDeg));
        Optics o = Optics.of(0.5, 0.1, zeroDeg, sense, deltaDeg);
        double[] canonical = new double[5];
        double[] there = new double[5];
        SplittableRandom random = new SplittableRandom(1);
        for (int k = 0; k < 20; k++) {
            double tilt = random.nextDouble(Math.PI / 2);
            double azimuth = random.nextDouble(2 * Math.PI);
            double seen = sense * (azimuth + Math.toRadians(zeroDeg));
            UniaxialOptics.canonical()
                    .harmonicsOfAxis(
                            Math.sin(tilt) * Math.cos(azimuth),
                            Math.sin(tilt) * Math.sin(azimuth),
                            Math.cos(tilt),
                            canonical,
                            0);
            instrument.harmonicsOfAxis(
                    Math.sin(tilt) * Math.cos(seen), Math.sin(tilt) * Math.sin(seen), Math.cos(tilt), there, 0);

            double[] reading = o.reading(canonical);

            // the floor that the closed form keeps constant, |S|^2 sin^2 of small angles, is followed to a hundredth
            assertThat(reading[0]).isCloseTo(0.1 + 0.5 * there[0], within(0.005));
            for (int c = 1; c < 5; c++) {
                assertThat(reading[c]).isCloseTo(0.5 * there[c], within(0.002));
            }
        }
    }

    @Test
    void then_knownAndItsError_isWhatTheLightHasInAll() {
        Optics known = Optics.of(0.5, 0.1, 25, -1, 2);
        for (Optics others : new Optics[] {Optics.of(1.3, 0.02, 8, 1, 0.7), Optics.of(1.3, 0.02, 8, -1, 0.7)}) {
            double[] crystal = {0.2, 0.1, -0.15, 0.05, 0.09};

            double[] once = known.then(others).reading(crystal);
            double[] twice = known.reading(others.reading(crystal));

            for (int c = 1; c < 5; c++) { // the mean is linear only where the floor is small
                assertThat(once[c]).isCloseTo(twice[c], within(CLOSE));
            }
        }
    }
}
