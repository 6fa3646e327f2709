package sunstone.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sunstone.models.map.ScanGrid;

class ShortPathTest {
    private static final ScanGrid GRID = new ScanGrid(50, 50, 1);
    private static final Travel TRAVEL = new Travel(50, 5, 1);

    @Test
    void order_line_goesFromTheNearEndToTheFarOne() {
        int[] path = ShortPath.order(GRID, TRAVEL, 0, new int[] {30, 10, 40, 20});

        assertThat(path).containsExactly(10, 20, 30, 40);
    }

    @Test
    void order_randomPixels_keepsThemAllAndNoTurnShortensIt() {
        SplittableRandom random = new SplittableRandom(3);
        int[] pixels = random.ints(0, GRID.size()).distinct().limit(25).toArray();
        int start = GRID.index(25, 25);

        int[] path = ShortPath.order(GRID, TRAVEL, start, pixels);

        assertThat(path).containsExactlyInAnyOrder(pixels);
        double length = length(start, path);
        for (int i = 0; i < path.length; i++) {
            for (int j = i + 1; j < path.length; j++) {
                int[] turned = path.clone();
                for (int k = i; k <= j; k++) {
                    turned[k] = path[i + j - k];
                }
                assertThat(length(start, turned)).isGreaterThan(length - 1e-6);
            }
        }
        assertThat(length).isLessThan(0.6 * length(start, pixels)); // a random order is much longer
    }

    private static double length(int start, int[] path) {
        double ms = 0;
        int at = start;
        for (int pixel : path) {
            ms += TRAVEL.ms(GRID, at, pixel);
            at = pixel;
        }
        return ms;
    }
}
