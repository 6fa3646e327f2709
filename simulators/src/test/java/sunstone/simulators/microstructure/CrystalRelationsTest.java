package sunstone.simulators.microstructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;

class CrystalRelationsTest {
    private static final double TITANIUM = 1.587, MAGNESIUM = 1.624;
    private final SplittableRandom random = new SplittableRandom(12);

    private static double disorientationDeg(double[] a, double[] b) {
        return Math.toDegrees(LaueGroup.HEXAGONAL.disorientation(a, 0, b, 0));
    }

    @Test
    void twin_everyVariant_isAtTheTextbookAngle() {
        assertThat(Math.toDegrees(TwinSystem.TENSION_1012.angle(MAGNESIUM))).isCloseTo(86.3, within(0.1));
        assertThat(Math.toDegrees(TwinSystem.TENSION_1012.angle(TITANIUM))).isCloseTo(85.0, within(0.1));
        assertThat(Math.toDegrees(TwinSystem.TENSION_1121.angle(TITANIUM))).isCloseTo(35.0, within(0.1));
        double[] parent = new double[4], twin = new double[4];
        for (TwinSystem system : TwinSystem.values()) {
            for (int v = 0; v < TwinSystem.VARIANTS; v++) {
                OrientationDraw.uniform(random, parent, 0);
                system.twin(v, TITANIUM, parent, 0, twin, 0);
                assertThat(disorientationDeg(parent, twin))
                        .isCloseTo(Math.toDegrees(system.angle(TITANIUM)), within(1e-9));
            }
        }
    }

    @Test
    void twin_variants_areSixCrystals() {
        double[] parent = {1, 0, 0, 0};
        for (TwinSystem system : TwinSystem.values()) {
            double[][] twins = new double[TwinSystem.VARIANTS][4];
            for (int v = 0; v < twins.length; v++) {
                system.twin(v, TITANIUM, parent, 0, twins[v], 0);
                for (int u = 0; u < v; u++) {
                    assertThat(disorientationDeg(twins[u], twins[v])).isGreaterThan(5);
                }
            }
        }
    }

    @Test
    void planeNormal_tension1012_isThePlaneOfTheMillerIndices() {
        // (10-12): in a Cartesian frame with X along a, the plane's normal is the reciprocal vector h a* + l c*
        double[] n = new double[3];
        double h = 1 / Math.cos(Math.PI / 6), l = 2 / TITANIUM; // |a*| = 1 / (a cos 30), |c*| = 1 / c
        double norm = Math.hypot(h, l);
        boolean found = false;
        for (int v = 0; v < TwinSystem.VARIANTS; v++) {
            TwinSystem.TENSION_1012.planeNormal(v, TITANIUM, n);
            assertThat(n[2]).isCloseTo(l / norm, within(1e-12));
            double azimuth = Math.toDegrees(Math.atan2(n[1], n[0]));
            found |= Math.abs(azimuth - 30) < 1e-9 || Math.abs(azimuth + 30) < 1e-9; // a* lies 30 degrees off a
        }
        assertThat(found).isTrue();
    }

    @Test
    void burgers_pairsOfVariants_haveTheFiveKnownAngles() {
        double[] known = {10.53, 60, 60.83, 63.26, 90};
        int[] seen = new int[known.length];
        double[] beta = new double[4];
        OrientationDraw.uniform(random, beta, 0);
        double[][] alpha = new double[BurgersRelation.VARIANTS][4];
        for (int v = 0; v < alpha.length; v++) {
            BurgersRelation.alpha(v, beta, 0, alpha[v], 0);
            for (int u = 0; u < v; u++) {
                double angle = disorientationDeg(alpha[u], alpha[v]);
                int k = 0;
                while (Math.abs(known[k] - angle) > 0.01) {
                    k++; // an unknown angle ends in an index out of bounds
                }
                seen[k]++;
            }
        }
        // each variant meets the eleven others 1, 2, 4, 2, 2 times (Wang, Aindow, Starink, Acta Mater. 51 (2003) 2485)
        assertThat(seen).containsExactly(6, 12, 24, 12, 12);
    }

    @Test
    void burgers_planesAndDirections_areParallel() {
        double[] beta = {1, 0, 0, 0}, alpha = new double[4], v = new double[3];
        double r2 = Math.sqrt(0.5), r3 = Math.sqrt(1 / 3.0);
        for (int k = 0; k < BurgersRelation.VARIANTS; k++) {
            BurgersRelation.alpha(k, beta, 0, alpha, 0);
            int planes = 0, directions = 0;
            for (int i = 0; i < 8; i++) { // all <110> and <111>, with repeats
                int sx = (i & 1) * 2 - 1, sy = (i & 2) - 1, sz = (i & 4) / 2 - 1;
                double[][] faces = {{sx * r2, sy * r2, 0}, {sx * r2, 0, sz * r2}, {0, sy * r2, sz * r2}};
                for (double[] f : faces) {
                    Quaternions.rotate(alpha, 0, f[0], f[1], f[2], v, 0);
                    planes += v[2] > 1 - 1e-12 ? 1 : 0;
                }
                Quaternions.rotate(alpha, 0, sx * r3, sy * r3, sz * r3, v, 0);
                double a = Math.toDegrees(Math.atan2(v[1], v[0]));
                directions += Math.abs(v[2]) < 1e-9 && Math.abs(a / 60 - Math.rint(a / 60)) < 1e-9 ? 1 : 0;
            }
            assertThat(planes).isEqualTo(2); // one plane, met twice in the loop
            assertThat(directions).isEqualTo(2); // one direction and its opposite
        }
    }

    @Test
    void ofAxis_anyAxisAndSpin_hasThatAxis() {
        double[] q = new double[4], c = new double[3];
        for (int i = 0; i < 500; i++) {
            double[] v = {0, 0, i % 2 == 0 ? 1 : -1};
            OrientationDraw.tilt(random, 2, v);
            OrientationDraw.ofAxis(v[0], v[1], v[2], 6 * random.nextDouble(), q, 0);
            Quaternions.cAxis(q, 0, c, 0);
            double along = c[0] * v[0] + c[1] * v[1] + c[2] * v[2];
            assertThat(Math.abs(along)).isCloseTo(1, within(1e-12));
        }
    }
}
