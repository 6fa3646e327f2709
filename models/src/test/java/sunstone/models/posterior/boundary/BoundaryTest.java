package sunstone.models.posterior.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.Posterior;

/** Boundaries of ensembles of two grains side by side whose boundary members place differently. */
class BoundaryTest {
    private static final ScanGrid GRID = new ScanGrid(12, 16, 2);

    /** Left of a column one orientation, from it on one that is turned about an axis of the crystal. */
    private static float[] halves(int column, double x, double y, double z, double deg) {
        double[] left = {0.8, 0.2, 0.4, Math.sqrt(1 - 0.64 - 0.04 - 0.16)};
        double[] right = new double[4];
        Quaternions.fromAxisAngle(x, y, z, Math.toRadians(deg), right, 0);
        Quaternions.multiply(right, 0, left, 0, right, 0);
        float[] q = new float[4 * GRID.size()];
        for (int i = 0; i < GRID.size(); i++) {
            for (int c = 0; c < 4; c++) {
                q[4 * i + c] = (float) (GRID.col(i) < column ? left[c] : right[c]);
            }
        }
        return q;
    }

    private static Posterior posterior(List<float[]> members) {
        double[] q = new double[4 * GRID.size()];
        for (int i = 0; i < q.length; i++) {
            q[i] = members.get(0)[i];
        }
        return new Posterior(OrientationMap.full(GRID, LaueGroup.HEXAGONAL, q), new float[GRID.size()], members, 0);
    }

    @Test
    void probability_membersThatDiffer_isTheirShare() {
        List<float[]> members = List.of(
                halves(8, 1, 0, 0, 30), halves(8, 1, 0, 0, 30), halves(9, 1, 0, 0, 30), halves(16, 1, 0, 0, 30));
        BoundaryProbability p = BoundaryProbability.of(posterior(members), null);
        int row = GRID.index(5, 0);
        assertThat(p.here()[row + 7]).isEqualTo(0.5f);
        assertThat(p.here()[row + 8]).isEqualTo(0.25f);
        assertThat(p.here()[row + 6]).isZero();
        assertThat(p.near()[row + 7]).isEqualTo(0.75f);
        assertThat(p.near()[row + 6]).isEqualTo(0.5f);
        assertThat(p.near()[row + 3]).isZero();
    }

    @Test
    void probability_stepBelowTheThresholdOrOutsideOfTheRegion_isNoBoundary() {
        List<float[]> members = List.of(halves(8, 1, 0, 0, 4.9));
        assertThat(BoundaryProbability.of(posterior(members), null).here()).containsOnly(0);
        boolean[] left = new boolean[GRID.size()];
        for (int i = 0; i < left.length; i++) {
            left[i] = GRID.col(i) < 8;
        }
        assertThat(BoundaryProbability.of(posterior(List.of(halves(8, 1, 0, 0, 40))), left)
                        .here())
                .containsOnly(0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BoundaryProbability.of(GRID, LaueGroup.HEXAGONAL, List.of(), null, 5))
                .withMessageContaining("0 members");
    }

    @Test
    void lines_mapAndMembersThatDiffer_areThoseOfTheMapOnePixelWide() {
        List<float[]> members = new ArrayList<>();
        for (int column : new int[] {8, 9, 9, 9}) {
            members.add(halves(column, 1, 0, 0, 30));
        }
        BoundaryMap map = BoundaryMap.of(posterior(members), null); // the map is the first member
        for (int i = 0; i < GRID.size(); i++) {
            assertThat(map.lines()[i]).as("pixel " + i).isEqualTo(GRID.col(i) == 7);
            assertThat(map.byMajority()[i]).as("pixel " + i).isEqualTo(GRID.col(i) == 8);
        }
        assertThat(map.count(BoundaryKind.HIGH_ANGLE)).isEqualTo(GRID.rows());
        assertThat(map.count(BoundaryKind.TWIN)).isZero();
    }

    @Test
    void thinning_bandOfFourPixels_isALineFromBorderToBorder() {
        boolean[] band = new boolean[GRID.size()];
        for (int i = 0; i < band.length; i++) {
            band[i] = GRID.col(i) >= 6 && GRID.col(i) < 10;
        }
        boolean[] line = LineThinning.of(GRID, band);
        for (int row = 0; row < GRID.rows(); row++) {
            int on = 0;
            for (int col = 0; col < GRID.cols(); col++) {
                on += line[GRID.index(row, col)] ? 1 : 0;
            }
            assertThat(on).as("row " + row).isEqualTo(1);
        }
    }

    @Test
    void kind_twinsAndAngles_areToldApart() {
        // {10-12}: about <11-20>, which is x in the frame X||a; the same turn about the normal of a prism plane is none
        assertThat(kind(1, 0, 0, 86.3)).isEqualTo(BoundaryKind.TWIN);
        assertThat(kind(Math.cos(Math.PI / 3), Math.sin(Math.PI / 3), 0, 85.0)).isEqualTo(BoundaryKind.TWIN);
        assertThat(kind(Math.cos(Math.PI / 6), Math.sin(Math.PI / 6), 0, 85.6)).isEqualTo(BoundaryKind.HIGH_ANGLE);
        assertThat(kind(Math.cos(Math.PI / 6), Math.sin(Math.PI / 6), 0, 35)).isEqualTo(BoundaryKind.TWIN);
        assertThat(kind(1, 0, 0, 35)).isEqualTo(BoundaryKind.HIGH_ANGLE);
        assertThat(kind(0, 0, 1, 10)).isEqualTo(BoundaryKind.LOW_ANGLE);
        assertThat(kind(0, 0, 1, 29)).isEqualTo(BoundaryKind.HIGH_ANGLE);
    }

    private static BoundaryKind kind(double x, double y, double z, double deg) {
        float[] q = halves(8, x, y, z, deg);
        return BoundaryKind.of(LaueGroup.HEXAGONAL, q, 4 * 7, q, 4 * 8);
    }

    @Test
    void knee_flatCurveWithASteepEnd_isWhereItRises() {
        float[] values = new float[1000];
        for (int i = 0; i < values.length; i++) {
            values[(i * 387) % 1000] = i < 900 ? i * 1e-4f : 0.09f + (i - 900) * 9.1e-3f;
        }
        assertThat(Knee.of(values)).isBetween(0.08, 0.15);
        assertThat(Knee.of(new float[50])).isZero();
    }

    @Test
    void lightBoundaries_twoGrains_areMarkedAtTheirBoundary() {
        LightBoundaries b = LightBoundaries.of(GRID, List.of(halves(8, 1, 0, 0, 60)));
        for (int i = 0; i < GRID.size(); i++) {
            assertThat(b.marked()[i]).as("pixel " + i).isEqualTo(GRID.col(i) == 7 || GRID.col(i) == 8);
        }
        assertThat(b.strength()[GRID.index(3, 7)]).isEqualTo(1);
    }

    @Test
    void grainStatistics_twoGrainsOfKnownShape_haveTheirNumbers() {
        GrainStatistics s = GrainStatistics.of(
                GRID,
                LaueGroup.HEXAGONAL,
                List.of(halves(8, 1, 0, 0, 30), halves(8, 1, 0, 0, 30), halves(16, 1, 0, 0, 30)),
                null);
        assertThat(s.number().mean()).isEqualTo(5 / 3.0);
        assertThat(s.number().sd()).isCloseTo(Math.sqrt(1 / 3.0), within(1e-12));
        // 8 x 12 px of 4 square micrometres twice, then 16 x 12
        assertThat(s.meanAreaUm2().mean()).isCloseTo((384 + 384 + 768) / 3.0, within(1e-9));
        assertThat(s.aspectRatio().mean()).isCloseTo((1.5 + 1.5 + 16 / 12.0) / 3, within(1e-9));
        double g = -3.3223 * Math.log10(384e-6) - 2.955;
        assertThat(s.astm().mean()).isCloseTo((2 * g + -3.3223 * Math.log10(768e-6) - 2.955) / 3, within(1e-9));
    }
}
