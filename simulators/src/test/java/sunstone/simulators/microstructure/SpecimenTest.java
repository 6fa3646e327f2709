package sunstone.simulators.microstructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;

class SpecimenTest {
    private static final ScanGrid GRID = new ScanGrid(96, 96, 1);
    private static final MicrostructureRecipe RECIPE = MicrostructureRecipe.equiaxed(14);

    @Test
    void sections_sameSeed_equal() {
        List<Specimen.Cut> one = Specimen.sections(GRID, RECIPE, 3, 0.25, 5);
        List<Specimen.Cut> two = Specimen.sections(GRID, RECIPE, 3, 0.25, 5);
        for (int k = 0; k < 3; k++) {
            assertThat(one.get(k).map().quaternions())
                    .isEqualTo(two.get(k).map().quaternions());
            assertThat(one.get(k).mount()).isEqualTo(two.get(k).mount());
            assertThat(one.get(k).seed()).isEqualTo(two.get(k).seed());
        }
        assertThat(one.get(0).map().quaternions())
                .isNotEqualTo(
                        Specimen.sections(GRID, RECIPE, 3, 0.25, 6).get(0).map().quaternions());
    }

    @Test
    void sections_grainSize_isTheRecipes() {
        OrientationMap map = Specimen.sections(GRID, RECIPE, 1, 0.25, 5).get(0).map();
        // a plane cuts spheres of one size at a mean area of 2/3 of their largest
        double expected = 96 * 96 / (Math.PI / 4 * 14 * 14 * 2 / 3);
        assertThat(Grains.of(map).count(10)).isBetween((int) (0.6 * expected), (int) (1.4 * expected));
    }

    @Test
    void sections_thicknessOfASixth_aQuarterOfThePixelsChange() {
        assertThat(changed(1.0 / 6)).isBetween(0.18, 0.36);
        assertThat(changed(1)).isGreaterThan(0.85);
    }

    /** Share of pixels whose grain is another than in the section above, the mounts undone. */
    private static double changed(double thickness) {
        List<Specimen.Cut> cuts = Specimen.sections(GRID, RECIPE, 2, thickness, 8);
        return 1 - agreeing(cuts.get(0), cuts.get(1));
    }

    /** Share of the pixels of one section that have the orientation of the place in another that they lie above. */
    private static double agreeing(Specimen.Cut from, Specimen.Cut to) {
        double[] place = new double[2];
        double[] a = new double[4];
        double[] b = new double[4];
        int same = 0;
        int all = 0;
        for (int row = 0; row < 96; row++) {
            for (int col = 0; col < 96; col++) {
                from.mount().place(row - 47.5, col - 47.5, place);
                int[] at = inverse(to.mount(), place);
                if (at[0] < 0 || at[1] < 0 || at[0] > 95 || at[1] > 95) {
                    continue;
                }
                load(from, GRID.index(row, col), a);
                load(to, GRID.index(at[0], at[1]), b);
                same += Math.toDegrees(LaueGroup.HEXAGONAL.disorientation(a, 0, b, 0)) < 1 ? 1 : 0;
                all++;
            }
        }
        return (double) same / all;
    }

    private static int[] inverse(Mount mount, double[] place) {
        double a = Math.toRadians(mount.rotationDeg());
        double y = place[0] - mount.shiftRowPx();
        double x = place[1] - mount.shiftColPx();
        return new int[] {
            (int) Math.rint(y * Math.cos(a) - x * Math.sin(a) + 47.5),
            (int) Math.rint(x * Math.cos(a) + y * Math.sin(a) + 47.5)
        };
    }

    private static void load(Specimen.Cut cut, int pixel, double[] out) {
        System.arraycopy(cut.map().quaternions(), 4 * pixel, out, 0, 4);
        new Mount(0, 0, -cut.mount().rotationDeg()).turn(out, 0);
    }

    @Test
    void turn_vectorOfTheRaster_hasTheSameCrystalDirectionAsThePlaceItSees() {
        Mount mount = new Mount(0, 0, 20);
        double[] q = {0.5, 0.5, -0.5, 0.5};
        double[] place = new double[2];
        mount.place(3, 4, place); // rows are y, columns x
        double[] crystal = new double[3];
        Quaternions.rotate(q, 0, place[1], place[0], 0, crystal, 0);
        mount.turn(q, 0);
        double[] seen = new double[3];
        Quaternions.rotate(q, 0, 4, 3, 0, seen, 0);
        assertThat(seen).containsExactly(crystal, within(1e-12));
    }

    @Test
    void sections_twins_haveTheTwinsRelationToTheirParents() {
        MicrostructureRecipe twinned = MicrostructureRecipe.titanium(30);
        OrientationMap map = Specimen.sections(GRID, twinned, 1, 0.25, 3).get(0).map();
        double angle = Math.toDegrees(TwinSystem.TENSION_1012.angle(twinned.axialRatio()));
        int boundaries = 0;
        for (int row = 0; row < 96; row++) {
            for (int col = 1; col < 96; col++) {
                int i = GRID.index(row, col);
                double deg = Math.toDegrees(
                        LaueGroup.HEXAGONAL.disorientation(map.quaternions(), 4 * i, map.quaternions(), 4 * (i - 1)));
                boundaries += Math.abs(deg - angle) < 0.5 ? 1 : 0;
            }
        }
        assertThat(boundaries).isGreaterThan(30);
    }

    @Test
    void sections_lathsOrNoThickness_refusedNamingTheValue() {
        MicrostructureRecipe zoned = MicrostructureRecipe.random(new SplittableRandom(3));
        assertThatThrownBy(() -> Specimen.sections(GRID, RECIPE, 2, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 of 0.0");
        while (zoned.transformedFraction() == 0) {
            zoned = MicrostructureRecipe.random(new SplittableRandom(zoned.hashCode()));
        }
        MicrostructureRecipe lamellar = zoned;
        assertThatThrownBy(() -> Specimen.sections(GRID, lamellar, 2, 0.2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("transformed fraction");
    }
}
