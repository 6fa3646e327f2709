package sunstone.models.posterior.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.EbsdPoint;

class VariogramTest {
    private static final LaueGroup LAUE = LaueGroup.HEXAGONAL;

    @Test
    void of_noPoints_isTheUsual() {
        assertThat(Variogram.of(LAUE, List.of()).pixel(10)).isEqualTo(0.25 + 0.2 + 0.7, within(1e-12));
    }

    @Test
    void of_noiseAlone_addsNothingToIt() {
        // 0.5 degrees a point, so 0.5 square degrees a pair, known to sqrt(2 / 3 n); a pair 1 px apart adds 0.27 times
        // the scale
        assertThat(Variogram.of(LAUE, pairs(1000, 1, 0.5, 0)).pixel(10))
                .isBetween(0.25, 0.25 + 0.9 * (4 * 0.5 * Math.sqrt(2.0 / 3000)) / 0.27);
    }

    @Test
    void of_sameGrainsWithPointsTwiceAsFarApart_isTheSame() {
        // twice the distance, and the squares that a linear variogram of scale 2 has there
        double near =
                Variogram.of(LAUE, pairs(1000, 5, 0.5, 2 * (0.2 + 0.07 * 5))).pixel(3);
        double far =
                Variogram.of(LAUE, pairs(1000, 10, 0.5, 2 * (0.2 + 0.07 * 10))).pixel(3);

        // a log-normal size with 3 Gaussian axes: the most likely scale of 1000 pairs is known to some 5%, with noise
        // 7%
        assertThat(near).isEqualTo(0.25 + 2 * (0.2 + 0.07 * 3), within(0.2 * near));
        assertThat(far).isEqualTo(near, within(0.2 * near));
    }

    @Test
    void of_aFewPairsAcrossBentPlaces_isHardlyMore() {
        double straight = Variogram.of(LAUE, pairs(1000, 5, 0.5, 1.1)).pixel(5);
        List<EbsdPoint> points = new ArrayList<>(pairs(950, 5, 0.5, 1.1));
        points.addAll(pairs(50, 5, 0.5, 9));
        double bent = Variogram.of(LAUE, points).pixel(5);

        assertThat(bent).isBetween(0.95 * straight, 1.35 * straight);
    }

    /**
     * Pairs far from each other, so many pixels apart.
     *
     * @param noise mean square of the part of their angle that is of one size
     * @param bent mean square of the part whose size is log-normal
     */
    private static List<EbsdPoint> pairs(int n, int apart, double noise, double bent) {
        Random random = new Random(1);
        List<EbsdPoint> points = new ArrayList<>();
        for (int k = 0; k < n; k++) {
            double[] q = {1, 0, 0, 0};
            double[] turn = {1, 0, 0, 0};
            double square = noise + bent * Math.exp(2 * 0.5 * (random.nextGaussian() - 0.5));
            for (int c = 1; c < 4; c++) {
                q[c] = random.nextGaussian();
                turn[c] = Math.toRadians(Math.sqrt(square / 3)) / 2 * random.nextGaussian();
            }
            Quaternions.normalise(q, 0);
            Quaternions.normalise(turn, 0);
            int row = 40 * k;
            points.add(EbsdPoint.of(row, 0, 1, q, 0, 1));
            double[] other = new double[4];
            Quaternions.multiply(turn, 0, q, 0, other, 0);
            points.add(EbsdPoint.of(row, apart, 1, other, 0, 1));
        }
        return points;
    }
}
