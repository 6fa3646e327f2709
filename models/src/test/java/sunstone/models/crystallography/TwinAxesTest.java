package sunstone.models.crystallography;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwinAxesTest {
    private static final double TITANIUM = 4.683 / 2.95;

    private static double[] random(Random r) {
        double[] q = {r.nextGaussian(), r.nextGaussian(), r.nextGaussian(), r.nextGaussian()};
        Quaternions.normalise(q, 0);
        return q;
    }

    /** Angles and axes as the literature has them for titanium; azimuth 0 is a, 30 degrees a*. */
    @ParameterizedTest
    @CsvSource({
        "84.8, 0, true",
        "57.3, 0, true",
        "64.4, 30, true",
        "34.9, 30, true",
        "60, 0, true",
        "84.8, 30, false",
        "57.3, 30, false",
        "64.4, 0, false",
        "34.9, 0, false"
    })
    void take_relationsOfTitanium_countForTheirSettingAlone(double angleDeg, double azimuthDeg, boolean given) {
        TwinAxes twins = new TwinAxes(TITANIUM);
        Random r = new Random(3);
        double[] turn = new double[4], other = new double[4];
        for (int k = 0; k < 20; k++) {
            double[] one = random(r);
            double azimuth = Math.toRadians(azimuthDeg + 60 * (k % 6));
            Quaternions.fromAxisAngle(Math.cos(azimuth), Math.sin(azimuth), 0, Math.toRadians(angleDeg), turn, 0);
            Quaternions.multiply(turn, 0, one, 0, other, 0);
            twins.take(one, 0, other, 0);
        }
        assertThat(twins.asGivenPairs()).isEqualTo(given ? 20 : 0);
        assertThat(twins.turnedPairs()).isEqualTo(given ? 0 : 20);
        assertThat(twins.speakForGiven()).isEqualTo(given);
        assertThat(twins.speakForTurned()).isEqualTo(!given);
    }

    @Test
    void take_crystalsWithoutRelation_countForEitherSettingAlikeAndSeldom() {
        TwinAxes twins = new TwinAxes(TITANIUM);
        Random r = new Random(7);
        for (int k = 0; k < 20_000; k++) {
            twins.take(random(r), 0, random(r), 0);
        }
        assertThat(twins.asGivenPairs() / 20_000.0).isBetween(0.001, 0.006);
        assertThat(twins.turnedPairs() / 20_000.0).isBetween(0.001, 0.006);
        assertThat(twins.speakForGiven() || twins.speakForTurned()).isFalse();
    }
}
