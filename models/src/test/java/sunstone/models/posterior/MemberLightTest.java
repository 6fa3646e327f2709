package sunstone.models.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.UniaxialOptics;

class MemberLightTest {
    private static final double[] TILTED = {0.8, 0.6, 0, 0};

    private static float[] member(int pixels) {
        float[] q = new float[4 * pixels];
        for (int i = 0; i < pixels; i++) {
            q[4 * i] = 0.8f;
            q[4 * i + 1] = 0.6f;
        }
        return q;
    }

    @Test
    void frame_ofAMember_isTheClosedForm() {
        UniaxialOptics optics = UniaxialOptics.canonical();
        float[] light = MemberLight.of(member(1));
        double[] c = new double[3];
        sunstone.models.crystallography.Quaternions.cAxis(TILTED, 0, c, 0);
        for (double deg : new double[] {0, 10, 133}) {
            assertThat(MemberLight.frame(light, deg)[0])
                    .isCloseTo(
                            (float) (optics.intensity(c[0], c[1], c[2], Math.toRadians(deg)) / optics.brightest()),
                            within(1e-5f));
        }
    }

    @Test
    void denoised_scratch_isLeftOutAndNoiseIsShrunk() {
        MemberLight of = MemberLight.of(List.of(member(100), member(100)));
        float[] seen = of.mean().clone();
        seen[17] += 0.9f; // a scratch in the first channel of pixel 17
        seen[18] += 0.1f;
        float[] noise = {0.1f, 0.1f, 0.1f, 0.1f, 0.1f};
        float[] out = of.denoised(new PlImage(new ScanGrid(10, 10, 1), seen, noise));
        assertThat(out[17]).isEqualTo(of.mean()[17]);
        assertThat(out[18] - of.mean()[18]).isCloseTo((float) (0.1 * 0.0004 / 0.0104), within(1e-6f));
        assertThat(of.denoised(null)).isEqualTo(of.mean());
    }
}
