package sunstone.connectors.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.Phase;

/** Counts of the README of the measured maps. */
class MeasuredMapsTest {
    @ParameterizedTest
    @CsvSource({
        "mtex_mg_twins.ctf, 137, 167, 0.3, 1, 99.8, 71",
        "ti_hex_segmented_x0.ctf, 250, 250, 0.5, 1, 100, 21",
        "ti_alphabeta_lightform_crop200.ctf, 200, 200, 0.15, 2, 87.3, 44",
        "ti_alphabeta_lightform.cpr, 380, 380, 0.15, 2, 83.8, 184"
    })
    void read_measuredMap_hasTheCountsOfItsReadme(
            String name, int rows, int cols, double step, int phases, double indexedPercent, int regions) {
        EbsdMap map = SharedFiles.read(SharedFiles.reference("ebsd/" + name));
        assertThat(map.grid().rows()).isEqualTo(rows);
        assertThat(map.grid().cols()).isEqualTo(cols);
        assertThat(map.grid().stepUm()).isEqualTo(step);
        assertThat(map.phases()).hasSize(phases);
        assertThat(map.notes()).isEmpty();
        assertThat(100.0 * (map.grid().size() - map.count(0)) / map.grid().size())
                .isCloseTo(indexedPercent, within(0.05));
        int count = 0;
        for (Phase p : map.phases()) {
            count += Grains.of(map.toOrientationMap(p.id())).count(10);
        }
        assertThat(count).isEqualTo(regions);
    }

    @Test
    void read_magnesium_has126RegionsAndTheTwinPeak() {
        EbsdMap map = SharedFiles.read(SharedFiles.reference("ebsd/mtex_mg_twins.ctf"));
        assertThat(map.phases()).containsExactly(new Phase(1, "Magnesium", LaueGroup.HEXAGONAL));
        OrientationMap mg = map.toOrientationMap(1);
        Grains grains = Grains.of(mg);
        assertThat(grains.count()).isEqualTo(126);
        int[] histogram = new int[95];
        for (int i = 0; i < grains.labels().length; i++) {
            if (i % map.grid().cols() > 0 && grains.labels()[i] != grains.labels()[i - 1]) {
                double angle =
                        Math.toDegrees(mg.laue().disorientation(mg.quaternions(), 4 * i, mg.quaternions(), 4 * i - 4));
                histogram[(int) Math.min(94, angle)]++;
            }
        }
        int peak = 10;
        for (int k = 10; k < histogram.length; k++) {
            peak = histogram[k] > histogram[peak] ? k : peak;
        }
        assertThat(peak).as("degree of the highest bin").isBetween(85, 87);
    }

    @Test
    void read_cropOfTheProject_isTheSameMapWithinItsDigits() {
        EbsdMap whole = SharedFiles.read(SharedFiles.reference("ebsd/ti_alphabeta_lightform.cpr"));
        EbsdMap crop = SharedFiles.read(SharedFiles.reference("ebsd/ti_alphabeta_lightform_crop200.ctf"));
        assertThat(whole.phases()).isEqualTo(crop.phases());
        for (int i = 0; i < crop.grid().size(); i++) {
            int k = whole.grid().index(20 + i / 200, 180 + i % 200);
            assertThat(whole.phase()[k]).isEqualTo(crop.phase()[i]);
            assertThat(whole.quality()[k]).isEqualTo(crop.quality()[i]);
            if (crop.phase()[i] > 0) {
                // 1e-4 degrees of three rounded angles
                assertThat(LaueGroup.CUBIC.disorientation(whole.quaternions(), 4 * k, crop.quaternions(), 4 * i))
                        .isLessThan(Math.toRadians(2e-4));
            }
        }
    }

    /** The file lists x in its outer loop: neighbours in a row lie 250 lines apart. */
    @Test
    void read_xOutermost_isTransposedToRows() {
        EbsdMap map = SharedFiles.read(SharedFiles.reference("ebsd/ti_hex_segmented_x0.ctf"));
        double[] last = new double[4];
        // last line: x = 124.5, y = 124.5: 201.3844, 110.2440, 34.0025
        EulerAngles.toQuaternionDeg(201.3844, 110.2440, 34.0025 - 30, last, 0);
        assertThat(LaueGroup.HEXAGONAL.disorientation(map.quaternions(), 4 * (250 * 250 - 1), last, 0))
                .isLessThan(1e-12);
        Grains g = Grains.of(map.toOrientationMap(1));
        assertThat(g.count(10)).isEqualTo(21);
    }
}
