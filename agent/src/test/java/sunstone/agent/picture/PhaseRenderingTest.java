package sunstone.agent.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import sunstone.models.map.ScanGrid;

class PhaseRenderingTest {
    private final ScanGrid grid = new ScanGrid(3, 7, 1);
    private final boolean[] shown = new boolean[grid.size()];

    private int[] row(BufferedImage image, int row) {
        int[] colours = new int[grid.cols()];
        for (int col = 0; col < colours.length; col++) {
            colours[col] = image.getRGB(col, row) & 0xffffff;
        }
        return colours;
    }

    @Test
    void of_twoPhasesAndOneNotIndexed_eachPixelHasThatOfTheNearestMeasurement() {
        Arrays.fill(shown, true);
        int[] found = PhaseRendering.nothing(grid);
        found[grid.index(1, 0)] = 1;
        found[grid.index(1, 3)] = 2;
        found[grid.index(1, 6)] = 0;

        BufferedImage image = PhaseRendering.of(grid, found, shown);

        int a = PhaseRendering.colour(1);
        int b = PhaseRendering.colour(2);
        int none = PhaseRendering.colour(0);
        for (int row = 0; row < 3; row++) {
            assertThat(row(image, row)).containsExactly(a, a, b, b, b, none, none);
        }
        assertThat(a).isNotEqualTo(b);
    }

    @Test
    void of_nothingMeasuredOrNotWanted_isDrawnAsNothing() {
        assertThat(row(PhaseRendering.of(grid, PhaseRendering.nothing(grid), shown), 0))
                .containsOnly(MapRendering.NOTHING);
        int[] found = PhaseRendering.nothing(grid);
        found[0] = 1;
        assertThat(row(PhaseRendering.of(grid, found, shown), 0)).containsOnly(MapRendering.NOTHING);
    }

    @Test
    void colour_ofManyPhases_isNeverThatOfNotIndexed() {
        for (int number = 1; number < 130; number++) {
            assertThat(PhaseRendering.colour(number)).isNotEqualTo(PhaseRendering.colour(0));
        }
    }
}
