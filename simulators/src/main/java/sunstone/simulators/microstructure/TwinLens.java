package sunstone.simulators.microstructure;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import sunstone.models.crystallography.Quaternions;

/**
 * A twin in three dimensions: an oblate lens on its twin plane inside one grain.
 *
 * @param q orientation of the twin, unit quaternion
 * @param centre of the lens, from the grain's centre, pixels (x, y, z)
 * @param normal of the twin plane, sample frame
 * @param thickness at the centre, pixels
 * @param half radius of the lens, pixels
 */
record TwinLens(double[] q, double[] centre, double[] normal, double thickness, double half) {
    private static final double MIN_THICKNESS = 1, MAX_THICKNESS = 8; // pixels

    /** Draws the lenses of one grain: one to three variants, a few of each, the first to claim a place has it. */
    static List<TwinLens> draw(double[] parent, int i, double radius, MicrostructureRecipe recipe, RandomGenerator r) {
        TwinSystem system =
                r.nextDouble() < recipe.contractionShare() ? TwinSystem.TENSION_1121 : TwinSystem.TENSION_1012;
        List<TwinLens> lenses = new ArrayList<>();
        double[] back = {parent[i], -parent[i + 1], -parent[i + 2], -parent[i + 3]};
        int variants = 1 + r.nextInt(3);
        for (int k = 0; k < variants; k++) {
            int variant = r.nextInt(TwinSystem.VARIANTS);
            double[] n = new double[3], normal = new double[3], q = new double[4];
            system.planeNormal(variant, recipe.axialRatio(), n);
            Quaternions.rotate(back, 0, n[0], n[1], n[2], normal, 0); // to the sample frame
            system.twin(variant, recipe.axialRatio(), parent, i, q, 0);
            int count = 1 + r.nextInt(Math.max(1, Math.min(5, (int) (radius / 3))));
            for (int l = 0; l < count; l++) {
                double most = Math.min(MAX_THICKNESS, Math.max(1.5, 0.5 * radius));
                double thick = MIN_THICKNESS + (most - MIN_THICKNESS) * r.nextDouble();
                double offset = 0.8 * radius * (2 * r.nextDouble() - 1);
                double half = radius * (0.7 + 1.3 * r.nextDouble());
                double[] centre = new double[3];
                double along = 0;
                for (int c = 0; c < 3; c++) {
                    centre[c] = 0.4 * radius * r.nextGaussian();
                    along += centre[c] * normal[c];
                }
                for (int c = 0; c < 3; c++) {
                    centre[c] += (offset - along) * normal[c];
                }
                lenses.add(new TwinLens(q, centre, normal, thick, half));
            }
        }
        return lenses;
    }

    /** Whether the lens holds a place, given from the grain's centre. */
    boolean holds(double x, double y, double z) {
        double dx = x - centre[0], dy = y - centre[1], dz = z - centre[2];
        double across = dx * normal[0] + dy * normal[1] + dz * normal[2];
        double inPlane = dx * dx + dy * dy + dz * dz - across * across;
        return Math.abs(across) <= thickness / 2 * Math.sqrt(Math.max(0, 1 - inPlane / (half * half)))
                && inPlane < half * half;
    }
}
