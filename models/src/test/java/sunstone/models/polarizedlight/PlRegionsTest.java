package sunstone.models.polarizedlight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import sunstone.models.map.ScanGrid;

class PlRegionsTest {
    private static final ScanGrid GRID = new ScanGrid(20, 30, 1);

    /** A block of 7 x 9 pixels on a ground; the left column of the map is a ramp from the ground upwards. */
    private static double value(int row, int col) {
        boolean block = row >= 5 && row < 12 && col >= 10 && col < 19;
        return block ? 0.5 : col == 0 ? 0.07 * row : 0;
    }

    @Test
    void of_blockOnAGround_isThatOfEachAndItsMiddle() {
        PlRegions regions = PlRegions.of(image(0, 0));

        int block = regions.at(GRID.index(8, 14));
        assertThat(regions.size(block)).isEqualTo(63);
        assertThat(regions.pixels(block))
                .allSatisfy(p -> assertThat(value(p / 30, p % 30)).isEqualTo(0.5));
        assertThat(regions.middle(block)).isEqualTo(GRID.index(8, 14));
        assertThat(regions.size(0)).isGreaterThan(regions.size(1));
    }

    @Test
    void of_gentleRamp_isOneRegionHoweverFarItsEndsAreApart() {
        PlRegions regions = PlRegions.of(image(0, 0));

        assertThat(regions.at(GRID.index(19, 0))).isEqualTo(regions.at(GRID.index(0, 29)));
        assertThat(regions.count()).isEqualTo(2);
    }

    @Test
    void of_stepJustAboveTheLimit_isABorder() {
        float[] h = new float[PlImage.CHANNELS * GRID.size()];
        for (int i = 0; i < GRID.size(); i++) {
            boolean right = i % 30 >= 15;
            h[i] = right ? 0.06f : 0;
            h[GRID.size() + i] = right ? 0.06f : 0; // together 0.085
        }
        assertThat(PlRegions.of(new PlImage(GRID, h, new float[5])).count()).isEqualTo(2);
    }

    @Test
    void of_pixelsThatTouchAtACornerOnly_areApart() {
        float[] h = new float[PlImage.CHANNELS * GRID.size()];
        h[GRID.index(3, 3)] = 1;
        h[GRID.index(4, 4)] = 1;

        PlRegions regions = PlRegions.of(new PlImage(GRID, h, new float[5]));

        assertThat(regions.count()).isEqualTo(3);
        assertThat(regions.at(GRID.index(3, 3))).isEqualTo(1);
        assertThat(regions.at(GRID.index(4, 4))).isEqualTo(2);
    }

    @Test
    void memo_noisyLight_isDenoisedFirst() {
        PlImage noisy = image(0.1, 3);

        assertThat(PlRegions.of(noisy).count()).isGreaterThan(100);
        PlRegions.Memo memo = new PlRegions.Memo();
        PlRegions regions = memo.of(noisy);
        assertThat(regions.size(regions.at(GRID.index(8, 14)))).isBetween(55, 70);
        assertThat(memo.of(noisy)).isSameAs(regions);
    }

    private static PlImage image(double noise, long seed) {
        Random random = new Random(seed);
        float[] h = new float[PlImage.CHANNELS * GRID.size()];
        for (int i = 0; i < h.length; i++) {
            int p = i % GRID.size();
            double clean = i < GRID.size() ? value(p / 30, p % 30) : 0;
            h[i] = (float) (clean + noise * random.nextGaussian());
        }
        float level = (float) noise;
        return new PlImage(GRID, h, new float[] {level, level, level, level, level});
    }
}
