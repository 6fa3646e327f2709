package sunstone.models.polarizedlight.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;

class MixedPixelsTest {
    private static final ScanGrid GRID = new ScanGrid(7, 9, 1);
    private static final float[] LEFT = {0.1f, -0.4f, 0.3f, 0.7f, -0.2f};
    private static final float[] RIGHT = {-0.3f, 0.5f, 0.6f, -0.6f, 0.4f};

    /** Two grains with a column between them that holds this much of the left one. */
    private static float[] boundary(float share) {
        float[] image = new float[PlImage.CHANNELS * GRID.size()];
        for (int i = 0; i < GRID.size(); i++) {
            int col = i % GRID.cols();
            float left = col < 4 ? 1 : col > 4 ? 0 : share;
            for (int c = 0; c < PlImage.CHANNELS; c++) {
                image[c * GRID.size() + i] = left * LEFT[c] + (1 - left) * RIGHT[c];
            }
        }
        return image;
    }

    private static float[] unmixed(float[] image, float noise) {
        float[] each = {noise, noise, noise, noise, noise};
        return MixedPixels.unmixed(new PlImage(GRID, image, each)).harmonics();
    }

    private static float[] at(float[] image, int pixel) {
        float[] out = new float[PlImage.CHANNELS];
        for (int c = 0; c < out.length; c++) {
            out[c] = image[c * GRID.size() + pixel];
        }
        return out;
    }

    @Test
    void unmixed_mixture_goesToTheSideItHoldsMoreOf() {
        assertThat(at(unmixed(boundary(0.7f), 0), GRID.index(3, 4))).isEqualTo(LEFT);
        assertThat(at(unmixed(boundary(0.3f), 0), GRID.index(3, 4))).isEqualTo(RIGHT);
    }

    @Test
    void unmixed_pureGrains_stay() {
        float[] sharp = boundary(1);

        assertThat(unmixed(sharp, 0.02f)).isEqualTo(sharp);
    }

    @Test
    void unmixed_lamellaOfAThirdOrientation_stays() {
        float[] image = boundary(0.5f);
        for (int row = 0; row < GRID.rows(); row++) {
            image[GRID.index(row, 4)] += 0.5f; // off the line between both sides
        }

        assertThat(unmixed(image, 0.02f)).isEqualTo(image);
    }
}
