package sunstone.models.posterior.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.Snapshot;

/** What is hidden from the members, in one grain and with the usual variogram: 0.2 + 0.07 d, and 0.25 a measurement. */
class ModalMapTest {
    private static final ScanGrid GRID = new ScanGrid(3, 64, 1);
    private static final double TOLERANCE = 1e-4;

    @Test
    void hidden_onePoint_growsWithTheDistanceToIt() {
        float[] hidden = hidden(0, point(10));

        assertThat(square(hidden, 10)).isEqualTo(0.45, within(TOLERANCE));
        assertThat(square(hidden, 15)).isEqualTo(0.45 + 0.35, within(TOLERANCE));
        assertThat(square(hidden, 60)).isEqualTo(0.45 + 0.07 * 24, within(TOLERANCE)); // beyond its reach
    }

    @Test
    void hidden_betweenTwoPoints_isTheEstimationVarianceOfTheirMean() {
        // 18 px apart they are no pair of neighbours, so the scale stays the usual one
        float[] hidden = hidden(0, point(10), point(28));

        double onePoint = 0.45 + 0.07 * 9;
        double pair = 0.7 + 0.07 * 18;
        assertThat(square(hidden, 19)).isEqualTo(onePoint - pair / 4, within(TOLERANCE));
    }

    @Test
    void hidden_membersShowAPartOfIt_isTheRest() {
        float[] hidden = hidden(0.3, point(10));

        // the members lie 0.3 degrees to either side of the map
        assertThat(square(hidden, 15)).isEqualTo(0.8 - 0.09, within(1e-3));
    }

    @Test
    void hidden_membersShowMore_isNothing() {
        assertThat(square(hidden(2, point(10)), 15)).isZero();
    }

    private static double square(float[] hidden, int col) {
        return hidden[GRID.index(1, col)] * hidden[GRID.index(1, col)];
    }

    /** Of two members that are turned to either side of the points' orientation. */
    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    private static float[] hidden(double deg, EbsdPoint... points) {
        Snapshot snapshot = new Snapshot(GRID, LaueGroup.HEXAGONAL, null, List.of(points), null);
        return ModalMap.of(snapshot, List.of(member(deg), member(-deg))).hidden();
    }

    private static EbsdPoint point(int col) {
        return new EbsdPoint(1, col, 1, 1, 0, 0, 0, 1);
    }

    private static float[] member(double deg) {
        double[] q = new double[4];
        Quaternions.fromAxisAngle(1, 0, 0, Math.toRadians(deg), q, 0);
        float[] member = new float[4 * GRID.size()];
        for (int i = 0; i < member.length; i++) {
            member[i] = (float) q[i % 4];
        }
        return member;
    }
}
