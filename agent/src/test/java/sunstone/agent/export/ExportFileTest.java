package sunstone.agent.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sunstone.connectors.format.EbsdMaps;
import sunstone.connectors.format.map.CrystalPhase;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.format.map.LaueClass;
import sunstone.connectors.instrument.Measurement;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;

/** Two grains of titanium in 4 x 6 pixels, a wanted region, and a point of each kind. */
class ExportFileTest {
    private static final ScanGrid GRID = new ScanGrid(4, 6, 0.5);
    private static final int UNWANTED = 23;

    @TempDir
    Path dir;

    private static MapExport export() {
        double[] q = new double[4 * GRID.size()];
        float[] uncertainty = new float[GRID.size()];
        boolean[] valid = new boolean[GRID.size()];
        Arrays.fill(valid, true);
        valid[UNWANTED] = false;
        for (int i = 0; i < GRID.size(); i++) {
            double half = Math.toRadians(i % 6 < 3 ? 10 : 30) / 2; // about x: the c axis tilts
            q[4 * i] = Math.cos(half);
            q[4 * i + 1] = -Math.sin(half);
            uncertainty[i] = i;
        }
        CrystalPhase titanium = new CrystalPhase(1, "Titanium", Optional.of(LaueClass.HEXAGONAL), Optional.empty(), 0);
        CrystalPhase beta = new CrystalPhase(2, "Beta", Optional.of(LaueClass.CUBIC), Optional.empty(), 0);
        return new MapExport(
                "my scan/1",
                7,
                List.of(titanium, beta),
                1,
                new OrientationMap(GRID, LaueGroup.HEXAGONAL, q, valid),
                uncertainty,
                List.of(
                        new Measurement(0, 0, 1, 1, 0, 0, 0, 0.9),
                        new Measurement(1, 2, 2, 0.8, 0.6, 0, 0, 0.5),
                        new Measurement(2, 4, 0, 1, 0, 0, 0, 0)));
    }

    private EbsdMap read(ExportFormat format, ExportLayer layer) throws IOException {
        byte[] bytes = ExportFile.of(export(), format, layer).orElseThrow();
        return EbsdMaps.read(Files.write(dir.resolve("a." + format.word()), bytes))
                .fold(m -> m, r -> {
                    throw new AssertionError(r.reason());
                });
    }

    @ParameterizedTest
    @EnumSource(names = {"CTF", "ANG", "H5"})
    void of_orientation_keepsPhasesAndTellsMeasuredFromGuessed(ExportFormat format) throws IOException {
        EbsdMap map = read(format, ExportLayer.ORIENTATION);
        assertThat(map.grid()).isEqualTo(GRID);
        assertThat(map.crystals()).extracting(CrystalPhase::name).containsExactly("Titanium", "Beta");
        assertThat(map.count(1)).isEqualTo(21);
        assertThat(map.phase()[8]).isEqualTo((byte) 2);
        assertThat(map.phase()[16]).isZero(); // measured in vain
        assertThat(map.measured(16)).isTrue();
        assertThat(map.phase()[UNWANTED]).isZero();
        assertThat(map.measured(UNWANTED)).isFalse();
        double[] published = export().map().quaternions();
        for (int i = 0; i < GRID.size(); i++) {
            if (map.phase()[i] == 1) {
                assertThat(Math.toDegrees(LaueGroup.CUBIC.disorientation(published, 4 * i, map.quaternions(), 4 * i)))
                        .isLessThan(2e-4);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CTF", "ANG", "H5"})
    void of_measured_holdsThePointsAlone(ExportFormat format) throws IOException {
        EbsdMap map = read(format, ExportLayer.MEASURED);
        assertThat(map.count(1)).isEqualTo(1);
        assertThat(map.count(2)).isEqualTo(1);
        assertThat(map.count(0)).isEqualTo(22);
        assertThat(map.measured(16)).isTrue();
        assertThat(map.measured(17)).isFalse();
        assertThat(map.quality()[0]).isCloseTo(0.9f, within(0.002f));
    }

    @Test
    void of_tables_haveALineAPixelABoundaryAPoint() {
        assertThat(lines(ExportLayer.ORIENTATION)).hasSize(1 + GRID.size());
        assertThat(lines(ExportLayer.ORIENTATION).get(1)).isEqualTo("0,0,0.0,0.0,1,0.00000,10.00000,0.00000,0.000,1");
        assertThat(lines(ExportLayer.ORIENTATION).get(2)).endsWith(",1.000,0");
        assertThat(lines(ExportLayer.UNCERTAINTY)).hasSize(GRID.size()); // one pixel is not wanted
        List<String> boundaries = lines(ExportLayer.BOUNDARIES);
        assertThat(boundaries).hasSize(1 + 4).last().isEqualTo("3,2,3,3,20.000");
        assertThat(lines(ExportLayer.MEASURED))
                .hasSize(1 + 3)
                .last()
                .isEqualTo("2,4,2.0,1.0,0,0.00000,0.00000,0.00000,0.0000");
    }

    private static List<String> lines(ExportLayer layer) {
        byte[] bytes = ExportFile.of(export(), ExportFormat.CSV, layer).orElseThrow();
        return new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .filter(l -> !l.startsWith("#"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(ExportLayer.class)
    void of_picture_isAPngLargerThanTheMap(ExportLayer layer) throws IOException {
        byte[] bytes = ExportFile.of(export(), ExportFormat.PNG, layer).orElseThrow();
        assertThat(ImageIO.read(new ByteArrayInputStream(bytes)).getWidth()).isGreaterThan(500);
    }

    @Test
    void of_uncertaintyAsMap_hasNoFile() {
        assertThat(ExportFile.of(export(), ExportFormat.CTF, ExportLayer.UNCERTAINTY))
                .isEmpty();
    }

    @Test
    void fileName_anyScanId_isAPlainName() {
        assertThat(export().fileName(ExportFormat.CTF, ExportLayer.MEASURED)).isEqualTo("my_scan_1-r7-measured.ctf");
    }
}
