package sunstone.models.crystallography;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The rows of invalid_inputs.csv that concern numbers; points that are not indexed are the readers' matter. */
class InvalidInputsTest {
    private final double[] out = new double[4];

    @ParameterizedTest
    @CsvSource({"NaN, 10.5, 40.25", "10.5, Infinity, 40.25", "10.5, 40.25, -Infinity"})
    void toQuaternion_notFinite_isRejected(double a, double b, double c) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EulerAngles.toQuaternionDeg(a, b, c, out, 0))
                .withMessageContaining("not finite");
    }

    @ParameterizedTest
    @CsvSource({
        "-10.5, 40.25, -77.125, 349.5, 40.25, 282.875",
        "370.5, 40.25, 797.125, 10.5, 40.25, 77.125",
        "10.5, 319.75, 77.125, 190.5, 40.25, 257.125",
        "0, 0, 0, 0, 0, 0"
    })
    void toQuaternion_outsideRange_isTheSameRotation(double a, double b, double c, double d, double e, double f) {
        double[] same = new double[4];
        EulerAngles.toQuaternionDeg(a, b, c, out, 0);
        EulerAngles.toQuaternionDeg(d, e, f, same, 0);
        assertThat(out).containsExactly(same, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0, norm 0", "0.5, NaN, 0.5, 0.5, not finite", "2, 0, 0, 0, norm 2"})
    void require_notAUnitQuaternion_isRejected(double w, double x, double y, double z, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quaternions.require(w, x, y, z))
                .withMessageContaining(why);
    }

    @Test
    void require_almostUnitOrNegative_isNormalisedWithPositiveScalar() {
        assertThat(Quaternions.require(1.0000004, 0, 0, 0)).containsExactly(1, 0, 0, 0);
        assertThat(Quaternions.require(-0.5, 0.5, 0.5, 0.5)).containsExactly(0.5, -0.5, -0.5, -0.5);
    }

    @ParameterizedTest
    @EnumSource
    void disorientation_sameOrRounded_isZeroNotNaN(LaueGroup laue) {
        double[] above = {1.0000000000000002, 0, 0, 0};
        double[] q = Quaternions.require(0.1, 0.7, -0.1, 0.7);
        assertThat(laue.disorientation(above, 0, above, 0)).isZero();
        assertThat(laue.disorientation(q, 0, q, 0)).isLessThan(1e-15);
        for (int k = 0; k < laue.order(); k++) {
            Quaternions.multiply(laue.operator(k), 0, q, 0, out, 0);
            assertThat(laue.disorientation(out, 0, q, 0)).isLessThan(1e-15);
        }
    }

    @Test
    void cubochoric_outside_isRejectedAndFaceIsAHalfTurn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cubochoric.toQuaternion(new double[] {1.08, 0, 0}, 0, out, 0))
                .withMessageContaining("1.07251");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cubochoric.toQuaternion(new double[] {0, Double.NaN, 0}, 0, out, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cubochoric.homochoricToQuaternion(new double[] {1.4, 0, 0}, 0, out, 0))
                .withMessageContaining("1.33067");
        double[] antipode = new double[4];
        Cubochoric.toQuaternion(new double[] {Cubochoric.SEMI_EDGE, 0.3, 0}, 0, out, 0);
        Cubochoric.toQuaternion(new double[] {-Cubochoric.SEMI_EDGE, -0.3, 0}, 0, antipode, 0);
        assertThat(out[0]).isCloseTo(0, within(1e-12));
        assertThat(LaueGroup.CUBIC.disorientation(out, 0, antipode, 0)).isLessThan(1e-12);
    }

    @Test
    void mean_ofNothing_isEmpty() {
        assertThat(MeanOrientation.of(LaueGroup.HEXAGONAL, new double[0])).isEmpty();
        assertThat(new MeanOrientation(LaueGroup.CUBIC).mean(out, 0)).isFalse();
    }
}
