package sunstone.models.prior;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TileTest {
    @Test
    void cover_anySize_everyPixelIsInOneCoreAndFarFromTheTilesEdges() {
        for (int[] size : new int[][] {{56, 43}, {16, 16}, {10, 90}, {61, 32}}) {
            int rows = size[0];
            int cols = size[1];
            int[] owners = new int[rows * cols];
            for (Tile t : Tile.cover(rows, cols, 16, 8)) {
                for (int r = t.core().top(); r < t.core().bottom(); r++) {
                    for (int c = t.core().left(); c < t.core().right(); c++) {
                        owners[(t.top() + r) * cols + t.left() + c]++;
                        assertThat(t.top() == 0 || r >= 4).isTrue();
                        assertThat(t.left() + t.width() == cols || c < t.width() - 4)
                                .isTrue();
                    }
                }
            }
            assertThat(owners).containsOnly(1);
        }
    }

    @Test
    void put_coresOfCrops_isTheImage() {
        float[] image = new float[2 * 30 * 41];
        for (int i = 0; i < image.length; i++) {
            image[i] = i;
        }
        float[] again = new float[image.length];
        List<Tile> tiles = Tile.cover(30, 41, 16, 4);
        for (Tile t : tiles) {
            t.put(t.core(t.crop(image, 2), 2), again, 2);
        }
        assertThat(tiles).hasSize(3 * 4);
        assertThat(again).isEqualTo(image);
    }
}
