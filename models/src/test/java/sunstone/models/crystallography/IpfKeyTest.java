package sunstone.models.crystallography;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IpfKeyTest {
    private static double[] colour(IpfKey key, double x, double y, double z) {
        double n = Math.sqrt(x * x + y * y + z * z);
        double[] h = {x / n, y / n, z / n};
        double[] rgb = new double[3];
        key.laue().sector().fold(h, 0, h, 0);
        key.sectorColour(h, 0, rgb, 0);
        return rgb;
    }

    @ParameterizedTest
    @CsvSource({
        "HEXAGONAL, 0, 0, 1, 1, 0, 0",
        "HEXAGONAL, 1, 0, 0, 0, 1, 0", // [2-1-10] lies along a = X
        "HEXAGONAL, 0, 1, 0, 0, 0, 1", // [10-10]
        "CUBIC, 0, 0, 1, 1, 0, 0",
        "CUBIC, 1, 1, 0, 0, 1, 0",
        "CUBIC, 1, 1, 1, 0, 0, 1"
    })
    void keys_corners_arePure(LaueGroup laue, double x, double y, double z, double r, double g, double b) {
        // the square roots of the classic key raise rounding of 1e-16 at a corner to 1e-8
        assertThat(colour(IpfKey.classic(laue), x, y, z)).containsExactly(new double[] {r, g, b}, within(1e-7));
        assertThat(colour(IpfKey.smooth(laue), x, y, z)).containsExactly(new double[] {r, g, b}, within(0.012));
    }

    @ParameterizedTest
    @EnumSource
    void smooth_centre_isWhite(LaueGroup laue) {
        double[] c = laue.sector().centre();
        assertThat(colour(IpfKey.smooth(laue), c[0], c[1], c[2])).containsExactly(new double[] {1, 1, 1}, within(1e-6));
    }

    @ParameterizedTest
    @EnumSource
    void colours_equivalentOrientations_areEqual(LaueGroup laue) {
        SplittableRandom random = new SplittableRandom(3);
        for (int trial = 0; trial < 100; trial++) {
            double[] q = new double[4 * laue.order()];
            double[] e = new double[4];
            EulerAngles.toQuaternionDeg(random.nextDouble(360), random.nextDouble(180), random.nextDouble(360), e, 0);
            for (int k = 0; k < laue.order(); k++) {
                Quaternions.multiply(laue.operator(k), 0, e, 0, q, 4 * k);
            }
            for (SampleAxis axis : SampleAxis.values()) {
                for (IpfKey key : new IpfKey[] {IpfKey.classic(laue), IpfKey.smooth(laue)}) {
                    int[] argb = new int[laue.order()];
                    key.colours(q, axis, argb);
                    for (int c : argb) {
                        assertThat(differ(c, argb[0])).isLessThanOrEqualTo(1); // rounding to a byte
                    }
                }
            }
        }
    }

    @Test
    void inCrystal_axes_areColumnsOfTheRotation() {
        double[] q = new double[4];
        double[] h = new double[3];
        EulerAngles.toQuaternionDeg(90, 0, 0, q, 0);
        SampleAxis.X.inCrystal(q, 0, h, 0);
        assertThat(h).containsExactly(new double[] {0, -1, 0}, within(1e-15));
        SampleAxis.Y.inCrystal(q, 0, h, 0);
        assertThat(h).containsExactly(new double[] {1, 0, 0}, within(1e-15));
    }

    private static int differ(int a, int b) {
        int d = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            d = Math.max(d, Math.abs((a >> shift & 255) - (b >> shift & 255)));
        }
        return d;
    }
}
