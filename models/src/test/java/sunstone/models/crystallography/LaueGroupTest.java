package sunstone.models.crystallography;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that a Laue group has to bring with it: a new one that lacks something fails here. */
class LaueGroupTest {
    private static double[] random(SplittableRandom random) {
        double[] q = new double[4];
        for (int k = 0; k < 4; k++) {
            q[k] = random.nextGaussian();
        }
        Quaternions.normalise(q, 0);
        return q;
    }

    @ParameterizedTest
    @EnumSource
    void operators_products_areOperators(LaueGroup laue) {
        double[] product = new double[4];
        for (int i = 0; i < laue.order(); i++) {
            for (int j = 0; j < laue.order(); j++) {
                Quaternions.multiply(laue.operator(i), 0, laue.operator(j), 0, product, 0);
                long same = 0;
                for (int k = 0; k < laue.order(); k++) {
                    double[] s = laue.operator(k);
                    double dot = s[0] * product[0] + s[1] * product[1] + s[2] * product[2] + s[3] * product[3];
                    same += Math.abs(dot) > 1 - 1e-12 ? 1 : 0;
                }
                assertThat(same).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void maxDisorientation_manyPairs_isReachedAndNotExceeded(LaueGroup laue) {
        SplittableRandom random = new SplittableRandom(5);
        double largest = 0;
        for (int trial = 0; trial < 20_000; trial++) {
            largest = Math.max(largest, laue.disorientation(random(random), 0, random(random), 0));
        }
        assertThat(Math.toDegrees(largest)).isBetween(laue.maxDisorientationDeg() - 5, laue.maxDisorientationDeg());
    }

    @ParameterizedTest
    @CsvSource({"ORTHORHOMBIC, 2", "TRIGONAL, 3", "TETRAGONAL, 4", "HEXAGONAL, 6"})
    void maxDisorientation_dihedral_isThatOfTheCornerOfItsZone(LaueGroup laue, int n) {
        double tan = Math.tan(Math.PI / (2 * n)); // corner: |z| = tan w, (x, y) at the radius w / cos(pi / 2n)
        assertThat(laue.maxDisorientationDeg())
                .isCloseTo(Math.toDegrees(2 * Math.atan(Math.sqrt(1 + 2 * tan * tan))), within(1e-12));
    }

    @ParameterizedTest
    @EnumSource
    void sector_equivalentDirections_foldToOneInside(LaueGroup laue) {
        SplittableRandom random = new SplittableRandom(9);
        double[] image = new double[3];
        double[] first = new double[3];
        for (int trial = 0; trial < 200; trial++) {
            SampleAxis.Z.inCrystal(random(random), 0, first, 0);
            double[] h = first.clone();
            laue.sector().fold(first, 0, first, 0);
            assertThat(laue.sector().contains(first[0], first[1], first[2])).isTrue();
            for (int k = 0; k < laue.order(); k++) {
                for (int sign = -1; sign <= 1; sign += 2) {
                    Quaternions.rotate(laue.operator(k), 0, sign * h[0], sign * h[1], sign * h[2], image, 0);
                    laue.sector().fold(image, 0, image, 0);
                    assertThat(image).containsExactly(first, within(1e-12));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void sector_areaTimesOperators_isTheSphere(LaueGroup laue) {
        SplittableRandom random = new SplittableRandom(4);
        double[] h = new double[3];
        int inside = 0;
        int all = 40_000;
        for (int trial = 0; trial < all; trial++) {
            SampleAxis.Z.inCrystal(random(random), 0, h, 0);
            inside += laue.sector().contains(h[0], h[1], h[2]) ? 1 : 0;
        }
        double expected = 1.0 / (2 * laue.order()); // with the inversion
        assertThat(inside / (double) all).isCloseTo(expected, within(5 * Math.sqrt(expected * (1 - expected) / all)));
    }

    @ParameterizedTest
    @EnumSource
    void sector_names_areDirectionsOfIt(LaueGroup laue) {
        assertThat(laue.sector().names()).hasSizeGreaterThan(1);
        for (IpfSector.Corner c : laue.sector().names()) {
            assertThat(laue.sector().contains(c.x(), c.y(), c.z())).as(c.name()).isTrue();
        }
    }

    @Test
    void codes_everyGroup_areReadBack() {
        for (LaueGroup laue : LaueGroup.values()) {
            assertThat(LaueGroup.of(laue.symbol())).isEqualTo(laue);
            assertThat(LaueGroup.ofOxford(laue.oxfordCode())).contains(laue);
            assertThat(LaueGroup.ofEdax(laue.edaxCode())).contains(laue);
        }
        assertThat(Arrays.stream(LaueGroup.values()).map(LaueGroup::edaxCode)).doesNotHaveDuplicates();
        assertThat(LaueGroup.ofOxford(12)).isEmpty();
        assertThat(LaueGroup.ofEdax("5")).isEmpty();
    }

    @Test
    void of_otherSymbol_namesTheGroups() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LaueGroup.of("5/m"))
                .withMessageContaining("-1, 2/m, mmm, 4/m, 4/mmm, -3, -3m, 6/m, 6/mmm, m-3, m-3m: \"5/m\"");
    }
}
