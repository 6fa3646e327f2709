package sunstone.simulators.polarizedlight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.UniaxialOptics;
import sunstone.models.polarizedlight.stack.PlStack;
import sunstone.simulators.microstructure.MicrostructureGenerator;
import sunstone.simulators.microstructure.MicrostructureRecipe;

class PlCameraTest {
    private static final ScanGrid GRID = new ScanGrid(40, 50, 1);
    private static final PlScaling SCALING = PlScaling.canonical();
    private static final UniaxialOptics MODEL = UniaxialOptics.canonical();
    private static final MuellerChain CHAIN = MuellerChain.titanium();
    private final OrientationMap truth = MicrostructureGenerator.generate(
                    GRID, MicrostructureRecipe.equiaxed(12), new SplittableRandom(5))
            .map();

    private float[] fit(OrientationMap map, PlCondition condition, long seed) {
        PlStack stack = new PlStack(map.grid(), 36, SCALING);
        float[][] frames = PlCamera.frames(map, CHAIN, condition, SCALING, 36, seed);
        for (int j = 0; j < 36; j++) {
            stack.add(j, 10 * j, 0, map.grid().rows(), frames[j]);
        }
        return stack.image().map(PlImage::harmonics).orElseThrow();
    }

    private static double rms(float[] a, float[] b, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum / (to - from));
    }

    private float[] clean(OrientationMap map) {
        return PlCamera.harmonics(map, CHAIN, PlCondition.clean(), SCALING, 36, new SplittableRandom(0));
    }

    @Test
    void frames_clean_areTheModelsIntensities() {
        float[][] frames = PlCamera.frames(truth, CHAIN, PlCondition.clean(), SCALING, 36, 1);
        double[] c = new double[3];
        for (int p = 0; p < GRID.size(); p += 7) {
            sunstone.models.crystallography.Quaternions.cAxis(truth.quaternions(), 4 * p, c, 0);
            for (int j = 0; j < 36; j++) {
                double expected = MODEL.intensity(c[0], c[1], c[2], Math.toRadians(10 * j)) / MODEL.brightest();
                assertThat(frames[j][p]).isCloseTo((float) expected, within(1e-6f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"clean", "noise-0.2", "camera", "harsh"})
    void frames_conditionsOfPublishedFigures_areStillTheSame(String condition) {
        float[][] frames = PlCamera.frames(truth, CHAIN, PlCondition.parse(condition), SCALING, 36, 11);
        // made by the closed form, before the camera had a chain of its own
        double[] expected =
                switch (condition) {
                    case "clean" ->
                        new double[] {
                            0.08320123,
                            0.25437713,
                            0.21538398,
                            0.038215872,
                            0.441468,
                            0.055328235,
                            0.039316375,
                            0.11786839
                        };
                    case "noise-0.2" ->
                        new double[] {
                            0.09965642,
                            0.36940074,
                            0.24197298,
                            0.120707676,
                            0.585624,
                            0.1327194,
                            -0.027922036,
                            0.14202313
                        };
                    case "camera" ->
                        new double[] {
                            0.070671886,
                            0.23197341,
                            0.22201638,
                            0.042254575,
                            0.44391966,
                            0.06643407,
                            0.030884355,
                            0.11693913
                        };
                    default ->
                        new double[] {
                            0.020428874,
                            0.14217564,
                            0.24755013,
                            0.054509982,
                            0.4621348,
                            0.17607954,
                            -0.0038086027,
                            0.11382031
                        };
                };
        for (int k = 0; k < expected.length; k++) {
            assertThat((double) frames[7 * k % 36][(431 * k + 3) % 2000]).isCloseTo(expected[k], within(1e-6));
        }
    }

    @Test
    void frames_channelNoise_isExactOnTheScaledChannels() {
        float[] noisy = fit(truth, PlCondition.parse("noise-0.2"), 3), clean = clean(truth);
        int n = GRID.size();
        for (int c = 0; c < 5; c++) {
            // 5 standard errors of a standard deviation from n samples
            assertThat(rms(noisy, clean, c * n, (c + 1) * n)).isCloseTo(0.2, within(5 * 0.2 / Math.sqrt(2.0 * n)));
        }
    }

    @Test
    void frames_camera_hasShotAndReadNoise() {
        int n = GRID.size();
        float[][] noisy = PlCamera.frames(truth, CHAIN, PlCondition.camera(), SCALING, 36, 9);
        float[][] clean = PlCamera.frames(truth, CHAIN, PlCondition.clean(), SCALING, 36, 9);
        double sum = 0;
        for (int j = 0; j < 36; j++) {
            for (int p = 0; p < n; p++) {
                double d = noisy[j][p] - clean[j][p];
                sum += d * d / (clean[j][p] / 20_000 + 1e-4);
            }
        }
        assertThat(sum / (36 * n)).isCloseTo(1, within(5 * Math.sqrt(2.0 / (36 * n))));
    }

    @Test
    void harmonics_camera_haveTheNoiseOfTheFit() {
        int n = GRID.size();
        float[] clean = clean(truth), fitted = fit(truth, PlCondition.camera(), 4);
        float[] direct = PlCamera.harmonics(truth, CHAIN, PlCondition.camera(), SCALING, 36, new SplittableRandom(8));
        for (int c = 0; c < 5; c++) {
            double expected = rms(fitted, clean, c * n, (c + 1) * n);
            assertThat(rms(direct, clean, c * n, (c + 1) * n)).isCloseTo(expected, within(5 * expected / Math.sqrt(n)));
        }
    }

    @Test
    void frames_harshShift_interpolatesTheTruthDisplaced() {
        PlCondition shift = new PlCondition("shift", 0, 0, 0, 0, 0, 0.7, 0.4, 0);
        float[] moved = fit(truth, shift, 1), clean = clean(truth);
        int p = GRID.index(20, 30), q = GRID.index(21, 30);
        double expected = 0.6 * (0.3 * clean[p] + 0.7 * clean[p + 1]) + 0.4 * (0.3 * clean[q] + 0.7 * clean[q + 1]);
        assertThat((double) moved[p]).isCloseTo(expected, within(1e-5));
    }

    @Test
    void frames_harsh_brightensScratchesAndTiltsTheLight() {
        int n = GRID.size();
        PlCondition scratched = new PlCondition("scratches", 0, 0, 0, 3, 0, 0, 0, 0);
        // a stack would take the scratches off
        float[] a = PlCamera.harmonics(truth, CHAIN, scratched, SCALING, 36, new SplittableRandom(2));
        float[] clean = clean(truth);
        int touched = 0;
        for (int p = 0; p < n; p++) {
            assertThat(a[p]).isGreaterThan(clean[p] - 1e-4f);
            touched += a[p] > clean[p] + 0.02f ? 1 : 0;
        }
        assertThat(touched).isBetween(30, n / 4); // two lines of about 40 px, 3 px wide
        PlCondition tilted = new PlCondition("light", 0, 0, 0, 0, 0.1, 0, 0, 0);
        float[] bright = PlCamera.frames(truth, CHAIN, tilted, SCALING, 36, 2)[0];
        float[] even = PlCamera.frames(truth, CHAIN, PlCondition.clean(), SCALING, 36, 2)[0];
        double low = 9, high = 0;
        for (int p = 0; p < n; p++) {
            low = Math.min(low, bright[p] / even[p]);
            high = Math.max(high, bright[p] / even[p]);
        }
        assertThat(high - low).isCloseTo(0.1, within(0.005));
    }

    @Test
    void frames_invalidOrCubicPixels_areTheFloor() {
        boolean[] valid = new boolean[GRID.size()];
        Arrays.fill(valid, true);
        valid[17] = false;
        float floor = (float) (MODEL.floor() / MODEL.brightest());
        OrientationMap holes = new OrientationMap(GRID, LaueGroup.HEXAGONAL, truth.quaternions(), valid);
        OrientationMap cubic = OrientationMap.full(GRID, LaueGroup.CUBIC, truth.quaternions());
        for (int j = 0; j < 36; j += 5) {
            assertThat(PlCamera.frames(holes, CHAIN, PlCondition.clean(), SCALING, 36, 1)[j][17])
                    .isEqualTo(floor);
            assertThat(PlCamera.frames(cubic, CHAIN, PlCondition.clean(), SCALING, 36, 1)[j])
                    .containsOnly(floor);
        }
    }

    @Test
    void frame_sameSeed_isTheSame() {
        float[][] a = PlCamera.frames(truth, CHAIN, PlCondition.harsh(), SCALING, 36, 11);
        PlCamera again = PlCamera.of(truth, CHAIN, PlCondition.harsh(), SCALING, 36, 11);
        assertThat(again.frame(7)).isEqualTo(a[7]);
        assertThat(again.frame(8)).isNotEqualTo(a[7]);
        assertThat(PlCamera.of(truth, CHAIN, PlCondition.harsh(), SCALING, 36, 12)
                        .frame(7))
                .isNotEqualTo(a[7]);
    }

    @Test
    void parse_unknownName_saysWhatIsKnown() {
        assertThat(PlCondition.parse("noise-0.05").channelNoise()).isEqualTo(0.05);
        assertThat(PlCondition.parse("noise-0.05").name()).isEqualTo("noise-0.05");
        assertThat(PlCondition.parse("lab")).isEqualTo(PlCondition.lab(1));
        assertThat(PlCondition.parse("lab-0.5").lab()).isEqualTo(0.5);
        assertThat(PlCondition.parse("lab-0.5").name()).isEqualTo("lab-0.5");
        assertThat(PlCondition.parse("harsh").readNoise()).isCloseTo(0.05, within(1e-12));
        for (String bad : new String[] {
            "noise-", "noise-x", "noise--1", "noise-NaN", "Clean", "", "lab-", "lab--1", "lab-11", "labs"
        }) {
            assertThatThrownBy(() -> PlCondition.parse(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("camera or harsh: \"" + bad);
        }
    }

    @Test
    void scaling_titanium_isTheModelsRange() {
        for (int c = 0; c < 5; c++) {
            assertThat((double) SCALING.lo()[c]).isCloseTo(MODEL.lowest()[c], within(1e-7));
            assertThat((double) SCALING.hi()[c]).isCloseTo(MODEL.highest()[c], within(1e-7));
        }
    }
}
