package sunstone.models.polarizedlight.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlScaling;

class PlStackTest {
    private static final ScanGrid GRID = new ScanGrid(2, 3, 1);

    @Test
    void fit_bandsAfterwards_staysAsItWas() {
        PlStack stack = new PlStack(GRID, 8, PlScaling.canonical());
        for (int k = 0; k < 6; k++) {
            stack.add(k, 20 * k, 0, 2, frame(0.2));
        }
        PlFit before = stack.fit();
        stack.add(6, 120, 0, 2, frame(0.9));
        stack.add(7, 140, 0, 2, frame(0.9));

        // light that does not depend on the angle has its mean alone
        float seen = mean(before);
        assertThat(seen).isCloseTo(PlScaling.canonical().scale(0, 0.2f), within(1e-5f));
        assertThat(mean(stack.fit())).isGreaterThan(seen);
    }

    private static float mean(PlFit fit) {
        return Objects.requireNonNull(fit.image()).harmonics()[0];
    }

    @Test
    void fit_fewFramesOrOneAngle_givesNoImage() {
        PlStack few = new PlStack(GRID, 8, PlScaling.canonical());
        PlStack same = new PlStack(GRID, 8, PlScaling.canonical());
        for (int k = 0; k < 8; k++) {
            if (k < 5) {
                few.add(k, 20 * k, 0, 2, frame(0.2));
            }
            same.add(k, 180 * k, 0, 2, frame(0.2));
        }

        assertThat(few.fit().image()).isNull();
        assertThat(same.fit().image()).isNull();
    }

    private static float[] frame(double intensity) {
        float[] pixels = new float[GRID.size()];
        Arrays.fill(pixels, (float) intensity);
        return pixels;
    }
}
