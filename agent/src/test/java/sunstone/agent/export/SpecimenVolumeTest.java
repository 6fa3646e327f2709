package sunstone.agent.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sunstone.agent.wire.SectionPacking;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.carry.FinishedSection;

class SpecimenVolumeTest {
    private static final ScanGrid GRID = new ScanGrid(4, 6, 0.5);

    @Test
    void of_sectionMissingBetweenTwo_takesTheNearerOneAndIsAsUncertainAsTheyDiffer() {
        SpecimenVolume volume = SpecimenVolume.of(List.of(piece(5, 40, 4.0), piece(2, 0, null), piece(3, 0, 1.0)));

        assertThat(volume.layers()).extracting(SpecimenVolume.Layer::section).containsExactly(2, 3, 4, 5);
        assertThat(volume.thicknessUm()).isEqualTo(2); // 1 and 4 over 2
        SpecimenVolume.Layer filled = volume.layers().get(2);
        assertThat(filled.scanId()).isNull();
        assertThat(filled.measured()).containsOnly(false);
        assertThat(filled.map().quaternions())
                .isEqualTo(volume.layers().get(1).map().quaternions());
        assertThat(filled.uncertaintyDeg()[3]).isBetween(21f, 23f); // 2 claimed, half of 40 apart
        assertThat(volume.layers().get(1).uncertaintyDeg()[3]).isBetween(1.9f, 2.1f);
        assertThat(volume.layers().get(1).measured()[7]).isTrue();
        assertThat(volume.notes())
                .anyMatch(n -> n.contains("section 4 is missing"))
                .anyMatch(n -> n.contains("thick"));
    }

    @Test
    void of_sectionsThatDoNotGoTogether_isRefusedWithTheReason() {
        FinishedSection coarse = section(new ScanGrid(4, 6, 0.7), 0);
        SpecimenVolume.Piece other = new SpecimenVolume.Piece(
                SectionPacking.pack("b", "p", 3, 1, 1, coarse, "{}"), coarse, 1.0, new boolean[GRID.size()]);

        assertThatThrownBy(() -> SpecimenVolume.of(List.of(piece(2, 0, null), other)))
                .hasMessageContaining("section 3")
                .hasMessageContaining("0.7");
        assertThatThrownBy(() -> SpecimenVolume.of(List.of(piece(2, 0, null), piece(2000, 0, 1.0))))
                .hasMessageContaining("1997 sections are missing");
        assertThatThrownBy(() -> SpecimenVolume.of(List.of())).hasMessageContaining("at least one");
    }

    private static SpecimenVolume.Piece piece(int number, double tiltDeg, @Nullable Double thicknessUm) {
        FinishedSection section = section(GRID, tiltDeg);
        boolean[] measured = new boolean[GRID.size()];
        measured[7] = true;
        return new SpecimenVolume.Piece(
                SectionPacking.pack("s" + number, "p", number, 1, 1, section, "{}"), section, thicknessUm, measured);
    }

    private static FinishedSection section(ScanGrid grid, double tiltDeg) {
        double[] q = new double[4 * grid.size()];
        float[] uncertainty = new float[grid.size()];
        float[] member = new float[q.length];
        for (int i = 0; i < uncertainty.length; i++) {
            Quaternions.fromAxisAngle(1, 0, 0, Math.toRadians(tiltDeg), q, 4 * i);
            uncertainty[i] = 2;
        }
        for (int k = 0; k < q.length; k++) {
            member[k] = (float) q[k];
        }
        return FinishedSection.of(
                OrientationMap.full(grid, LaueGroup.HEXAGONAL, q), uncertainty, List.of(member), null, null);
    }
}
