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
        // 0.5 degrees a point, so 0.5 square degrees a pair; what is left of the usual is its 50 points among 2050
        assertThat(Variogram.of(LAUE, pairs(1000, 0.5, 0.5)).pixel(10))
                .isEqualTo(0.25 + 0.9 * 50 / 2050, within(3 * medianError(1000)));
    }

    @Test
    void of_sameGrainsWithPointsTwiceAsFarApart_isTheSame() {
        // twice the distance, and the squares that a linear variogram of scale 2 has there
        double near =
                Variogram.of(LAUE, pairs(1000, 5, 0.5 + 2 * (0.2 + 0.07 * 5))).pixel(3);
        double far =
                Variogram.of(LAUE, pairs(1000, 10, 0.5 + 2 * (0.2 + 0.07 * 10))).pixel(3);

        assertThat(far).isEqualTo(near, within(0.15 * near)); // both medians are known to 4%, squares less noise to 6%
    }

    @Test
    void of_aThirdOfThePairsAcrossBentPlaces_isHardlyMore() {
        List<EbsdPoint> points = new ArrayList<>(pairs(1000, 5, 1.6));
        double straight = Variogram.of(LAUE, points).pixel(5);
        points = new ArrayList<>(pairs(800, 5, 1.6));
        points.addAll(pairs(200, 5, 9));
        double bent = Variogram.of(LAUE, points).pixel(5);

        assertThat(bent).isBetween(straight, 1.6 * straight); // the mean of the squares would double
    }

    /** Relative error of a median of n squares of Gaussian angles: 1.25 times that of the mean, which is sqrt(2 / 3 n). */
    private static double medianError(int n) {
        return 1.25 * Math.sqrt(2.0 / (3 * n));
    }

    /** Pairs far from each other, that many pixels apart (at least 1), of which the squared angle is so large on average. */
    private static List<EbsdPoint> pairs(int n, double apart, double meanSquare) {
        Random random = new Random(1);
        List<EbsdPoint> points = new ArrayList<>();
        for (int k = 0; k < n; k++) {
            double[] q = {1, 0, 0, 0};
            double[] turn = {1, 0, 0, 0};
            for (int c = 1; c < 4; c++) {
                q[c] = random.nextGaussian();
                turn[c] = Math.toRadians(Math.sqrt(meanSquare / 3)) / 2 * random.nextGaussian();
            }
            Quaternions.normalise(q, 0);
            Quaternions.normalise(turn, 0);
            int row = 40 * k;
            points.add(EbsdPoint.of(row, 0, 1, q, 0, 1));
            double[] other = new double[4];
            Quaternions.multiply(turn, 0, q, 0, other, 0);
            points.add(EbsdPoint.of(row, (int) Math.max(1, apart), 1, other, 0, 1));
        }
        return points;
    }
}
