package sunstone.simulators.microstructure;

import java.util.random.RandomGenerator;
import sunstone.models.crystallography.Quaternions;

/** Twins: thin lenses along the trace of their twin plane, one to three variants in a grain, a few lenses of each. */
final class Lamellae {
    private static final double MIN_THICKNESS = 1, MAX_THICKNESS = 8; // pixels
    private static final double STEEPEST = 0.35; // shortest in-section part of a plane normal that still gives a lens

    private Lamellae() {}

    /** Cuts twins of the recipe into one grain of at least a few pixels. */
    static void cut(Domains d, Pieces pieces, int grain, MicrostructureRecipe recipe, RandomGenerator r) {
        TwinSystem system =
                r.nextDouble() < recipe.contractionShare() ? TwinSystem.TENSION_1121 : TwinSystem.TENSION_1012;
        double width = Math.sqrt(pieces.size[grain]);
        double[] n = new double[3], s = new double[3];
        int variants = 1 + r.nextInt(3);
        for (int k = 0; k < variants; k++) {
            int variant = r.nextInt(TwinSystem.VARIANTS);
            system.planeNormal(variant, recipe.axialRatio(), n);
            double[] back = {d.q[4 * grain], -d.q[4 * grain + 1], -d.q[4 * grain + 2], -d.q[4 * grain + 3]};
            Quaternions.rotate(back, 0, n[0], n[1], n[2], s, 0); // to the sample frame
            double flat = Math.hypot(s[0], s[1]);
            if (flat < STEEPEST) {
                continue;
            }
            int twin = d.add();
            system.twin(variant, recipe.axialRatio(), d.q, 4 * grain, d.q, 4 * twin);
            int lenses = 1 + r.nextInt(Math.max(1, Math.min(5, (int) (width / 6))));
            for (int i = 0; i < lenses; i++) {
                double thick = MIN_THICKNESS
                        + (Math.min(MAX_THICKNESS, Math.max(1.5, 0.25 * width)) - MIN_THICKNESS) * r.nextDouble();
                double offset = pieces.reach(grain) * (1.6 * r.nextDouble() - 0.8);
                double half = pieces.reach(grain) * (0.7 + 1.3 * r.nextDouble());
                double along = pieces.reach(grain) * 0.4 * r.nextGaussian();
                lens(d, pieces, grain, twin, s[0] / flat, s[1] / flat, offset, along, thick / flat, half);
            }
        }
    }

    private static void lens(
            Domains d,
            Pieces pieces,
            int grain,
            int twin,
            double nx,
            double ny,
            double offset,
            double along,
            double thick,
            double half) {
        for (int row = pieces.minRow[grain]; row <= pieces.maxRow[grain]; row++) {
            for (int col = pieces.minCol[grain]; col <= pieces.maxCol[grain]; col++) {
                int p = row * d.cols + col;
                double x = col - pieces.x[grain], y = row - pieces.y[grain];
                double across = nx * x + ny * y - offset, u = (-ny * x + nx * y - along) / half;
                double t = thick / 2 * Math.sqrt(Math.max(0, 1 - u * u));
                if (d.label[p] == grain && Math.abs(across) <= t) {
                    d.label[p] = twin;
                }
            }
        }
    }
}
