package sunstone.models.posterior.carry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.registration.Registration;

class PoseTest {
    private final Pose second = new Pose(2, -1, 3);
    private final Pose third = new Pose(-4, 0.5, -7);

    @Test
    void on_poseOfAPose_isBothInTurn() {
        double[] once = new double[2];
        double[] twice = new double[2];
        third.place(11, -5, once);
        second.place(once[0], once[1], once);
        third.on(second).place(11, -5, twice);

        assertThat(twice).containsExactly(once, within(1e-9));
    }

    @Test
    void back_ofAPlace_isWhereItCameFrom() {
        double[] there = new double[2];
        third.place(6, 9, there);
        third.back(there[0], there[1], there);

        assertThat(there).containsExactly(new double[] {6, 9}, within(1e-9));
    }

    @Test
    void pose_ofAPlacement_takesPlacesAndCrystalsWhereItDoes() {
        ScanGrid grid = new ScanGrid(41, 51, 1);
        Registration instrument = Registration.none(grid, grid);
        Placement placement = new Placement(
                instrument, new Registration(grid, grid, new double[] {2, -3, 2.5, 0}), new double[2], grid);
        Pose pose = placement.pose();
        double[] by = new double[2];
        double[] posed = new double[2];
        placement.locate(5, 44, by);
        pose.place(5 - 20, 44 - 25, posed);
        assertThat(posed).containsExactly(new double[] {by[0] - 20, by[1] - 25}, within(0.02));

        double[] q = {0.5, 0.5, -0.5, 0.5};
        placement.turn(q, 0, q, 0);
        pose.straighten(q, 0);
        assertThat(q).containsExactly(new double[] {0.5, 0.5, -0.5, 0.5}, within(1e-9));
    }
}
