package sunstone.models.crystallography;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrystalAxesTest {
    @Test
    void toA_star_isThirtyDegreesLessInPhi2() {
        double[] star = new double[4];
        double[] a = new double[4];
        EulerAngles.toQuaternionDeg(10, 40, 70, star, 0);
        EulerAngles.toQuaternionDeg(10, 40, 40, a, 0);
        CrystalAxes.X_PARALLEL_A_STAR.toA(LaueGroup.TRIGONAL, star, 0);
        assertThat(LaueGroup.TRICLINIC.disorientation(star, 0, a, 0)).isCloseTo(0, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource
    void fromA_afterToA_isTheSame(LaueGroup laue) {
        double[] q = Quaternions.require(0.5, -0.5, 0.5, 0.5);
        double[] there = q.clone();
        CrystalAxes.X_PARALLEL_A_STAR.toA(laue, there, 0);
        assertThat(LaueGroup.TRICLINIC.disorientation(q, 0, there, 0))
                .isCloseTo(laue.system().hexagonalAxes() ? Math.PI / 6 : 0, within(1e-12));
        CrystalAxes.X_PARALLEL_A_STAR.fromA(laue, there, 0);
        assertThat(there).containsExactly(q, within(1e-15));
    }

    @ParameterizedTest
    @EnumSource
    void of_symbol_isReadBack(CrystalAxes axes) {
        assertThat(CrystalAxes.of(axes.symbol())).isEqualTo(axes);
    }

    @Test
    void of_otherSymbol_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CrystalAxes.of("X||b"))
                .withMessageContaining("\"X||b\"");
    }
}
