package sunstone.simulators.microstructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.ScanGrid;

class MicrostructureGeneratorTest {
    private static final ScanGrid LARGE = new ScanGrid(200, 200, 1), SMALL = new ScanGrid(64, 64, 1);

    private static MicrostructureRecipe recipe(
            double diameter, double spread, double aspect, Texture texture, double tilt, double zone, double gradient) {
        return new MicrostructureRecipe(
                LaueGroup.HEXAGONAL,
                diameter,
                spread,
                aspect,
                0.5,
                0.03,
                texture,
                tilt,
                0.7,
                zone,
                3,
                0,
                3,
                0,
                0,
                1.587,
                gradient);
    }

    private static MicrostructureRecipe substructure(double diameter, double transformed, double twins, double share) {
        return new MicrostructureRecipe(
                LaueGroup.HEXAGONAL,
                diameter,
                0.2,
                1,
                0,
                0.02,
                Texture.RANDOM,
                0,
                0,
                0,
                0,
                transformed,
                3,
                twins,
                share,
                1.587,
                0);
    }

    private static Section section(ScanGrid grid, MicrostructureRecipe recipe, long seed) {
        return MicrostructureGenerator.generate(grid, recipe, new SplittableRandom(seed));
    }

    private static Pieces pieces(Section s) {
        int max = 0;
        for (int g : s.grain()) {
            max = Math.max(max, g);
        }
        return new Pieces(
                s.grain(), max + 1, s.map().grid().rows(), s.map().grid().cols());
    }

    private static double disorientationDeg(Section s, int p, int q) {
        double[] a = s.map().quaternions();
        return Math.toDegrees(s.map().laue().disorientation(a, 4 * p, a, 4 * q));
    }

    /**
     * Mean section area of grains, by the rule that a grain belongs to the frame unless it meets its right or lower
     * edge.
     */
    private static double meanArea(Section s) {
        Pieces g = pieces(s);
        int n = 0, rows = s.map().grid().rows(), cols = s.map().grid().cols();
        for (int i = 0; i < g.count; i++) {
            n += g.maxRow[i] < rows - 1 && g.maxCol[i] < cols - 1 ? 1 : 0;
        }
        return (double) rows * cols / n;
    }

    @Test
    void generate_sizes_followTheRecipe() {
        for (double diameter : new double[] {6, 12, 20}) {
            for (double spread : new double[] {0.1, 0.4}) {
                double area = meanArea(section(LARGE, recipe(diameter, spread, 1, Texture.RANDOM, 0, 0, 0), 3));
                // N_A = N_V H: spheres have H = D; the polyhedra that fill space are 5 to 18% wider at equal volume
                double spheres = Math.PI / 6 * diameter * diameter * Math.exp(4 * spread * spread);
                double grains = LARGE.size() / area;
                assertThat(area / spheres)
                        .as("diameter %s, spread %s, %s grains", diameter, spread, grains)
                        .isBetween(0.85 - 3 * 0.6 / Math.sqrt(grains), 0.96 + 3 * 0.6 / Math.sqrt(grains));
            }
        }
    }

    @Test
    void generate_wideSizes_spreadTheAreas() {
        double[] variation = new double[2];
        for (int k = 0; k < 2; k++) {
            Pieces g = pieces(section(LARGE, recipe(10, k == 0 ? 0.1 : 0.5, 1, Texture.RANDOM, 0, 0, 0), 4));
            double sum = 0, square = 0;
            for (int a : g.size) {
                sum += a;
                square += (double) a * a;
            }
            variation[k] = Math.sqrt(square / g.count / Math.pow(sum / g.count, 2) - 1);
        }
        assertThat(variation[1]).isGreaterThan(1.3 * variation[0]);
    }

    @Test
    void generate_aspectRatio_elongatesGrainsInItsDirection() {
        Section s = section(LARGE, recipe(10, 0.2, 3, Texture.RANDOM, 0, 0, 0), 6);
        Pieces g = pieces(s);
        double along = 0, across = 0, mixed = 0, cos = Math.cos(0.5), sin = Math.sin(0.5);
        for (int p = 0; p < s.grain().length; p++) {
            int i = s.grain()[p];
            if (g.minRow[i] > 0 && g.minCol[i] > 0 && g.maxRow[i] < 199 && g.maxCol[i] < 199) {
                double x = p % 200 - g.x[i], y = p / 200 - g.y[i], u = cos * x + sin * y, v = -sin * x + cos * y;
                along += u * u;
                across += v * v;
                mixed += u * v;
            }
        }
        // about 400 grains; the ratio of a single one scatters by about a third
        assertThat(Math.sqrt(along / across)).isCloseTo(3, within(3 * 0.33 * 3 / Math.sqrt(400)));
        assertThat(Math.abs(mixed) / Math.sqrt(along * across)).isLessThan(0.1);
    }

    @Test
    void generate_randomTexture_isUniform() {
        Section s = section(LARGE, recipe(4, 0.1, 1, Texture.RANDOM, 0, 0, 0), 8);
        double[] c = new double[3];
        Set<Integer> done = new HashSet<>();
        double sum = 0;
        for (int p = 0; p < s.grain().length; p++) {
            if (done.add(s.grain()[p])) {
                Quaternions.cAxis(s.map().quaternions(), 4 * p, c, 0);
                sum += c[2] * c[2];
            }
        }
        // cos^2 of a uniform direction: mean 1/3, variance 4/45
        assertThat(sum / done.size()).isCloseTo(1 / 3.0, within(4 * Math.sqrt(4 / 45.0 / done.size())));
    }

    @Test
    void generate_preferredDirection_hasTheSpreadOfTheRecipe() {
        for (Texture texture : new Texture[] {Texture.BASAL, Texture.TRANSVERSE}) {
            Section s = section(LARGE, recipe(4, 0.1, 1, texture, 10, 0, 0), 8);
            double[] c = new double[3];
            Set<Integer> done = new HashSet<>();
            double sum = 0;
            for (int p = 0; p < s.grain().length; p++) {
                if (done.add(s.grain()[p])) {
                    Quaternions.cAxis(s.map().quaternions(), 4 * p, c, 0);
                    double dot = texture == Texture.BASAL ? c[2] : c[0] * Math.cos(0.7) + c[1] * Math.sin(0.7);
                    double tilt = Math.toDegrees(Math.acos(Math.min(1, Math.abs(dot))));
                    sum += tilt * tilt;
                }
            }
            // tilt^2 is exponential with mean 2 * 10^2, hence as wide as its mean
            assertThat(sum / done.size()).isCloseTo(200, within(4 * 200 / Math.sqrt(done.size())));
        }
    }

    @Test
    void generate_macrozone_sharesTheAxisButNotTheTurnAboutIt() {
        Section s = section(SMALL, recipe(8, 0.2, 1, Texture.RANDOM, 0, 1e5, 0), 21); // all four zones far away but one
        double[] c = new double[3], first = new double[3];
        Quaternions.cAxis(s.map().quaternions(), 0, first, 0);
        double worst = 0, disorientation = 0;
        for (int p = 0; p < SMALL.size(); p++) {
            Quaternions.cAxis(s.map().quaternions(), 4 * p, c, 0);
            double dot = Math.abs(c[0] * first[0] + c[1] * first[1] + c[2] * first[2]);
            worst = Math.max(worst, Math.toDegrees(Math.acos(Math.min(1, dot))));
            disorientation += disorientationDeg(s, 0, p) / SMALL.size();
        }
        assertThat(worst).isLessThan(3 * Math.sqrt(2) * 5); // two tilts of 3 degrees per axis, five of them
        assertThat(disorientation).isGreaterThan(8); // turns about c: uniform over 0 to 30 degrees
    }

    @Test
    void generate_twins_meetTheirParentsAtTheTwinAngle() {
        for (TwinSystem system : TwinSystem.values()) {
            double share = system == TwinSystem.TENSION_1121 ? 1 : 0, angle = Math.toDegrees(system.angle(1.587));
            int[] plain = boundaries(section(LARGE, substructure(25, 0, 0, share), 9), angle);
            int[] twinned = boundaries(section(LARGE, substructure(25, 0, 1, share), 9), angle);
            assertThat(plain[0]).isLessThan(plain[1] / 20);
            assertThat(twinned[0]).as("of %d boundary pairs", twinned[1]).isGreaterThan(twinned[1] / 3);
        }
    }

    /** Neighbouring pixels within 0.01 degrees of an angle, and those of different orientation. */
    private static int[] boundaries(Section s, double angleDeg) {
        int hits = 0, all = 0;
        for (int p = 0; p + 1 < s.grain().length; p++) {
            double d = disorientationDeg(s, p, p + 1);
            all += d > 1 ? 1 : 0;
            hits += Math.abs(d - angleDeg) < 0.01 ? 1 : 0;
        }
        return new int[] {hits, all};
    }

    @Test
    void generate_transformedGrain_holdsBurgersVariantsOnly() {
        Section s = section(SMALL, substructure(60, 1, 0, 0), 10);
        double[] known = {0, 10.53, 60, 60.83, 63.26, 90};
        int related = 0, boundary = 0;
        for (int p = 0; p + 1 < SMALL.size(); p++) {
            double d = disorientationDeg(s, p, p + 1);
            if (p % 64 < 63 && d > 1e-6) {
                boundary++;
                for (double k : known) {
                    related += Math.abs(d - k) < 0.01 ? 1 : 0;
                }
            }
        }
        assertThat(boundary).isGreaterThan(200);
        assertThat(related).isGreaterThan(boundary * 8 / 10); // the rest are former beta boundaries
    }

    @Test
    void generate_gradient_turnsGrainsSmoothlyByTheRecipesAngle() {
        for (double gradient : new double[] {0.3, 1.5}) {
            Section s = section(SMALL, recipe(30, 0.2, 1, Texture.RANDOM, 0, 0, gradient), 14);
            Pieces g = pieces(s);
            double[] range = new double[g.count];
            for (int p = 0; p < SMALL.size(); p++) {
                int i = s.grain()[p];
                if (p + 1 < SMALL.size() && s.grain()[p + 1] == i) {
                    assertThat(disorientationDeg(s, p, p + 1)).isLessThan(0.4 * gradient); // smooth
                }
                for (int q = p + 1; q < SMALL.size(); q += 13) {
                    if (s.grain()[q] == i) {
                        range[i] = Math.max(range[i], disorientationDeg(s, p, q));
                    }
                }
            }
            double sum = 0;
            int n = 0;
            for (int i = 0; i < g.count; i++) {
                assertThat(range[i]).isLessThan(1.5 * gradient); // slope 1, bend 0.4, drawn at right angles or not
                if (g.size[i] > 100) {
                    sum += range[i];
                    n++;
                }
            }
            assertThat(sum / n).isBetween(0.6 * gradient, 1.3 * gradient);
        }
    }

    @Test
    void generate_sameSeed_isTheSameSection() {
        MicrostructureRecipe recipe = MicrostructureRecipe.random(new SplittableRandom(77));
        assertThat(MicrostructureRecipe.random(new SplittableRandom(77))).isEqualTo(recipe);
        Section a = section(SMALL, recipe, 1), b = section(SMALL, recipe, 1), c = section(SMALL, recipe, 2);
        assertThat(b.map().quaternions()).isEqualTo(a.map().quaternions());
        assertThat(b.grain()).isEqualTo(a.grain());
        assertThat(c.map().quaternions()).isNotEqualTo(a.map().quaternions());
    }

    @Test
    void generate_anyRecipe_isReducedAndConnected() {
        double[] q = new double[4];
        for (int seed = 0; seed < 60; seed++) {
            SplittableRandom r = new SplittableRandom(seed);
            MicrostructureRecipe recipe =
                    seed % 6 == 5 ? MicrostructureRecipe.randomCubic(r) : MicrostructureRecipe.random(r);
            ScanGrid grid = new ScanGrid(20 + seed, 31, 1);
            Section s = MicrostructureGenerator.generate(grid, recipe, r);
            assertThat(s.map().laue()).isEqualTo(recipe.laue());
            assertThat(Pieces.connected(s.grain(), grid.rows(), grid.cols())).isEqualTo(s.grain());
            for (int p = 0; p < grid.size(); p++) {
                recipe.laue().reduce(s.map().quaternions(), 4 * p, q, 0);
                assertThat(q[0]).isCloseTo(s.map().quaternions()[4 * p], within(1e-12));
                double norm = q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3];
                assertThat(norm).isCloseTo(1, within(1e-12));
            }
        }
    }

    @Test
    void powerDiagram_pruned_equalsBruteForce() {
        MicrostructureRecipe recipe = recipe(6, 0.4, 2.5, Texture.RANDOM, 0, 0, 0);
        SplittableRandom r = new SplittableRandom(31);
        Stretch m = Stretch.of(recipe, 37, 53, 9);
        SeedPacking s = new SeedPacking(m.width(), m.height(), recipe, r);
        Waviness waves = new Waviness(37, 53, 0.4, 5, r);
        int[] cells = PowerDiagram.cells(s, m, 37, 53, waves);
        for (int p = 0; p < cells.length; p++) {
            double x = p % 53 + waves.x(p), y = p / 53 + waves.y(p);
            double u = m.ax() * x + m.ay() * y + m.offsetX(), v = m.bx() * x + m.by() * y + m.offsetY();
            int best = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < s.count; i++) {
                double d =
                        Math.pow(u - s.x[i], 2) + Math.pow(v - s.y[i], 2) + s.z[i] * s.z[i] - s.radius[i] * s.radius[i];
                if (d < least) {
                    least = d;
                    best = i;
                }
            }
            assertThat(cells[p]).isEqualTo(best);
        }
    }

    @Test
    void recipe_outOfRange_namesValueAndLimit() {
        assertThatThrownBy(() -> MicrostructureRecipe.equiaxed(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("diameter (px) must be within 3.0 and 60.0: 2.0");
    }
}
