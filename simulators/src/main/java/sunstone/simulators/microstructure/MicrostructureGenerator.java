package sunstone.simulators.microstructure;

import java.util.random.RandomGenerator;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;

/**
 * Generates sections of polycrystals: a 3-D Laguerre tessellation cut in two dimensions, textures, macrozones, alpha
 * laths in former beta grains, twins and gradients, as a {@link MicrostructureRecipe} says.
 *
 * <p>Order of construction: packed spheres ({@link SeedPacking}), their power cells in the section ({@link
 * PowerDiagram}), an orientation for each cell ({@link Texture}, {@link Macrozones}), substructure ({@link Laths},
 * {@link Lamellae}), turns inside the cells ({@link Gradients}), reduction to the fundamental zone.
 */
public final class MicrostructureGenerator {
    private static final int SMALLEST_TWINNED = 30; // pixels

    private MicrostructureGenerator() {}

    /**
     * One section; the same grid, recipe and state of the generator give the same section.
     *
     * @param grid raster
     * @param recipe what to generate
     * @param r source of randomness
     */
    public static Section generate(ScanGrid grid, MicrostructureRecipe recipe, RandomGenerator r) {
        int rows = grid.rows(), cols = grid.cols();
        int[] cell = tessellate(rows, cols, recipe, r);
        int cells = Pieces.compact(cell, bound(cell));
        Pieces grains = new Pieces(cell, cells, rows, cols);
        Domains domains = new Domains(rows, cols, cell.clone(), cells);
        Macrozones zones = recipe.macrozonePx() > 0 ? new Macrozones(rows, cols, recipe, r) : null;
        for (int g = 0; g < cells; g++) {
            if (r.nextDouble() < recipe.transformedFraction()) {
                OrientationDraw.uniform(r, domains.q, 4 * g); // beta
                Laths.fill(domains, grains, g, recipe, r);
                continue;
            }
            if (zones != null) {
                zones.draw(grains.x[g], grains.y[g], r, domains.q, 4 * g);
            } else {
                OrientationDraw.ofTexture(r, recipe, domains.q, 4 * g);
            }
            if (r.nextDouble() < recipe.twinFraction() && grains.size[g] >= SMALLEST_TWINNED) {
                Lamellae.cut(domains, grains, g, recipe, r);
            }
        }
        double[] q = orient(domains, cell, new Gradients(grains, recipe, r), recipe);
        return new Section(OrientationMap.full(grid, recipe.laue(), q), Pieces.connected(domains.label, rows, cols));
    }

    private static int[] tessellate(int rows, int cols, MicrostructureRecipe recipe, RandomGenerator r) {
        double pad =
                0.8 * Math.min(MicrostructureRecipe.MAX_DIAMETER, recipe.diameterPx() * Math.exp(recipe.sizeSpread()));
        Stretch stretch = Stretch.of(recipe, rows, cols, pad);
        SeedPacking seeds = new SeedPacking(stretch.width(), stretch.height(), recipe, r);
        double size = recipe.roughness() * recipe.diameterPx() / Math.sqrt(recipe.aspectRatio());
        Waviness waves = new Waviness(rows, cols, size, Math.max(4, 0.7 * recipe.diameterPx()), r);
        return PowerDiagram.cells(seeds, stretch, rows, cols, waves);
    }

    private static double[] orient(Domains d, int[] cell, Gradients gradients, MicrostructureRecipe recipe) {
        double[] q = new double[4 * cell.length], turn = new double[4];
        for (int p = 0; p < cell.length; p++) {
            gradients.at(cell[p], p % d.cols, p / d.cols, turn);
            Quaternions.multiply(d.q, 4 * d.label[p], turn, 0, q, 4 * p);
            recipe.laue().reduce(q, 4 * p, q, 4 * p);
        }
        return q;
    }

    private static int bound(int[] label) {
        int max = 0;
        for (int v : label) {
            max = Math.max(max, v);
        }
        return max + 1;
    }
}
