package sunstone.simulators.polarizedlight;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sunstone.connectors.instrument.Measurement;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.Optics;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.calibration.LearntLight;
import sunstone.models.polarizedlight.calibration.LightCalibration;
import sunstone.models.polarizedlight.registration.Registration;
import sunstone.models.polarizedlight.stack.PlStack;
import sunstone.simulators.microscope.MicroscopeOptions;
import sunstone.simulators.microscope.VirtualMicroscope;
import sunstone.simulators.microstructure.MicrostructureGenerator;
import sunstone.simulators.microstructure.MicrostructureRecipe;
import sunstone.simulators.microstructure.Texture;

/** What the points teach of the light, against what the laboratory of an independent camera had drawn. */
class LightRecoveryTest {
    private static final ScanGrid GRID = new ScanGrid(96, 112, 1);
    private static final int FRAMES = 36;

    private static OrientationMap section(long seed) {
        MicrostructureRecipe recipe = new MicrostructureRecipe(
                LaueGroup.HEXAGONAL, 14, 0.35, 1.2, 0.6, 0.05, Texture.MIXED, 20, 0, 0, 0, 0, 3, 0.3, 0.2, 1.587, 0.8);
        return MicrostructureGenerator.generate(GRID, recipe, new SplittableRandom(seed))
                .map();
    }

    private static PlStack stack(float[][] frames) {
        PlStack stack = new PlStack(GRID, FRAMES, PlScaling.canonical());
        for (int j = 0; j < FRAMES; j++) {
            stack.add(j, 360.0 * j / FRAMES, 0, GRID.rows(), frames[j]);
        }
        return stack;
    }

    private static float[][] frames(PlCamera camera) {
        float[][] frames = new float[FRAMES][];
        for (int j = 0; j < FRAMES; j++) {
            frames[j] = camera.frame(j);
        }
        return frames;
    }

    private static PlCamera camera(OrientationMap truth, PlCondition condition, long seed) {
        return PlCamera.of(truth, MuellerChain.titanium(), condition, PlScaling.canonical(), FRAMES, seed);
    }

    /** Indexed points at random places, as the virtual microscope measures them. */
    private static List<EbsdPoint> points(OrientationMap truth, int count, long seed) {
        VirtualMicroscope microscope = new VirtualMicroscope(truth, MicroscopeOptions.defaults(), seed);
        List<EbsdPoint> points = new ArrayList<>();
        new SplittableRandom(seed)
                .ints(0, GRID.size())
                .distinct()
                .limit(2L * count)
                .forEach(p -> {
                    Measurement m = microscope.measure(p / GRID.cols(), p % GRID.cols());
                    if (m.phase() == 1 && points.size() < count) {
                        points.add(new EbsdPoint(m.row(), m.col(), 1, m.w(), m.x(), m.y(), m.z(), m.confidence()));
                    }
                });
        return points;
    }

    private static LearntLight learnt(PlStack stack, List<EbsdPoint> points) {
        return learnt(stack, Optics.CANONICAL, points);
    }

    private static LearntLight learnt(PlStack stack, Optics known, List<EbsdPoint> points) {
        return requireNonNull(stack.fit(known).learnt(GRID, points));
    }

    /**
     * Mean displacement (rows, columns) and rotation (degrees) between where the light is taken to lie and where it
     * lies.
     */
    private static double[] misplaced(Registration learnt, RasterPlacement true_) {
        double[] pl = new double[2];
        double[] back = new double[2];
        double down = 0, right = 0, turn = 0, arm = 0;
        int count = 0;
        for (int row = 0; row < GRID.rows(); row += 5) {
            for (int col = 0; col < GRID.cols(); col += 5) {
                learnt.locate(row, col, pl);
                true_.look(pl[0], pl[1], back);
                double y = row - (GRID.rows() - 1) / 2.0, x = col - (GRID.cols() - 1) / 2.0;
                double dy = back[0] - row, dx = back[1] - col;
                down += dy;
                right += dx;
                turn += x * dy - y * dx;
                arm += x * x + y * y;
                count++;
            }
        }
        return new double[] {down / count, right / count, Math.toDegrees(turn / arm)};
    }

    /** Mean over field and frames of the light that falls on the specimen; what one number for the gain can be. */
    private static double meanLight(LabIllumination illumination) {
        double sum = 0;
        for (int j = 0; j < FRAMES; j++) {
            float[] lit = new float[GRID.size()];
            Arrays.fill(lit, 1);
            illumination.shine(lit, GRID.rows(), GRID.cols(), 2 * Math.PI * j / FRAMES, j);
            for (float f : lit) {
                sum += f;
            }
        }
        return sum / FRAMES / GRID.size();
    }

    /**
     * Root mean squares over laboratories: where the light lies to half a pixel and half a degree, its gain to 5% (the
     * aim is 3%).
     */
    @Test
    void learnt_sixtyPointsInALaboratory_recoversOpticsAndRegistration() {
        int laboratories = 8;
        double gain = 0, shift = 0, turn = 0;
        SoftAssertions all = new SoftAssertions();
        for (int seed = 1; seed <= laboratories; seed++) {
            OrientationMap truth = section(seed);
            PlCamera camera = camera(truth, PlCondition.lab(1), seed);
            LabLight lab = camera.lab().orElseThrow();

            LearntLight light = learnt(stack(frames(camera)), points(truth, 60, seed));

            double zero = light.optics().zeroDeg() - lab.apparentZeroDeg();
            double[] off = misplaced(light.registration(), lab.placement());
            double ratio = light.optics().gain() / lab.gain() / meanLight(lab.illumination());
            all.assertThat(light.verdict()).isEqualTo(LightCalibration.Verdict.ESTIMATED);
            all.assertThat(light.optics().sense()).isEqualTo(lab.sense());
            all.assertThat(zero - 180 * Math.rint(zero / 180))
                    .as("zero of %d", seed)
                    .isEqualTo(0, within(1.0));
            gain += (ratio - 1) * (ratio - 1) / laboratories;
            shift += (off[0] * off[0] + off[1] * off[1]) / 2 / laboratories;
            turn += off[2] * off[2] / laboratories;
        }
        all.assertThat(Math.sqrt(gain)).as("gain").isLessThan(0.05);
        all.assertThat(Math.sqrt(shift)).as("shift").isLessThan(0.5);
        all.assertThat(Math.sqrt(turn)).as("rotation").isLessThan(0.5);
        all.assertAll();
    }

    @Test
    void learnt_moreAndMorePoints_leavesLessOpen() {
        OrientationMap truth = section(1);
        PlStack stack = stack(frames(camera(truth, PlCondition.lab(1), 1)));
        List<EbsdPoint> points = points(truth, 140, 1);

        LearntLight few = learnt(stack, points.subList(0, 20));
        LearntLight many = learnt(stack, points);

        assertThat(many.points()).isGreaterThan(few.points());
        assertThat(many.spread().zeroDeg()).isPositive().isLessThan(few.spread().zeroDeg());
        assertThat(many.spread().gain()).isPositive().isLessThan(few.spread().gain());
        assertThat(few.spread().shiftRows()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void learnt_lightOfAnotherSection_isContradictedWithinTwentyPoints(long seed) {
        PlStack other = stack(frames(camera(section(seed + 100), PlCondition.camera(), seed)));

        LearntLight light = learnt(other, points(section(seed), 20, seed));

        assertThat(light.contradicted()).isTrue();
        assertThat(light.spread().gain()).isNaN();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void learnt_constantLight_isContradictedWithinTwentyPoints(long seed) {
        float[][] frames = new float[FRAMES][GRID.size()];
        for (float[] frame : frames) {
            Arrays.fill(frame, 0.4f);
        }

        assertThat(learnt(stack(frames), points(section(seed), 20, seed)).contradicted())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void learnt_noise_isContradictedWithinTwentyPoints(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] frames = new float[FRAMES][GRID.size()];
        for (float[] frame : frames) {
            for (int p = 0; p < frame.length; p++) {
                frame[p] = (float) random.nextDouble();
            }
        }

        assertThat(learnt(stack(frames), points(section(seed), 20, seed)).contradicted())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void learnt_rightLight_isNotContradictedWithinTwentyPoints(long seed) {
        OrientationMap truth = section(seed);

        LearntLight light = learnt(stack(frames(camera(truth, PlCondition.camera(), seed))), points(truth, 20, seed));

        assertThat(light.contradicted()).isFalse();
    }

    @Test
    void learnt_opticsKnown_holdUntilThePointsSayOtherwise() {
        OrientationMap truth = section(2);
        PlStack stack = stack(frames(camera(truth, PlCondition.camera(), 2)));
        Optics wrong = Optics.of(0.5, 0.05, 30, -1, 1.6);
        List<EbsdPoint> points = points(truth, 60, 2);

        LearntLight few = learnt(stack, wrong, points.subList(0, 5));
        LearntLight many = learnt(stack, wrong, points);

        assertThat(few.tested()).isFalse();
        assertThat(few.optics().zeroDeg()).isCloseTo(30, within(1e-6));
        assertThat(few.optics().gain()).isCloseTo(0.5, within(1e-6));
        assertThat(many.verdict()).isEqualTo(LightCalibration.Verdict.ESTIMATED);
        assertThat(many.optics().sense()).isEqualTo(1);
        assertThat(many.optics().zeroDeg()).isCloseTo(0, within(1.0));
        assertThat(many.optics().gain()).isCloseTo(1, within(0.03));
    }
}
