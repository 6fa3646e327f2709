package sunstone.models.polarizedlight.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sunstone.models.Patchwork;
import sunstone.models.map.EbsdPoint;
import sunstone.models.polarizedlight.Optics;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.TiltTable;
import sunstone.models.polarizedlight.calibration.LightCalibration.Verdict;
import sunstone.models.polarizedlight.registration.CanonicalLight;
import sunstone.models.polarizedlight.registration.Registration;

/**
 * Optics and registration of light that was made from canonical light by hand; the independent camera is in the
 * simulators.
 */
class LightCalibrationTest {
    private static final int SIZE = 96;
    private final Patchwork section = new Patchwork(SIZE, 60, 3);

    @Test
    void of_canonicalLight_assumesItAndLeavesTheImageAsItIs() {
        PlImage light = section.areaLight(0.02, 0, 0);
        CalibratedLight calibrated = CalibratedLight.of(light, section.grid(), points(60), 0, false, null);
        assertThat(calibrated.calibration().verdict()).isEqualTo(Verdict.ASSUMED);
        assertThat(calibrated.image()).isSameAs(light);
    }

    @Test
    void of_everyExposureZeroSenseAndOffset_findsThemFromTwelvePoints() {
        for (double[] it : new double[][] {{0.3, 20, 1, 1}, {0.8, -70, -1, 0.4}, {0.5, 90, 1, 2.5}, {1, 10, -1, 1.6}}) {
            Optics truth = optics(it[0], it[1], (int) it[2], it[3], 0.06);
            PlImage light = seen(section.areaLight(0.005, 0, 0), truth);
            LightCalibration found = LightCalibration.of(light, section.grid(), points(12));
            assertThat(found.verdict()).as("%s", truth).isEqualTo(Verdict.ESTIMATED);
            assertThat(found.optics().sense()).isEqualTo(truth.sense());
            assertThat(found.optics().gain()).isCloseTo(truth.gain(), within(0.05 * truth.gain()));
            assertThat(found.optics().deltaDeg()).isCloseTo(truth.deltaDeg(), within(0.05 * truth.deltaDeg()));
            assertThat(Math.IEEEremainder(found.optics().zeroDeg() - truth.zeroDeg(), 180))
                    .isCloseTo(0, within(1.0));
            assertThat(found.optics().black()).isCloseTo(0.06, within(0.02));
        }
    }

    @Test
    void of_imageThatLiesElsewhere_findsItToAFractionOfAPixel() {
        Registration truth = new Registration(section.grid(), section.grid(), new double[] {-3.3, 2.6, 0, 0});
        PlImage light = section.areaLight(0.01, truth.shiftCols(), truth.shiftRows());
        LightCalibration found = LightCalibration.of(light, section.grid(), points(140));
        assertThat(found.verdict()).isEqualTo(Verdict.ESTIMATED);
        assertThat(found.registration().distance(truth)).isLessThan(0.5);
        assertThat(found.registrationOpenPx()).isBetween(0.05, 1.0);
    }

    @Test
    void of_imageThatIsTurnedFar_isFoundFromARoughAlignment() {
        Registration truth = new Registration(section.grid(), section.grid(), new double[] {-9, 14, 25, 0.1});
        // light that the registration lays on the section is the section's own: seen from there, the other way round
        PlImage light = CanonicalLight.onto(section.grid(), section.areaLight(0.01, 0, 0), inverse(truth));
        Registration rough = new Registration(section.grid(), section.grid(), new double[] {-7, 11, 24, 0.11});

        CalibratedLight alone = CalibratedLight.of(light, section.grid(), points(100), 0, false, null);
        CalibratedLight aligned = CalibratedLight.of(light, section.grid(), points(100), 0, false, rough);

        assertThat(alone.calibration().verdict()).isEqualTo(Verdict.CONTRADICTED);
        assertThat(aligned.calibration().verdict()).isEqualTo(Verdict.ESTIMATED);
        assertThat(aligned.calibration().registration().distance(truth)).isLessThan(0.7);
    }

    @Test
    void of_alignedLightBeforeThereArePoints_liesWhereTheOperatorSays() {
        Registration rough = new Registration(section.grid(), section.grid(), new double[] {-7, 11, 24, 0.11});
        CalibratedLight before =
                CalibratedLight.of(section.areaLight(0.01, 0, 0), section.grid(), List.of(), 0, false, rough);
        assertThat(before.calibration().registration()).isSameAs(rough);
    }

    /** The one that takes places on the light back to where they were, for the shift of a turned and scaled image. */
    private Registration inverse(Registration r) {
        double[] p = r.parameters();
        double cos = Math.cos(Math.toRadians(p[2])), sin = Math.sin(Math.toRadians(p[2])), scale = Math.exp(-p[3]);
        return new Registration(section.grid(), section.grid(), new double[] {
            -scale * (cos * p[0] + sin * p[1]), -scale * (cos * p[1] - sin * p[0]), -p[2], -p[3]
        });
    }

    @Test
    void of_lightOfAnotherSpecimen_isContradictedWithinTwentyPoints() {
        PlImage light = new Patchwork(SIZE, 60, 4).areaLight(0.02, 0, 0);
        CalibratedLight calibrated =
                CalibratedLight.of(light, section.grid(), LightCalibration.basis(points(20)), 0, false, null);
        assertThat(calibrated.calibration().verdict()).isEqualTo(Verdict.CONTRADICTED);
        assertThat(calibrated.image()).isNull();
    }

    @Test
    void of_lampThatWasOff_isContradicted() {
        float[] dark = new float[PlImage.CHANNELS * SIZE * SIZE];
        java.util.Arrays.fill(dark, 0, SIZE * SIZE, -1);
        PlImage light = new PlImage(section.grid(), dark, new float[PlImage.CHANNELS]);
        assertThat(LightCalibration.of(light, section.grid(), points(20)).verdict())
                .isEqualTo(Verdict.CONTRADICTED);
    }

    @Test
    void of_oneWrongSolutionInTen_findsTheSameOptics() {
        Optics truth = optics(0.4, 33, -1, 0.7, 0.02);
        PlImage light = seen(section.areaLight(0.005, 0, 0), truth);
        List<EbsdPoint> points = new ArrayList<>(points(40));
        for (int k = 0; k < 4; k++) {
            points.set(
                    10 * k,
                    section.wrong(
                            points.get(10 * k).row() * SIZE + points.get(10 * k).col()));
        }
        Optics found = LightCalibration.of(light, section.grid(), points).optics();
        assertThat(found.sense()).isEqualTo(-1);
        assertThat(found.gain()).isCloseTo(truth.gain(), within(0.05 * truth.gain()));
    }

    @Test
    void basis_ofPoints_growsByAFifthOrAQuarter() {
        assertThat(LightCalibration.basis(points(7))).isEmpty();
        assertThat(LightCalibration.basis(points(8))).hasSize(8);
        assertThat(LightCalibration.basis(points(26))).hasSize(22);
        assertThat(LightCalibration.basis(points(140))).hasSize(135);
    }

    @Test
    void of_sameInput_isTheSameBitForBit() {
        PlImage light = seen(section.areaLight(0.01, 2.2, -1.4), optics(0.5, 12, -1, 1.3, 0.03));
        List<EbsdPoint> points = points(40);
        double[] once = LightCalibration.of(light, section.grid(), points)
                .registration()
                .parameters();
        assertThat(LightCalibration.of(light, section.grid(), points)
                        .registration()
                        .parameters())
                .isEqualTo(once);
    }

    private List<EbsdPoint> points(int count) {
        SplittableRandom random = new SplittableRandom(8);
        List<EbsdPoint> points = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            points.add(section.point(random.nextInt(SIZE * SIZE), 0.5));
        }
        return points;
    }

    /** Optics by their names: f = 2 sense (azimuth + zero) + delta. */
    private static Optics optics(double amplitude, double zeroDeg, int sense, double deltaDeg, double black) {
        double canonical = Math.toRadians(Optics.CANONICAL_DELTA_DEG);
        double delta = Math.toRadians(deltaDeg);
        double turn = 2 * sense * Math.toRadians(zeroDeg) + delta - sense * canonical;
        double two = sense * amplitude * Math.sin(delta) / Math.sin(canonical);
        return new Optics(
                amplitude * Math.cos(2 * turn),
                amplitude * Math.sin(2 * turn),
                two * Math.cos(turn),
                two * Math.sin(turn),
                sense,
                black);
    }

    /** Canonical light as these optics would show it. */
    private static PlImage seen(PlImage canonical, Optics o) {
        int n = canonical.grid().size();
        float[] h = canonical.harmonics();
        float[] out = new float[h.length];
        double more = o.offsetRatio() * o.offsetRatio() - 1;
        TiltTable tilts = new TiltTable();
        for (int i = 0; i < n; i++) {
            double floor = tilts.floor(Math.hypot(h[3 * n + i], h[4 * n + i]));
            double mean = PlScaling.canonical().unscale(0, h[i]) + more * floor;
            out[i] = PlScaling.canonical().scale(0, o.black() + o.amplitude() * mean);
            double re = h[3 * n + i], im = -o.sense() * h[4 * n + i];
            out[3 * n + i] = (float) (o.fourRe() * re - o.fourIm() * im);
            out[4 * n + i] = (float) -(o.fourRe() * im + o.fourIm() * re);
            re = h[n + i];
            im = -o.sense() * h[2 * n + i];
            out[n + i] = (float) (o.twoRe() * re - o.twoIm() * im);
            out[2 * n + i] = (float) -(o.twoRe() * im + o.twoIm() * re);
        }
        return PlImage.of(canonical.grid(), out);
    }
}
