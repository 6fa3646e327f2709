package sunstone.models.posterior.carry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.registration.Registration;

class PlacementTest {
    private static final ScanGrid EBSD = new ScanGrid(60, 80, 1);
    private static final ScanGrid LIGHT = new ScanGrid(120, 160, 0.5);

    private final Registration instrument = new Registration(EBSD, LIGHT, new double[] {2, -3, 1, 0.01});
    private final Registration below = new Registration(EBSD, LIGHT, new double[] {-1, 4, -0.8, 0.01});

    @Test
    void locate_placeOfTheNewRaster_isSeenThroughTheSameLight() {
        Placement placement = new Placement(instrument, below, new double[] {0.3, -0.2}, EBSD);
        double[] old = new double[2];
        double[] through = new double[2];
        double[] directly = new double[2];
        placement.locate(10, 70, old);
        below.locate(old[0] - 0.2, old[1] + 0.3, through);
        instrument.locate(10, 70, directly);
        assertThat(through).containsExactly(directly, within(1e-6));
    }

    @Test
    void turn_directionOfTheNewRaster_hasTheCrystalDirectionThatItHadOnTheOldOne() {
        Placement placement = new Placement(instrument, below, new double[2], EBSD);
        double[] from = new double[2];
        double[] to = new double[2];
        placement.locate(30, 30, from);
        placement.locate(35, 37, to); // 5 down, 7 to the right
        double[] q = {0.5, 0.5, -0.5, 0.5};
        double[] before = new double[3];
        double[] after = new double[3];
        Quaternions.rotate(q, 0, to[1] - from[1], to[0] - from[0], 0, before, 0);
        placement.turn(q, 0, q, 0);
        Quaternions.rotate(q, 0, 7, 5, 0, after, 0);
        assertThat(after).containsExactly(before, within(1e-6));
        assertThat(placement.turnDeg()).isNotZero();
    }
}
