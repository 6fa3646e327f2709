package sunstone.models.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;

class VolumeGrainsTest {
    private static final ScanGrid GRID = new ScanGrid(2, 3, 1);

    @Test
    void of_grainsThatMeetInAnotherSectionOnly_areOne() {
        // left and right are apart in the first section and one in the second
        VolumeGrains grains = VolumeGrains.of(List.of(map(0, 40, 0, 0, 40, 0), map(0, 0, 0, 0, 0, 0)), 5);

        assertThat(grains.count()).isEqualTo(2);
        assertThat(grains.labels()).containsExactly(0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0);
        assertThat(grains.sizes()).containsExactly(10, 2);
    }

    @Test
    void of_voxelThatIsNotValid_hasNoGrainAndJoinsNone() {
        OrientationMap holed = map(0, 0, 0, 0, 0, 0);
        holed.valid()[1] = false;
        holed.valid()[4] = false;
        VolumeGrains grains = VolumeGrains.of(List.of(holed), 5);

        assertThat(grains.labels()).containsExactly(0, -1, 1, 0, -1, 1);
    }

    @Test
    void of_otherThreshold_partsWhatLiesBetween() {
        List<OrientationMap> maps = List.of(map(0, 3, 3, 0, 3, 3));

        assertThat(VolumeGrains.of(maps, 5).count()).isEqualTo(1);
        assertThat(VolumeGrains.of(maps, 2).count()).isEqualTo(2);
    }

    @Test
    void of_mapsOfSeveralRasters_isRefused() {
        ScanGrid other = new ScanGrid(3, 2, 1);
        OrientationMap turned = OrientationMap.full(
                other, LaueGroup.HEXAGONAL, map(0, 0, 0, 0, 0, 0).quaternions());
        assertThatThrownBy(() -> VolumeGrains.of(List.of(map(0, 0, 0, 0, 0, 0), turned), 5))
                .hasMessageContaining("one raster");
    }

    private static OrientationMap map(double... tiltDeg) {
        double[] q = new double[4 * tiltDeg.length];
        for (int i = 0; i < tiltDeg.length; i++) {
            Quaternions.fromAxisAngle(1, 0, 0, Math.toRadians(tiltDeg[i]), q, 4 * i);
        }
        return OrientationMap.full(GRID, LaueGroup.HEXAGONAL, q);
    }
}
