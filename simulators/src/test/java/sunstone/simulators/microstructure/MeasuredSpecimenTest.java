package sunstone.simulators.microstructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;

class MeasuredSpecimenTest {
    private static final ScanGrid GRID = new ScanGrid(6, 8, 1);

    @Test
    void sections_cubicStack_keepsItsGrainsAndMasksNoise() {
        List<OrientationMap> cubic = List.of(map("m-3m", 3, 9), map("m-3m", 5, -1));
        List<Specimen.Cut> cuts = MeasuredSpecimen.sections(cubic, 2, 7);

        OrientationMap first = cuts.get(0).map();
        OrientationMap second = cuts.get(1).map();
        assertThat(first.laue()).isEqualTo(LaueGroup.HEXAGONAL);
        assertThat(cuts.get(1).depthPx()).isEqualTo(2);
        assertThat(first.valid()[9]).isFalse(); // a grain of one voxel
        assertThat(second.validCount()).isEqualTo(GRID.size());
        assertThat(apart(first, 0, second, 0)).isLessThan(0.001);
        assertThat(apart(first, 3, second, 5)).isLessThan(0.001); // right grain, which has moved
        assertThat(apart(first, 0, first, 3)).isGreaterThan(5);
    }

    @Test
    void sections_hexagonalStack_staysAsItWasMeasured() {
        List<OrientationMap> maps = List.of(map("6/mmm", 3, -1));
        assertThat(MeasuredSpecimen.sections(maps, 1, 7).get(0).map()).isSameAs(maps.get(0));
    }

    @Test
    void sections_noMapOrNoThickness_isRefused() {
        assertThatThrownBy(() -> MeasuredSpecimen.sections(List.of(), 1, 7)).hasMessageContaining("at least one map");
        assertThatThrownBy(() -> MeasuredSpecimen.sections(List.of(map("6/mmm", 3, -1)), 0, 7))
                .hasMessageContaining("above 0");
    }

    /** Two grains that meet at a column, and a pixel of noise. */
    private static OrientationMap map(String laue, int column, int noise) {
        double[] q = new double[4 * GRID.size()];
        for (int i = 0; i < GRID.size(); i++) {
            double tilt = i == noise ? 40 : GRID.col(i) < column ? 0 : 20;
            Quaternions.fromAxisAngle(1, 0, 0, Math.toRadians(tilt), q, 4 * i);
        }
        return OrientationMap.full(GRID, LaueGroup.of(laue), q);
    }

    private static double apart(OrientationMap a, int i, OrientationMap b, int j) {
        return Math.toDegrees(LaueGroup.HEXAGONAL.disorientation(a.quaternions(), 4 * i, b.quaternions(), 4 * j));
    }
}
