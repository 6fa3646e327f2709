package sunstone.connectors.format.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.connectors.format.SharedFiles;

/** Hexagonal grids become squares: every point is kept, at its place, and none is averaged. */
class HexRasterTest {
    private static final int ROWS = 9;
    private static final int COLS = 12;
    private static final double STEP = 0.5;
    private static final double LINE = 0.4330127;

    @TempDir
    Path dir;

    /** A file whose quality (the confidence) numbers the points. */
    private Path file(int every) throws IOException {
        StringBuilder s =
                new StringBuilder("# Phase 1\n# MaterialName Ti\n# Symmetry 62\n# GRID: HexGrid\n# XSTEP: 0.5\n"
                        + "# YSTEP: 0.433013\n# NCOLS_ODD: 12\n# NCOLS_EVEN: 11\n# NROWS: 9\n");
        int number = 0;
        for (int r = 0; r < ROWS; r++) {
            for (int c = 0; c < COLS - r % 2; c++) {
                number++;
                if (number % every == 0) {
                    s.append(String.format(
                            Locale.ROOT,
                            "1.0 0.5 2.0 %.5f %.5f 100 %.4f 1 1 0.5%n",
                            STEP * (c + r % 2 / 2.0),
                            LINE * r,
                            number / 1000.0));
                }
            }
        }
        return Files.writeString(dir.resolve("hex" + every + ".ang"), s);
    }

    @Test
    void read_hexGrid_takesOverEveryPointWithinHalfAPixel() throws IOException {
        EbsdMap map = SharedFiles.read(file(1));
        assertThat(map.grid().rows()).isEqualTo(ROWS);
        assertThat(map.grid().cols()).isEqualTo(14);
        assertThat(map.grid().stepUm()).isEqualTo(0.433013);
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < map.grid().size(); i++) {
            if (map.phase()[i] == 1) {
                int number = Math.round(1000 * map.quality()[i]) - 1;
                seen.add(number);
                int pair = number / (2 * COLS - 1), rest = number % (2 * COLS - 1);
                int row = 2 * pair + (rest >= COLS ? 1 : 0);
                double x = STEP * (rest >= COLS ? rest - COLS + 0.5 : rest);
                assertThat(i / 14).isEqualTo(row);
                assertThat(Math.abs(x - i % 14 * LINE)).isLessThanOrEqualTo(0.6 * STEP + 1e-3);
            }
        }
        assertThat(seen).hasSize(5 * 12 + 4 * 11);
        assertThat(map.notes()).singleElement().asString().contains("hexagonal grid", "none was averaged");
    }

    @Test
    void read_sparseHexGrid_measuresNothingElse() throws IOException {
        EbsdMap map = SharedFiles.read(file(13));
        assertThat(map.count(1)).isBetween(8, 16);
        Set<Float> seen = new HashSet<>();
        for (float q : map.quality()) {
            seen.add(q);
        }
        assertThat(seen).hasSize(8 + 1);
    }

    @Test
    void read_hexHeaderOverSquarePoints_takesTheSquaresAndSaysSo() {
        EbsdMap map = SharedFiles.read(SharedFiles.reference("formats/ebsdlib_HexHeader.ang"));
        assertThat(map.grid().cols()).isEqualTo(40);
        assertThat(map.grid().rows()).isEqualTo(4);
        assertThat(map.notes()).singleElement().asString().contains("HexGrid", "square raster");
    }
}
