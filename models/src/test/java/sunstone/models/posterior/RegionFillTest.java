package sunstone.models.posterior;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.stack.PlFit;

/** Three stripes of light: 0, 0.4 and 0.2 of the half range; the last two have the more alike colours. */
class RegionFillTest {
    private static final ScanGrid GRID = new ScanGrid(6, 60, 1);
    private static final EbsdPoint LEFT = turned(3, 2, 10);
    private static final EbsdPoint MIDDLE = turned(3, 39, 20);
    private static final EbsdPoint FURTHER = turned(3, 25, 30);

    @Test
    void sample_onePointARegion_fillsItToItsEdge() {
        Posterior posterior = new RegionFill(0.3).sample(snapshot(List.of(LEFT, MIDDLE)), 1);

        for (int col = 0; col < 40; col++) {
            assertThat(angle(posterior, 3, col)).as("column %d", col).isEqualTo(col < 20 ? 10 : 20, near());
        }
    }

    @Test
    void sample_regionWithoutAPoint_isThatOfTheNearestFill() {
        Snapshot snapshot = snapshot(List.of(LEFT, MIDDLE));

        Posterior posterior = new RegionFill(0.3).sample(snapshot, 1);
        Posterior nearest = new NearestFill(0.3).sample(snapshot, 1);

        for (int col = 40; col < 60; col++) {
            assertThat(angle(posterior, 2, col)).isEqualTo(angle(nearest, 2, col), near());
        }
    }

    @Test
    void sample_twoPointsInARegion_shareItByDistance() {
        Posterior posterior = new RegionFill(0.3).sample(snapshot(List.of(LEFT, MIDDLE, FURTHER)), 1);

        assertThat(angle(posterior, 0, 21)).isEqualTo(30, near());
        assertThat(angle(posterior, 0, 31)).isEqualTo(30, near());
        assertThat(angle(posterior, 0, 33)).isEqualTo(20, near());
    }

    @Test
    void sample_noLight_isTheNearestFill() {
        Snapshot dark = snapshot(null, List.of(LEFT, MIDDLE));

        assertThat(new RegionFill(0.3).sample(dark, 1).map().quaternions())
                .isEqualTo(new NearestFill(0.3).sample(dark, 1).map().quaternions());
    }

    private static org.assertj.core.data.Offset<Double> near() {
        return org.assertj.core.data.Offset.offset(1e-3);
    }

    private static double angle(Posterior posterior, int row, int col) {
        return LaueGroup.HEXAGONAL.disorientationDeg(
                posterior.members().get(0), 4 * GRID.index(row, col), new float[] {1, 0, 0, 0}, 0);
    }

    private static EbsdPoint turned(int row, int col, double deg) {
        double half = Math.toRadians(deg / 2);
        return new EbsdPoint(row, col, 1, Math.cos(half), Math.sin(half), 0, 0, 1);
    }

    private static Snapshot snapshot(List<EbsdPoint> points) {
        float[] h = new float[PlImage.CHANNELS * GRID.size()];
        for (int i = 0; i < GRID.size(); i++) {
            h[i] = i % 60 < 20 ? 0 : i % 60 < 40 ? 0.4f : 0.2f;
        }
        return snapshot(new PlImage(GRID, h, new float[PlImage.CHANNELS]), points);
    }

    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    private static Snapshot snapshot(@org.jspecify.annotations.Nullable PlImage pl, List<EbsdPoint> points) {
        return new Snapshot(GRID, LaueGroup.HEXAGONAL, PlFit.made(pl), points, null);
    }
}
