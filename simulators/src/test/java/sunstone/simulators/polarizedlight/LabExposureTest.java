package sunstone.simulators.polarizedlight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.UniaxialOptics;
import sunstone.simulators.microstructure.MicrostructureGenerator;
import sunstone.simulators.microstructure.MicrostructureRecipe;

class LabExposureTest {
    private static final ScanGrid GRID = new ScanGrid(40, 50, 1);
    private static final MuellerChain CHAIN = MuellerChain.titanium();
    private static final PlScaling SCALING = PlScaling.canonical();
    private static final LabSurface CLEAN = new LabSurface(0, 0, 0, 0, 5, 1);
    private final OrientationMap truth = MicrostructureGenerator.generate(
                    GRID, MicrostructureRecipe.equiaxed(12), new SplittableRandom(5))
            .map();

    private static LabIllumination even() {
        List<Double> still = Collections.nCopies(36, 0.0);
        return new LabIllumination(0, 0, 0, Collections.nCopies(36, 1.0), still, still);
    }

    private static RasterPlacement placed(ScanGrid grid, double row, double col, double rotationDeg, double scale) {
        return new RasterPlacement(
                grid.rows(), grid.cols(), row, col, rotationDeg, scale, Collections.nCopies(14, 0.0));
    }

    private static LabLight plain(RasterPlacement placement, LabIllumination illumination, LabSurface surface) {
        return new LabLight(1, 0, 0, 1, 1, UniaxialMetal.titanium(), placement, illumination, surface, 0);
    }

    private float[][] frames(String condition, long seed) {
        return PlCamera.frames(truth, CHAIN, PlCondition.parse(condition), SCALING, 36, seed);
    }

    @Test
    void frame_gainBlackZeroSenseDelta_areTheClosedFormOfEachPixel() {
        double delta = Math.toRadians(-1.7), zero = Math.toRadians(33);
        UniaxialOptics closed = UniaxialOptics.titanium(delta);
        LabLight light = new LabLight(
                0.37, 0.08, 33, -1, -1.7, UniaxialMetal.titanium(), placed(GRID, 0, 0, 0, 1), even(), CLEAN, 0);
        LabExposure exposure = new LabExposure(truth, light);
        double[] c = new double[3];
        for (int j = 0; j < 36; j += 7) {
            double w = Math.toRadians(10 * j);
            float[] frame = exposure.frame(j, w);
            for (int p = 0; p < GRID.size(); p++) {
                Quaternions.cAxis(truth.quaternions(), 4 * p, c, 0);
                double s = Math.hypot(c[0], c[1]), gamma = -(Math.atan2(c[1], c[0]) + zero);
                double shines = closed.intensity(s * Math.cos(gamma), s * Math.sin(gamma), c[2], w);
                assertThat((double) frame[p]).isCloseTo(0.08 + 0.37 * shines / closed.brightest(), within(1e-6));
            }
        }
    }

    @Test
    void frame_registration_movesABoundaryWhereItMust() {
        ScanGrid grid = new ScanGrid(60, 80, 1);
        RasterPlacement placement = placed(grid, -1.6, 2.3, 1.5, 1.02);
        float[] frame = new LabExposure(halves(grid, 40), plain(placement, even(), CLEAN)).frame(0, Math.toRadians(40));
        double[] at = new double[2];
        double left = frame[grid.index(30, 10)], right = frame[grid.index(30, 70)];
        assertThat(Math.abs(left - right)).isGreaterThan(0.1);
        for (int row = 0; row < grid.rows(); row++) {
            double bright = 0;
            for (int col = 0; col < grid.cols(); col++) {
                bright += (frame[grid.index(row, col)] - right) / (left - right);
            }
            placement.look(row, bright - 0.5, at); // the border of that many pixels
            assertThat(at[1]).as("row %d", row).isCloseTo(39.5, within(0.05)); // columns 0 to 39 are the left grain
            double x = bright - 0.5 - 39.5, y = row - 29.5, a = Math.toRadians(1.5);
            assertThat(1.02 * (x * Math.cos(a) - y * Math.sin(a)) + 2.3).isCloseTo(0, within(0.05));
        }
    }

    /** Two grains: columns below {@code border}, and the others. */
    private static OrientationMap halves(ScanGrid grid, int border) {
        double[] q = new double[4 * grid.size()];
        for (int p = 0; p < grid.size(); p++) {
            EulerAngles.toQuaternionDeg(p % grid.cols() < border ? 20 : 75, 80, 10, q, 4 * p);
        }
        return OrientationMap.full(grid, LaueGroup.HEXAGONAL, q);
    }

    @Test
    void frame_beyondTheMap_theCrystalsGoOnMirrored() {
        LabLight shifted = plain(placed(GRID, -5, 4, 0, 1), even(), CLEAN);
        LabLight there = plain(placed(GRID, 0, 0, 0, 1), even(), CLEAN);
        float[] frame = new LabExposure(truth, shifted).frame(2, 0.3);
        float[] map = new LabExposure(truth, there).frame(2, 0.3);
        for (int col = 0; col < 46; col++) {
            for (int row = 0; row < 5; row++) { // row 4 looks at -1, which is row 0 again
                assertThat(frame[GRID.index(row, col)]).isCloseTo(map[GRID.index(4 - row, col + 4)], within(1e-6f));
            }
            assertThat(frame[GRID.index(20, col)]).isCloseTo(map[GRID.index(15, col + 4)], within(1e-6f));
        }
        assertThat(frame[GRID.index(20, 49)]).isCloseTo(map[GRID.index(15, 46)], within(1e-6f)); // column 53
    }

    @Test
    void frame_pointSpread_hasItsWidth() {
        ScanGrid grid = new ScanGrid(20, 40, 1);
        double variance = 0;
        for (int k = 0; k < 10; k++) { // an edge anywhere between two pixels
            LabLight soft = new LabLight(
                    1, 0, 0, 1, 1, UniaxialMetal.titanium(), placed(grid, 0, k / 10.0, 0, 1), even(), CLEAN, 0.5);
            float[] frame = new LabExposure(halves(grid, 20), soft).frame(0, 0);
            double left = frame[grid.index(10, 5)], right = frame[grid.index(10, 35)], mean = 0, square = 0;
            for (int col = 10; col < 30; col++) { // the derivative of an edge is the point spread
                double d = (frame[grid.index(10, col + 1)] - frame[grid.index(10, col)]) / (right - left);
                mean += d * (col + 0.5);
                square += d * (col + 0.5) * (col + 0.5);
            }
            assertThat(mean).isCloseTo(19.5 - k / 10.0, within(0.001));
            variance += (square - mean * mean) / 10;
        }
        assertThat(variance)
                .isCloseTo(0.25 + 1 / 12.0 + 1 / 12.0, within(0.01)); // the pixel, and the difference of two
    }

    @Test
    void frame_gradient_standsStillWhileTheSpecimenTurns() {
        List<Double> still = Collections.nCopies(36, 0.0);
        LabIllumination uneven = new LabIllumination(0.15, 0.1, 30, Collections.nCopies(36, 1.1), still, still);
        float[] image = new float[GRID.size()];
        for (double turnDeg : new double[] {0, 90, 210}) {
            java.util.Arrays.fill(image, 1);
            uneven.shine(image, GRID.rows(), GRID.cols(), Math.toRadians(turnDeg), 3);
            double gx = image[GRID.index(20, 30)] - image[GRID.index(20, 19)];
            double gy = image[GRID.index(25, 25)] - image[GRID.index(14, 25)];
            double perPixel = 1.1 * 0.1 / Math.hypot(40, 50), way = Math.toRadians(30 - turnDeg);
            assertThat(gx / 11).isCloseTo(perPixel * Math.cos(way), within(0.1 * perPixel));
            assertThat(gy / 11).isCloseTo(perPixel * Math.sin(way), within(0.1 * perPixel));
            double corners = image[0] + image[49] + image[GRID.index(39, 0)] + image[GRID.index(39, 49)];
            assertThat(corners / 4).isCloseTo(1.1 * 0.85, within(0.02));
        }
    }

    @Test
    void mark_dirtPitsSlip_darkenAndBrightenSomeOfTheSpecimen() {
        float[] even = PlScene.render(truth, CHAIN);
        float[] dirty = even.clone(), pitted = even.clone(), slipped = even.clone(), clean = even.clone();
        CLEAN.mark(clean, truth);
        new LabSurface(2, 0, 0, 0, 5, 3).mark(dirty, truth);
        new LabSurface(0, 2, 0, 0, 5, 3).mark(pitted, truth);
        new LabSurface(0, 0, 0, 0.1, 5, 3).mark(slipped, truth);
        assertThat(clean).isEqualTo(even);
        int darker = 0, brighter = 0, lined = 0;
        for (int p = 0; p < GRID.size(); p++) {
            assertThat(dirty[p]).isLessThanOrEqualTo(even[p]);
            assertThat(pitted[p]).isGreaterThanOrEqualTo(even[p]);
            assertThat(slipped[p]).isBetween(0.899f * even[p], even[p]);
            darker += dirty[p] < 0.8f * even[p] ? 1 : 0;
            brighter += pitted[p] > even[p] + 0.05f ? 1 : 0;
            lined += slipped[p] < 0.97f * even[p] ? 1 : 0;
        }
        assertThat(darker).isBetween(4, 200); // four specks
        assertThat(brighter).isBetween(3, 40); // four pits
        assertThat(lined).isBetween(10, GRID.size() / 2);
    }

    @Test
    void frames_strengthZero_areThoseOfTheCamera() {
        float[][] camera = frames("camera", 3);
        assertThat(frames("lab-0", 3)).isDeepEqualTo(camera);
        float[][] faint = frames("lab-0.0000001", 3); // no special case: what is drawn goes to nothing
        for (int j = 0; j < 36; j++) {
            for (int p = 0; p < GRID.size(); p++) {
                assertThat(faint[j][p]).isCloseTo(Math.max(0, Math.min(1, camera[j][p])), within(1e-4f));
            }
        }
    }

    @Test
    void frames_lab_followFromTheSeedAndStayWithinTheCamera() {
        float[][] a = frames("lab", 7);
        assertThat(frames("lab", 7)).isDeepEqualTo(a);
        assertThat(frames("lab", 8)).isNotEqualTo(a);
        PlCamera camera = PlCamera.of(truth, CHAIN, PlCondition.lab(1), SCALING, 36, 7);
        assertThat(camera.frame(20)).isEqualTo(a[20]);
        LabLight light = camera.lab().orElseThrow();
        assertThat(light).isEqualTo(LabLight.draw(CHAIN.metal(), GRID, 1, 36, 7));
        double mean = 0;
        for (float[] frame : a) {
            for (float v : frame) {
                assertThat(v).isBetween(0f, 1f);
                mean += v / (36.0 * GRID.size());
            }
        }
        assertThat(mean).isBetween(light.black(), light.black() + 0.6 * light.gain());
        assertThat(PlCamera.of(truth, CHAIN, PlCondition.camera(), SCALING, 36, 7)
                        .lab())
                .isEmpty();
    }

    @Test
    void harmonics_lab_areTheProjectionOfFrames() {
        SplittableRandom same = new SplittableRandom(5);
        float[][] frames = frames("lab", same.nextLong());
        float[] h = PlCamera.harmonics(truth, CHAIN, PlCondition.lab(1), SCALING, 36, new SplittableRandom(5));
        int n = GRID.size();
        for (int p = 0; p < n; p += 13) {
            double mean = 0, sin4 = 0;
            for (int j = 0; j < 36; j++) {
                mean += frames[j][p] / 36;
                sin4 += frames[j][p] * Math.sin(4 * Math.toRadians(10 * j)) / 18;
            }
            assertThat(h[p]).isCloseTo(SCALING.scale(0, mean), within(1e-4f));
            assertThat(h[4 * n + p]).isCloseTo(SCALING.scale(4, sin4), within(1e-4f));
        }
    }
}
