package sunstone.simulators.microstructure;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import sunstone.models.crystallography.Quaternions;

/** The crystals of a specimen: one to a sphere of the packing, with its twins and a smooth turn inside it. */
final class SpecimenGrains {
    private static final double SMALLEST_TWINNED = 3; // radius, pixels
    private static final int FIELDS = 12; // per grain: two directions, axis of the slope, axis of the bend
    private static final double BEND = 0.4; // of the slope's amplitude

    private final double[] q;
    private final List<List<TwinLens>> twins = new ArrayList<>();
    private final double[] field;

    SpecimenGrains(SeedPacking seeds, MicrostructureRecipe recipe, RandomGenerator r) {
        q = new double[4 * seeds.count];
        field = new double[FIELDS * seeds.count];
        double half = Math.toRadians(recipe.gradientDeg()) / 2;
        for (int g = 0; g < seeds.count; g++) {
            double radius = Math.max(1, seeds.radius[g]);
            OrientationDraw.ofTexture(r, recipe, q, 4 * g);
            boolean twinned = r.nextDouble() < recipe.twinFraction() && radius >= SMALLEST_TWINNED;
            twins.add(twinned ? TwinLens.draw(q, 4 * g, radius, recipe, r) : List.of());
            direction(r, 1 / radius, field, FIELDS * g);
            direction(r, 1 / radius, field, FIELDS * g + 3);
            direction(r, half, field, FIELDS * g + 6);
            direction(r, BEND * half, field, FIELDS * g + 9);
        }
    }

    /** Writes the orientation at a place of a grain, given from its centre, to {@code out[io]}. */
    void at(int grain, double x, double y, double z, double[] out, int io) {
        double[] own = q;
        int i = 4 * grain;
        for (TwinLens twin : twins.get(grain)) {
            if (twin.holds(x, y, z)) {
                own = twin.q();
                i = 0;
                break;
            }
        }
        int f = FIELDS * grain;
        double slope = field[f] * x + field[f + 1] * y + field[f + 2] * z;
        double bend = Math.sin(2 * (field[f + 3] * x + field[f + 4] * y + field[f + 5] * z));
        double[] turn = new double[4];
        OrientationDraw.smallTurn(
                slope * field[f + 6] + bend * field[f + 9],
                slope * field[f + 7] + bend * field[f + 10],
                slope * field[f + 8] + bend * field[f + 11],
                turn);
        Quaternions.multiply(own, i, turn, 0, out, io);
    }

    private static void direction(RandomGenerator r, double length, double[] v, int i) {
        double z = 2 * r.nextDouble() - 1, a = 2 * Math.PI * r.nextDouble(), s = Math.sqrt(1 - z * z);
        v[i] = length * s * Math.cos(a);
        v[i + 1] = length * s * Math.sin(a);
        v[i + 2] = length * z;
    }
}
