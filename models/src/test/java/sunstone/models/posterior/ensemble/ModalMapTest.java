package sunstone.models.posterior.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.Snapshot;

/**
 * What is hidden from the members, in one grain and with the usual variogram: 0.2 + 0.07 d, and 0.25 a measurement. A
 * pixel that was measured shows its measurement, noise and all.
 */
class ModalMapTest {
    private static final ScanGrid GRID = new ScanGrid(3, 64, 1);
    private static final double TOLERANCE = 1e-4;

    @Test
    void hidden_onePoint_growsWithTheDistanceToIt() {
        float[] hidden = hidden(0, point(10));

        assertThat(square(hidden, 10)).isEqualTo(0.25, within(TOLERANCE));
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

    @Test
    void noisy_betweenTwoPoints_isHalfTheNoiseOfOne() {
        ModalMap map = of(snapshot(point(10), point(28)), 0);

        double hidden = 0.45 + 0.07 * 9 - (0.7 + 0.07 * 18) / 4;
        assertThat((double) map.noisy()[GRID.index(1, 19)]).isEqualTo(0.125 / hidden, within(TOLERANCE));
        assertThat(map.noisy()[GRID.index(1, 10)]).isEqualTo(1);
    }

    @Test
    void centred_membersCopyOneOfTwoPoints_lieAboutTheMeanOfBoth() {
        double[] q = new double[4];
        Quaternions.fromAxisAngle(0.6, 0, 0.8, Math.toRadians(1), q, 0);
        Snapshot snapshot = snapshot(point(10), EbsdPoint.of(1, 28, 1, q, 0, 1));
        ModalMap map = of(snapshot, 0.2); // the members know the first alone
        OrientationMap mean = map.posterior(List.of(member(0)), 1).map();

        List<float[]> centred = map.centred();

        int at = GRID.index(1, 19);
        assertThat(LaueGroup.HEXAGONAL.disorientationDeg(floats(mean.quaternions()), 4 * at, member(0), 4 * at))
                .isEqualTo(0.5, within(0.01));
        for (float[] m : centred) {
            assertThat(LaueGroup.HEXAGONAL.disorientationDeg(m, 4 * at, floats(mean.quaternions()), 4 * at))
                    .isEqualTo(0.2, within(0.01));
        }
        assertThat(LaueGroup.HEXAGONAL.disorientationDeg(centred.get(0), 4 * at, centred.get(1), 4 * at))
                .isEqualTo(0.4, within(0.01));
    }

    @Test
    void centred_memberOfAnotherGrain_staysWhereItIs() {
        float[] other = member(40);
        ModalMap map = ModalMap.of(snapshot(point(10)), List.of(member(0.2), member(-0.2), other));

        assertThat(map.centred().get(2)).isEqualTo(other);
    }

    private static float[] floats(double[] q) {
        float[] out = new float[q.length];
        for (int i = 0; i < q.length; i++) {
            out[i] = (float) q[i];
        }
        return out;
    }

    private static double square(float[] hidden, int col) {
        return hidden[GRID.index(1, col)] * hidden[GRID.index(1, col)];
    }

    /** Of two members that are turned to either side of the points' orientation. */
    private static float[] hidden(double deg, EbsdPoint... points) {
        return of(snapshot(points), deg).hidden();
    }

    private static ModalMap of(Snapshot snapshot, double deg) {
        return ModalMap.of(snapshot, List.of(member(deg), member(-deg)));
    }

    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    private static Snapshot snapshot(EbsdPoint... points) {
        return new Snapshot(GRID, LaueGroup.HEXAGONAL, null, List.of(points), null);
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
