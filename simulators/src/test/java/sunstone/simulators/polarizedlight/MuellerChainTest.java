package sunstone.simulators.polarizedlight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.polarizedlight.UniaxialOptics;

class MuellerChainTest {
    private static final UniaxialMetal OTHER = new UniaxialMetal(2.1, 4.9, 1.6, 5.8);

    @Test
    void intensity_referenceRows_matchTo1e9Relative() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../models/src/test/resources/reference/pl_36.csv"));
        double[] q = new double[4], c = new double[3];
        int checked = 0;
        for (String line : lines.subList(1, lines.size())) {
            String[] f = line.split(",", -1);
            EulerAngles.toQuaternionDeg(
                    Double.parseDouble(f[3]), Double.parseDouble(f[4]), Double.parseDouble(f[5]), q, 0);
            Quaternions.cAxis(q, 0, c, 0);
            MuellerChain chain = new MuellerChain(UniaxialMetal.titanium(), Math.toRadians(Double.parseDouble(f[6])));
            for (int j = 0; j < 36; j++) {
                double expected = Double.parseDouble(f[12 + j]);
                assertThat(chain.intensity(c[0], c[1], c[2], Math.toRadians(10 * j)))
                        .as("row %s frame %d", f[0], j)
                        .isCloseTo(expected, within(1e-9 * expected));
                checked++;
            }
        }
        assertThat(checked).isEqualTo(257 * 36);
    }

    @Test
    void intensity_anyMetalAndAnalyser_isTheClosedForm() {
        SplittableRandom random = new SplittableRandom(2);
        double[] c = new double[3];
        for (double deltaDeg : new double[] {-2.5, -0.4, 0.3, 1.7}) {
            double delta = Math.toRadians(deltaDeg);
            MuellerChain chain = new MuellerChain(OTHER, delta);
            UniaxialOptics closed = new UniaxialOptics(
                    2.1 * 2.1 - 4.9 * 4.9, 2 * 2.1 * 4.9, 1.6 * 1.6 - 5.8 * 5.8, 2 * 1.6 * 5.8, delta);
            assertThat(chain.brightest()).isCloseTo(closed.brightest(), within(1e-9 * closed.brightest()));
            for (int i = 0; i < 300; i++) {
                axis(random, c);
                double w = random.nextDouble(7);
                assertThat(chain.intensity(c[0], c[1], c[2], w))
                        .isCloseTo(closed.intensity(c[0], c[1], c[2], w), within(1e-9 * closed.brightest()));
            }
        }
    }

    @Test
    void harmonics_resynthesised_giveTheIntensity() {
        SplittableRandom random = new SplittableRandom(3);
        MuellerChain chain = new MuellerChain(OTHER, Math.toRadians(-1.3));
        double[] c = new double[3], h = new double[5];
        double largest = 0;
        for (int i = 0; i < 2000; i++) {
            axis(random, c);
            chain.harmonics(c[0], c[1], c[2], h);
            double w = random.nextDouble(7);
            double sum = h[0]
                    + h[1] * Math.cos(2 * w)
                    + h[2] * Math.sin(2 * w)
                    + h[3] * Math.cos(4 * w)
                    + h[4] * Math.sin(4 * w);
            assertThat(chain.intensity(c[0], c[1], c[2], w) / chain.brightest()).isCloseTo(sum, within(1e-12));
            largest = Math.max(largest, sum);
        }
        assertThat(largest).isBetween(0.97, 1.0);
    }

    @Test
    void harmonics_uprightCrystal_areTheFloor() {
        double[] upright = new double[5], floor = new double[5];
        MuellerChain chain = MuellerChain.titanium();
        chain.harmonics(0, 0, -1, upright);
        chain.floorHarmonics(floor);
        // n_o = 4.597 + 3.802i, models/doc/physics.md section 6
        double r2 = (3.597 * 3.597 + 3.802 * 3.802) / (5.597 * 5.597 + 3.802 * 3.802);
        double expected = r2 * Math.pow(Math.sin(Math.toRadians(1)), 2) / 2;
        assertThat(floor[0] * chain.brightest()).isCloseTo(expected, within(1e-3 * expected));
        for (int k = 0; k < 5; k++) {
            assertThat(upright[k]).isCloseTo(floor[k], within(1e-12));
        }
    }

    @Test
    void uniaxialMetal_impossibleIndices_areRefusedByName() {
        assertThatThrownBy(() -> new UniaxialMetal(0, 3, 2, 3)).hasMessageContaining("n must be above 0");
        assertThatThrownBy(() -> new UniaxialMetal(1, -3, 2, 3)).hasMessageContaining("-3.0");
        assertThatThrownBy(() -> new UniaxialMetal(1, Double.NaN, 2, 3)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new MuellerChain(OTHER, Double.NaN)).hasMessageContaining("NaN rad");
    }

    private static void axis(SplittableRandom random, double[] c) {
        double z = random.nextDouble(-1, 1), way = random.nextDouble(7), s = Math.sqrt(1 - z * z);
        c[0] = s * Math.cos(way);
        c[1] = s * Math.sin(way);
        c[2] = z;
    }
}
