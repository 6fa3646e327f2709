package sunstone.simulators.microstructure;

import java.util.random.RandomGenerator;
import sunstone.models.crystallography.Quaternions;

/** Regions whose grains share a c axis within a few degrees but differ in the turn about it. */
final class Macrozones {
    private final double[] x, y, c;
    private final double spread;

    Macrozones(int rows, int cols, MicrostructureRecipe recipe, RandomGenerator r) {
        double size = recipe.macrozonePx();
        int n = (int) Math.ceil((rows + size) * (cols + size) / (size * size));
        x = new double[n];
        y = new double[n];
        c = new double[3 * n];
        spread = Math.toRadians(recipe.macrozoneSpreadDeg());
        double[] q = new double[4];
        for (int i = 0; i < n; i++) {
            x[i] = (cols + size) * r.nextDouble() - size / 2;
            y[i] = (rows + size) * r.nextDouble() - size / 2;
            OrientationDraw.ofTexture(r, recipe, q, 0);
            Quaternions.cAxis(q, 0, c, 3 * i);
        }
    }

    /** Draws the orientation of a grain centred at (px, py) into {@code out[io]}. */
    void draw(double px, double py, RandomGenerator r, double[] out, int io) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < x.length; i++) {
            double d = (px - x[i]) * (px - x[i]) + (py - y[i]) * (py - y[i]);
            if (d < least) {
                least = d;
                best = i;
            }
        }
        double[] axis = {c[3 * best], c[3 * best + 1], c[3 * best + 2]};
        OrientationDraw.tilt(r, spread, axis);
        OrientationDraw.ofAxis(axis[0], axis[1], axis[2], 2 * Math.PI * r.nextDouble(), out, io);
    }
}
