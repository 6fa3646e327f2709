package sunstone.simulators.microstructure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;

/**
 * A polycrystal in three dimensions that is cut into parallel sections: the Laguerre tessellation of a {@link
 * SeedPacking}, with texture, twins that are lenses, and gradients, as a recipe says. Laths and macrozones are only
 * generated in single sections.
 */
public final class Specimen {
    private static final long SALT =
            0x53504543494D454EL; // streams of the specimen beside those of other uses of a seed
    private static final int WAVES = 3;

    private final ScanGrid grid;
    private final MicrostructureRecipe recipe;
    private final Stretch stretch;
    private final SeedPacking seeds;
    private final SpecimenGrains grains;
    private final double largest;
    /** Displacement that makes boundaries wavy: wave vector (3), direction in the section (2), phase, of each wave. */
    private final double[][] waves = new double[WAVES][];

    private Specimen(ScanGrid grid, MicrostructureRecipe recipe, double depthPx, RandomGenerator r) {
        if (recipe.transformedFraction() > 0 || recipe.macrozonePx() > 0) {
            throw new IllegalArgumentException("laths and macrozones have no third dimension: transformed fraction "
                    + recipe.transformedFraction() + ", macrozone " + recipe.macrozonePx() + " px; both must be 0");
        }
        this.grid = grid;
        this.recipe = recipe;
        double pad =
                0.8 * Math.min(MicrostructureRecipe.MAX_DIAMETER, recipe.diameterPx() * Math.exp(recipe.sizeSpread()))
                        + Mount.SHIFT_PX
                        + Math.toRadians(Mount.ROTATION_DEG) * Math.max(grid.rows(), grid.cols()) / 2;
        stretch = Stretch.of(recipe, grid.rows(), grid.cols(), pad);
        seeds = new SeedPacking(stretch.width(), stretch.height(), depthPx, recipe, r);
        grains = new SpecimenGrains(seeds, recipe, r);
        largest = Arrays.stream(seeds.radius).max().orElse(0);
        double size = recipe.roughness() * recipe.diameterPx() / Math.sqrt(recipe.aspectRatio());
        double scale = Math.max(4, 0.7 * recipe.diameterPx());
        for (int k = 0; k < WAVES; k++) {
            double wave = 2 * Math.PI / (scale * (1 + 2 * r.nextDouble())), z = 2 * r.nextDouble() - 1;
            double way = 2 * Math.PI * r.nextDouble(), flat = wave * Math.sqrt(1 - z * z);
            double shake = 2 * Math.PI * r.nextDouble();
            waves[k] = new double[] {
                flat * Math.cos(way),
                flat * Math.sin(way),
                wave * z,
                size * Math.cos(shake),
                size * Math.sin(shake),
                2 * Math.PI * r.nextDouble()
            };
        }
    }

    /**
     * One section of a specimen.
     *
     * @param number from 1
     * @param depthPx below the first one, pixels
     * @param mount how it lay under the microscope
     * @param map what is there, on the raster, every pixel valid, orientations in the raster's frame
     * @param seed for whatever else is drawn for this section
     */
    public record Cut(int number, double depthPx, Mount mount, OrientationMap map, long seed) {}

    /**
     * Grows a specimen and cuts it; all follows from the arguments.
     *
     * @param grid raster of every section
     * @param recipe of the microstructure
     * @param sections how many, at least 1
     * @param thickness between two of them, in mean grain diameters ({@link MicrostructureRecipe#meanDiameterPx}),
     *     above 0
     * @param seed which of all specimens
     * @return sections from the top down, each with a mount of its own ({@link Mount#draw})
     */
    public static List<Cut> sections(
            ScanGrid grid, MicrostructureRecipe recipe, int sections, double thickness, long seed) {
        if (sections < 1 || !(thickness > 0 && thickness <= 100)) {
            throw new IllegalArgumentException(
                    "a specimen has at least 1 section of a thickness above 0 and up to 100 grain diameters, not "
                            + sections + " of " + thickness);
        }
        SplittableRandom random = new SplittableRandom(seed ^ SALT);
        double step = thickness * recipe.meanDiameterPx();
        Specimen specimen = new Specimen(grid, recipe, step * (sections - 1), random.split());
        List<Cut> cuts = new ArrayList<>();
        for (int k = 0; k < sections; k++) {
            Mount mount = Mount.draw(random);
            cuts.add(new Cut(k + 1, k * step, mount, specimen.cut(k * step, mount), random.nextLong()));
        }
        return List.copyOf(cuts);
    }

    private OrientationMap cut(double z, Mount mount) {
        int[] near = near(z);
        double[] q = new double[4 * grid.size()];
        IntStream.range(0, grid.rows()).parallel().forEach(row -> {
            double[] place = new double[2];
            for (int col = 0; col < grid.cols(); col++) {
                mount.place(row - (grid.rows() - 1) / 2.0, col - (grid.cols() - 1) / 2.0, place);
                double y = place[0] + (grid.rows() - 1) / 2.0, x = place[1] + (grid.cols() - 1) / 2.0;
                int i = 4 * grid.index(row, col);
                crystal(x, y, z, near, q, i);
                mount.turn(q, i);
                recipe.laue().reduce(q, i, q, i);
            }
        });
        return OrientationMap.full(grid, recipe.laue(), q);
    }

    /** Spheres that may own a pixel at a depth: a cell hardly reaches further than twice the largest radius. */
    private int[] near(double z) {
        return IntStream.range(0, seeds.count)
                .filter(i -> Math.abs(seeds.z[i] - z) <= 2 * largest)
                .toArray();
    }

    private void crystal(double x, double y, double z, int[] near, double[] out, int io) {
        double wx = x, wy = y;
        for (double[] w : waves) {
            double s = Math.sin(w[0] * x + w[1] * y + w[2] * z + w[5]);
            wx += w[3] * s;
            wy += w[4] * s;
        }
        double u = stretch.ax() * wx + stretch.ay() * wy + stretch.offsetX();
        double v = stretch.bx() * wx + stretch.by() * wy + stretch.offsetY();
        int best = near[0];
        double least = Double.POSITIVE_INFINITY;
        for (int i : near) {
            double du = u - seeds.x[i], dv = v - seeds.y[i], dz = z - seeds.z[i];
            double d = du * du + dv * dv + dz * dz - seeds.radius[i] * seeds.radius[i];
            if (d < least) {
                least = d;
                best = i;
            }
        }
        double du = u - seeds.x[best], dv = v - seeds.y[best];
        // back from stretched coordinates, whose map has determinant 1
        double dx = stretch.by() * du - stretch.ay() * dv, dy = stretch.ax() * dv - stretch.bx() * du;
        grains.at(best, dx, dy, z - seeds.z[best], out, io);
    }
}
