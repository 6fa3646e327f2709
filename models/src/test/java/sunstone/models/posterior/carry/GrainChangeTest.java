package sunstone.models.posterior.carry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;

class GrainChangeTest {
    private static final ScanGrid GRID = new ScanGrid(30, 40, 1);

    /** Two grains that meet between the columns 19 and 20. */
    private static Grains halves() {
        double[] q = new double[4 * GRID.size()];
        for (int i = 0; i < GRID.size(); i++) {
            boolean right = i % GRID.cols() >= 20;
            q[4 * i] = right ? Math.sqrt(0.5) : 1;
            q[4 * i + 1] = right ? Math.sqrt(0.5) : 0;
        }
        return Grains.of(OrientationMap.full(GRID, LaueGroup.HEXAGONAL, q));
    }

    @Test
    void distance_twoGrains_isThatToTheirBoundary() {
        float[] distance = GrainChange.distance(halves());
        assertThat(distance[GRID.index(5, 19)]).isEqualTo(0.5f);
        assertThat(distance[GRID.index(5, 25)]).isEqualTo(5.5f);
    }

    @Test
    void of_withoutLight_isTheShareOfRandomBoundariesThatDoNotPass() {
        float[] p = GrainChange.of(halves(), 2.5, null, null, new boolean[GRID.size()])
                .continues();
        // planes through a section at random, met with the sine of their angle to it: counted, not integrated
        Random random = new Random(1);
        double met = 0;
        double passed = 0;
        for (int k = 0; k < 400_000; k++) {
            double cos = random.nextDouble(); // of the normal to the section's: uniform on the sphere
            double sin = Math.sqrt(1 - cos * cos);
            met += sin;
            passed += 2.5 * cos / sin > 2.5 && random.nextBoolean() ? sin : 0;
        }
        assertThat(p[GRID.index(5, 22)]).isEqualTo((float) (0.99 * (1 - passed / met)), within(0.01f));
        assertThat(p[GRID.index(5, 20)]).isLessThan(p[GRID.index(5, 22)]);
        assertThat(p[GRID.index(5, 38)]).isGreaterThan(0.95f);
    }

    @Test
    void of_lightOfHalfOfThePixelsIsUnrelated_findsHowManyAndWhich() {
        Random random = new Random(2);
        int n = GRID.size();
        float[] before = new float[5 * n];
        float[] now = new float[5 * n];
        boolean[] seen = new boolean[n];
        for (int k = 0; k < before.length; k++) {
            before[k] = random.nextFloat(-1, 1);
            boolean changed = k % n % GRID.cols() >= 20;
            now[k] = changed ? random.nextFloat(-1, 1) : before[k] + (float) (0.05 * random.nextGaussian());
            seen[k % n] = true;
        }
        GrainChange change = GrainChange.of(halves(), 1, before, now, seen);

        assertThat(change.likeBelow()).isEqualTo(0.5, within(0.08));
        assertThat(mean(change, 2, 18)).isGreaterThan(0.95);
        assertThat(mean(change, 22, 38)).isLessThan(0.3);
    }

    private static double mean(GrainChange change, int from, int to) {
        double sum = 0;
        for (int row = 0; row < GRID.rows(); row++) {
            for (int col = from; col < to; col++) {
                sum += change.continues()[GRID.index(row, col)] / (GRID.rows() * (to - from));
            }
        }
        return sum;
    }
}
