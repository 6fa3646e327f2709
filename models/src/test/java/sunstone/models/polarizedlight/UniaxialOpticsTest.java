package sunstone.models.polarizedlight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.crystallography.ReferenceTable;

class UniaxialOpticsTest {
    private final UniaxialOptics titanium = UniaxialOptics.canonical();

    @Test
    void intensity_referenceRows_matchTo1e9Relative() {
        ReferenceTable table = ReferenceTable.of("pl_36.csv");
        double[] q = new double[4], c = new double[3];
        for (int r = 0; r < table.rows().size(); r++) {
            double[] euler = table.numbers(r, "phi1_deg", 3);
            EulerAngles.toQuaternionDeg(euler[0], euler[1], euler[2], q, 0);
            UniaxialOptics model = UniaxialOptics.titanium(Math.toRadians(table.numbers(r, "delta_deg", 1)[0]));
            Quaternions.cAxis(q, 0, c, 0);
            double[] expected = table.numbers(r, "I000", 36);
            for (int j = 0; j < 36; j++) {
                double actual = model.intensity(c[0], c[1], c[2], Math.toRadians(10 * j));
                assertThat(Math.abs(actual - expected[j]))
                        .as("row %d frame %d: %s against %s", r, j, actual, expected[j])
                        .isLessThanOrEqualTo(1e-9 * expected[j]);
            }
        }
        assertThat(table.rows()).hasSize(257);
    }

    @Test
    void harmonics_resynthesised_giveTheIntensity() {
        SplittableRandom random = new SplittableRandom(3);
        double[] q = new double[4], c = new double[3], h = new double[5];
        for (int i = 0; i < 2000; i++) {
            for (int k = 0; k < 4; k++) {
                q[k] = random.nextDouble() - 0.5;
            }
            Quaternions.normalise(q, 0);
            Quaternions.cAxis(q, 0, c, 0);
            titanium.harmonics(q, 0, h, 0);
            double w = random.nextDouble() * 7;
            double sum = h[0]
                    + h[1] * Math.cos(2 * w)
                    + h[2] * Math.sin(2 * w)
                    + h[3] * Math.cos(4 * w)
                    + h[4] * Math.sin(4 * w);
            assertThat(sum * titanium.brightest()).isCloseTo(titanium.intensity(c[0], c[1], c[2], w), within(1e-16));
            for (int k = 0; k < 5; k++) {
                assertThat(h[k]).isBetween(titanium.lowest()[k] - 1e-12, titanium.highest()[k] + 1e-12);
            }
        }
    }

    @Test
    void intensity_brightestCrystal_isTheNormalisation() {
        double max = 0;
        for (int j = 0; j < 36000; j++) {
            max = Math.max(max, titanium.intensity(1, 0, 0, Math.toRadians(j / 100.0)));
        }
        assertThat(max / titanium.brightest()).isCloseTo(1, within(1e-6));
        assertThat(titanium.brightest()).isCloseTo(2.07e-3, within(1e-5)); // models/doc/physics.md section 6
        assertThat(titanium.floor()).isCloseTo(9.11e-5, within(1e-7));
    }

    @Test
    void harmonics_uprightAxis_areTheFloor() {
        double[] h = new double[5], floor = new double[5];
        titanium.harmonicsOfAxis(0, 0, -1, h, 0);
        titanium.floorHarmonics(floor, 0);
        assertThat(h[0]).isCloseTo(floor[0], within(1e-15));
        assertThat(h[1]).isZero();
        assertThat(titanium.intensity(0, 0, 1, 0.3)).isEqualTo(titanium.floor());
    }
}
