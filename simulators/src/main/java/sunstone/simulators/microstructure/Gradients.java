package sunstone.simulators.microstructure;

import java.util.random.RandomGenerator;

/**
 * A smooth small turn inside each grain of the tessellation: about one axis, linear across the grain, with a gentle
 * bend about a second axis. Turns act in the sample frame, so that a twin keeps its exact relation to its parent
 * everywhere.
 */
final class Gradients {
    private static final int FIELDS = 8; // per grain: direction (2), axis of the slope (3), axis of the bend (3)
    private static final double BEND = 0.4; // of the slope's amplitude

    private final Pieces pieces;
    private final double[] field;

    Gradients(Pieces grains, MicrostructureRecipe recipe, RandomGenerator r) {
        pieces = grains;
        field = new double[FIELDS * grains.count];
        double[] v = {0, 0, 0};
        for (int g = 0; g < grains.count; g++) {
            double way = 2 * Math.PI * r.nextDouble(), f = 1 / grains.reach(g);
            field[FIELDS * g] = f * Math.cos(way);
            field[FIELDS * g + 1] = f * Math.sin(way);
            double half = Math.toRadians(recipe.gradientDeg()) / 2;
            direction(r, half, v);
            System.arraycopy(v, 0, field, FIELDS * g + 2, 3);
            direction(r, BEND * half, v);
            System.arraycopy(v, 0, field, FIELDS * g + 5, 3);
        }
    }

    /** Writes the turn at a pixel of a grain as a quaternion. */
    void at(int grain, double col, double row, double[] out) {
        int i = FIELDS * grain;
        double x = col - pieces.x[grain], y = row - pieces.y[grain];
        double slope = field[i] * x + field[i + 1] * y;
        double bend = Math.sin(2 * (field[i] * y - field[i + 1] * x));
        OrientationDraw.smallTurn(
                slope * field[i + 2] + bend * field[i + 5],
                slope * field[i + 3] + bend * field[i + 6],
                slope * field[i + 4] + bend * field[i + 7],
                out);
    }

    private static void direction(RandomGenerator r, double length, double[] v) {
        double z = 2 * r.nextDouble() - 1, a = 2 * Math.PI * r.nextDouble(), s = Math.sqrt(1 - z * z);
        v[0] = length * s * Math.cos(a);
        v[1] = length * s * Math.sin(a);
        v[2] = length * z;
    }
}
