package sunstone.models.polarizedlight.registration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sunstone.models.Patchwork;
import sunstone.models.polarizedlight.PlImage;

class PlRectificationTest {
    @Test
    void onto_imageThatLiesHalfAPixelOff_isSharperThanInterpolation() {
        Patchwork section = new Patchwork(64, 40, 2);
        PlImage truth = section.light(0, 0, 0);
        PlImage seen = section.areaLight(0.005, 2.5, -1.5);
        Registration r = new Registration(section.grid(), section.grid(), new double[] {-1.5, 2.5, 0, 0});
        PlImage sharp = CanonicalLight.onto(section.grid(), seen, r);
        float[] interpolated = PlRegistration.resample(section.grid(), seen.harmonics(), new double[] {-2.5, 1.5});
        assertThat(wrong(sharp.harmonics(), truth, sharp)).isLessThan(0.8 * wrong(interpolated, truth, sharp));
    }

    @Test
    void onto_pixelsBeyondTheImage_areNotCovered() {
        Patchwork section = new Patchwork(40, 10, 2);
        Registration r = new Registration(section.grid(), section.grid(), new double[] {5, 0, 0, 0});
        PlImage moved = CanonicalLight.onto(section.grid(), section.light(0, 0, 0), r);
        assertThat(moved.covers(0)).isFalse();
        assertThat(moved.covers(20 * 40 + 20)).isTrue();
    }

    /** Share of covered pixels that are off by more than a tenth of the range in some channel. */
    private static double wrong(float[] channels, PlImage truth, PlImage covered) {
        int n = truth.grid().size();
        int wrong = 0;
        for (int i = 0; i < n; i++) {
            boolean off = false;
            for (int c = 0; c < PlImage.CHANNELS && covered.covers(i); c++) {
                off |= Math.abs(channels[c * n + i] - truth.harmonics()[c * n + i]) > 0.2;
            }
            wrong += off ? 1 : 0;
        }
        return wrong / (double) n;
    }
}
