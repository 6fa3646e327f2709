package sunstone.models.polarizedlight.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sunstone.models.Patchwork;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;

class FlatFieldTest {
    private static final int SIZE = 96;
    private final PlImage even = new Patchwork(SIZE, 80, 6).light(0.01, 0, 0);

    @Test
    void of_evenLight_isFlat() {
        FlatField field = FlatField.of(even);
        assertThat(field.exposure()).isLessThan(0.03);
        assertThat(field.stray()).isLessThan(0.008);
    }

    @Test
    void flattened_vignettedLightWithStrayLight_isMuchNearerToEven() {
        float[] uneven = even.harmonics().clone();
        int n = SIZE * SIZE;
        for (int i = 0; i < n; i++) {
            double y = (i / SIZE - 47.5) / 48;
            double x = (i % SIZE - 47.5) / 48;
            double gain = 1 - 0.2 * (x * x + y * y);
            double stray = 0.04 * (1 + x);
            uneven[i] =
                    PlScaling.canonical().scale(0, gain * PlScaling.canonical().unscale(0, uneven[i]) + stray);
            for (int c = 1; c < PlImage.CHANNELS; c++) {
                uneven[c * n + i] *= (float) gain;
            }
        }
        PlImage image = new PlImage(even.grid(), uneven, even.noise());
        FlatField field = FlatField.of(image);
        assertThat(field.exposure()).isGreaterThan(0.05);
        assertThat(difference(field.flattened(image))).isLessThan(difference(image) / 2);
    }

    /** Root mean square over all channels. */
    private double difference(PlImage image) {
        double sum = 0;
        for (int k = 0; k < image.harmonics().length; k++) {
            double d = image.harmonics()[k] - even.harmonics()[k];
            sum += d * d / image.harmonics().length;
        }
        return Math.sqrt(sum);
    }
}
