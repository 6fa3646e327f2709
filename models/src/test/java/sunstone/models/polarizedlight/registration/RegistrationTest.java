package sunstone.models.polarizedlight.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import sunstone.models.map.ScanGrid;

class RegistrationTest {
    private final ScanGrid ebsd = new ScanGrid(60, 90, 1);
    private final ScanGrid light = new ScanGrid(150, 225, 0.4);

    @Test
    void lookedAt_ofWherePixelsLie_isThePixelAlsoUnderAWarp() {
        Random random = new Random(1);
        double[] parameters = new double[Registration.RIGID + 2 * Registration.WARP_TERMS];
        for (int k = 0; k < parameters.length; k++) {
            parameters[k] = 0.5 * random.nextGaussian() * (k == 3 ? 0.04 : 1);
        }
        Registration r = new Registration(ebsd, light, parameters);
        double[] place = new double[2];
        for (double[] pixel : new double[][] {{0, 0}, {59, 89}, {30, 17.5}}) {
            r.locate(pixel[0], pixel[1], place);
            r.lookedAt(place[0], place[1], place);
            assertThat(place[0]).isCloseTo(pixel[0], within(1e-3));
            assertThat(place[1]).isCloseTo(pixel[1], within(1e-3));
        }
    }

    @Test
    void locate_withoutTransformation_keepsCentresAndRatio() {
        double[] place = new double[2];
        Registration.none(ebsd, light).locate(0, 0, place);
        assertThat(place[0]).isCloseTo(0.75, within(1e-9)); // the middle of the first 2.5 pixels
        Registration.none(ebsd, light).locate(59, 89, place);
        assertThat(place[1]).isCloseTo(224 - 0.75, within(1e-9));
    }

    @Test
    void lookedAt_scaleRotationAndShift_areAsTheyAreReported() {
        // the PL place (y, x) from the centre looks at scale R (y, x) + shift
        Registration r = new Registration(ebsd, ebsd, new double[] {4, -3, -2, Math.log(1.02)});
        double[] place = new double[2];
        r.lookedAt(29.5, 44.5 + 10, place);
        double angle = Math.toRadians(r.rotationDeg());
        assertThat(place[0]).isCloseTo(29.5 + 1.02 * 10 * Math.sin(angle) + 4, within(1e-9));
        assertThat(place[1]).isCloseTo(44.5 + 1.02 * 10 * Math.cos(angle) - 3, within(1e-9));
        assertThat(r.scale()).isCloseTo(1.02, within(1e-12));
    }
}
