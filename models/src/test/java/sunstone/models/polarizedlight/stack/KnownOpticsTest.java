package sunstone.models.polarizedlight.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.Optics;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.UniaxialOptics;

class KnownOpticsTest {
    @Test
    void undo_ofAReading_isTheCanonicalImage() {
        Optics known = Optics.of(0.3, 0.04, -33, -1, 1.8);
        PlScaling scaling = PlScaling.canonical();
        ScanGrid grid = new ScanGrid(5, 7, 1);
        float[] canonical = new float[5 * grid.size()];
        float[] taken = new float[5 * grid.size()];
        double[] h = new double[5];
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < grid.size(); i++) {
            double tilt = random.nextDouble(Math.PI / 2);
            double azimuth = random.nextDouble(2 * Math.PI);
            UniaxialOptics.canonical()
                    .harmonicsOfAxis(
                            Math.sin(tilt) * Math.cos(azimuth),
                            Math.sin(tilt) * Math.sin(azimuth),
                            Math.cos(tilt),
                            h,
                            0);
            double[] reading = known.reading(h);
            for (int c = 0; c < 5; c++) {
                canonical[c * grid.size() + i] = scaling.scale(c, h[c]);
                taken[c * grid.size() + i] = scaling.scale(c, reading[c]);
            }
        }

        PlImage undone = KnownOptics.undo(new PlImage(grid, taken, new float[5]), known);

        assertThat(undone.harmonics()).containsExactly(canonical, within(0.01f));
    }
}
