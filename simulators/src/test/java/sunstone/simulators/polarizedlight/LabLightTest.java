package sunstone.simulators.polarizedlight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import sunstone.models.map.ScanGrid;

class LabLightTest {
    private static final ScanGrid GRID = new ScanGrid(100, 120, 1);
    private static final UniaxialMetal TITANIUM = UniaxialMetal.titanium();
    private static final int SCANS = 400;

    private static LabLight draw(double strength, long seed) {
        return LabLight.draw(TITANIUM, GRID, strength, 36, seed);
    }

    private static List<LabLight> scans(double strength) {
        List<LabLight> all = new ArrayList<>();
        for (int seed = 0; seed < SCANS; seed++) {
            all.add(draw(strength, seed));
        }
        return all;
    }

    /** Checks that values fill a range to a twentieth of it at both ends. */
    private static void fills(List<LabLight> scans, double least, double most, ToDoubleFunction<LabLight> value) {
        double[] v = scans.stream().mapToDouble(value).sorted().toArray();
        double tolerance = (most - least) / 20;
        assertThat(v[0]).isBetween(least, least + tolerance);
        assertThat(v[v.length - 1]).isBetween(most - tolerance, most);
    }

    @Test
    void draw_strengthOne_fillsTheRangesOfALaboratory() {
        List<LabLight> scans = scans(1);
        fills(scans, 0.2, 1, LabLight::gain);
        fills(scans, 0, 0.12, LabLight::black);
        fills(scans, -90, 90, LabLight::zeroDeg);
        fills(scans, 0.4, 2.5, s -> Math.abs(s.deltaDeg()));
        fills(scans, -4, 4, s -> s.placement().shiftRowPx());
        fills(scans, -4, 4, s -> s.placement().shiftColPx());
        fills(scans, -1.5, 1.5, s -> s.placement().rotationDeg());
        fills(scans, Math.exp(-0.02), Math.exp(0.02), s -> s.placement().scale());
        fills(scans, 0, 0.15, s -> s.illumination().vignetting());
        fills(scans, 0, 0.1, s -> s.illumination().gradient());
        assertThat(scans.stream().mapToInt(LabLight::sense).sum()).isBetween(-80, 80); // 4 standard deviations of 400
        assertThat(scans.stream().filter(s -> s.deltaDeg() < 0).count()).isBetween(160L, 240L);
        List<LabLight> sameMetal = scans.stream()
                .filter(s -> Math.abs(Math.log(s.metal().ordinaryN() / TITANIUM.ordinaryN())) <= 0.25
                        && Math.abs(Math.log(s.metal().ordinaryK() / TITANIUM.ordinaryK())) <= 0.25)
                .toList();
        assertThat(sameMetal.size()).isBetween(290, 370); // a fifth are of another metal
        fills(sameMetal, Math.exp(-0.25), Math.exp(0.25), s -> s.metal().ordinaryN() / TITANIUM.ordinaryN());
    }

    @Test
    void draw_anyMetal_hasContrast() {
        double usual = contrast(TITANIUM);
        for (LabLight s : scans(1)) {
            assertThat(contrast(s.metal())).isBetween(usual / 4, usual * 4);
        }
    }

    private static double contrast(UniaxialMetal m) {
        return Math.sqrt(
                m.extraordinaryReflectivity(0).minus(m.ordinaryReflectivity()).squaredModulus());
    }

    @Test
    void draw_sameSeed_scalesTheSameLaboratory() {
        LabLight whole = draw(1, 5), half = draw(0.5, 5);
        assertThat(draw(1, 5)).isEqualTo(whole);
        assertThat(draw(1, 6)).isNotEqualTo(whole);
        assertThat(1 / half.gain() - 1).isCloseTo((1 / whole.gain() - 1) / 2, within(1e-12));
        assertThat(half.placement().shiftRowPx()).isCloseTo(whole.placement().shiftRowPx() / 2, within(1e-12));
        assertThat(half.placement().rotationDeg()).isCloseTo(whole.placement().rotationDeg() / 2, within(1e-12));
        assertThat(half.illumination().gradient())
                .isCloseTo(whole.illumination().gradient() / 2, within(1e-12));
        assertThat(half.surface().dirtPer1000Px()).isCloseTo(whole.surface().dirtPer1000Px() / 2, within(1e-12));
        assertThatThrownBy(() -> draw(0, 1)).hasMessageContaining("strength");
    }

    @Test
    void draw_greatStrength_shiftsByATenthOfTheMapAtMost() {
        fills(scans(5), -10, 10, s -> s.placement().shiftRowPx());
        fills(scans(5), -12, 12, s -> s.placement().shiftColPx());
    }

    @Test
    void draw_greatestStrength_leavesSomeLight() {
        for (LabLight s : scans(10)) {
            assertThat(s.gain()).isBetween(0.02, 1.0);
            assertThat(s.black()).isLessThanOrEqualTo(0.5);
            assertThat(Math.abs(s.deltaDeg())).isBetween(0.05, 16.0);
            assertThat(s.placement().scale()).isBetween(0.8, 1.25);
            assertThat(s.illumination().vignetting()).isLessThan(0.9);
            assertThat(contrast(s.metal())).isGreaterThan(contrast(TITANIUM) / 20);
        }
    }

    @Test
    void look_drawnWarp_leavesTheAffinePartAlone() {
        LabLight scan = draw(1, 8);
        RasterPlacement p = scan.placement(),
                flat =
                        new RasterPlacement(
                                p.rows(),
                                p.cols(),
                                p.shiftRowPx(),
                                p.shiftColPx(),
                                p.rotationDeg(),
                                p.scale(),
                                Collections.nCopies(14, 0.0));
        double mean = 0, slope = 0, largest = 0;
        double[] a = new double[2], b = new double[2];
        for (int i = 0; i < GRID.size(); i++) {
            int row = i / GRID.cols(), col = i % GRID.cols();
            p.look(row, col, a);
            flat.look(row, col, b);
            mean += (a[0] - b[0]) / GRID.size();
            slope += (a[0] - b[0]) * (col - 59.5) / 60 / GRID.size();
            largest = Math.max(largest, Math.hypot(a[0] - b[0], a[1] - b[1]));
        }
        assertThat(largest).isBetween(0.15, 1.0);
        assertThat(mean).isCloseTo(0, within(0.001));
        assertThat(slope).isCloseTo(0, within(0.001));
    }

    @Test
    void apparentZero_negativeOffset_isThatOfTheSameLightWithAPositiveOne() {
        SplittableRandom random = new SplittableRandom(4);
        UniaxialMetal inverse = new UniaxialMetal(2.8, 5.3, 4.6, 3.8);
        assertThat(inverse.axialExcess()).isNegative();
        for (int i = 0; i < 100; i++) {
            LabLight scan = draw(1, i);
            double gamma = random.nextDouble(360), w = random.nextDouble(360);
            for (UniaxialMetal metal : List.of(TITANIUM, inverse)) {
                LabLight drawn = with(scan, metal, scan.zeroDeg(), scan.deltaDeg());
                double apparent = drawn.apparentZeroDeg();
                LabLight seen = with(scan, TITANIUM, apparent, Math.abs(scan.deltaDeg()));
                double[] a = amplitudes(drawn, gamma), b = amplitudes(seen, gamma);
                assertThat(Math.abs(apparent)).isLessThanOrEqualTo(90 + 1e-9);
                // the phases of both harmonics are all that an observer of unknown gain and metal compares
                assertThat(Math.cos(a[0] - b[0])).as("2w of scan %d", i).isCloseTo(1, within(1e-9));
                assertThat(Math.cos(a[1] - b[1])).as("4w of scan %d", i).isCloseTo(1, within(1e-9));
                if (metal.equals(TITANIUM)) {
                    assertThat(intensity(drawn, gamma, w)).isCloseTo(intensity(seen, gamma, w), within(1e-12));
                }
            }
        }
    }

    @Test
    void intensity_stageTurnedTheOtherWay_isThatOfAMirroredImageWithTheOppositeOffset() {
        MuellerChain reversed = new MuellerChain(TITANIUM, Math.toRadians(1.3));
        LabLight mirrored = mirrored(draw(1, 2), 27, -1.3);
        for (int gamma = 0; gamma < 180; gamma += 17) {
            for (int w = 0; w < 180; w += 13) {
                double g = Math.toRadians(gamma + 27.0);
                double expected = reversed.intensity(0.8 * Math.cos(g), 0.8 * Math.sin(g), 0.6, Math.toRadians(-w));
                assertThat(intensity(mirrored, gamma, w)).isCloseTo(expected, within(1e-12));
            }
        }
    }

    private static LabLight mirrored(LabLight s, double zeroDeg, double deltaDeg) {
        return new LabLight(1, 0, zeroDeg, -1, deltaDeg, TITANIUM, s.placement(), s.illumination(), s.surface(), 0);
    }

    private static LabLight with(LabLight s, UniaxialMetal metal, double zeroDeg, double deltaDeg) {
        return new LabLight(
                s.gain(),
                s.black(),
                zeroDeg,
                s.sense(),
                deltaDeg,
                metal,
                s.placement(),
                s.illumination(),
                s.surface(),
                s.psfPx());
    }

    private static MuellerChain chain(LabLight s) {
        return new MuellerChain(s.metal(), Math.toRadians(s.deltaDeg()));
    }

    private static double intensity(LabLight s, double gammaDeg, double stageDeg) {
        double g = Math.toRadians(s.sense() * (gammaDeg + s.zeroDeg()));
        return chain(s).intensity(0.8 * Math.cos(g), 0.8 * Math.sin(g), 0.6, Math.toRadians(stageDeg));
    }

    /** Phases of the harmonics of 2w and 4w, radians. */
    private static double[] amplitudes(LabLight s, double gammaDeg) {
        double g = Math.toRadians(s.sense() * (gammaDeg + s.zeroDeg()));
        double[] h = new double[5];
        chain(s).harmonics(0.8 * Math.cos(g), 0.8 * Math.sin(g), 0.6, h);
        return new double[] {Math.atan2(h[1], h[2]), Math.atan2(h[4], -h[3])};
    }
}
