package sunstone.connectors.format.map;

import java.util.Optional;

/**
 * Lengths and angles of a unit cell.
 *
 * @param a length, angstrom
 * @param b length, angstrom
 * @param c length, angstrom
 * @param alpha angle of b and c, degrees
 * @param beta angle of c and a, degrees
 * @param gamma angle of a and b, degrees
 */
public record UnitCell(double a, double b, double c, double alpha, double beta, double gamma) {
    private static final double LENGTHS = 0.01;
    private static final double DEGREES = 0.5;

    /** The cell of six numbers, or nothing where they are the zeros and ones of a program that had none. */
    public static Optional<UnitCell> of(double... v) {
        for (double x : v) {
            if (!Double.isFinite(x) || x <= 0 || x > 1000) {
                return Optional.empty();
            }
        }
        if (v.length != 6 || v[0] <= 1.01 && v[1] <= 1.01 && v[2] <= 1.01) {
            return Optional.empty();
        }
        return Optional.of(new UnitCell(v[0], v[1], v[2], v[3], v[4], v[5]));
    }

    /** Whether a crystal of a Laue group can have this cell, in the usual settings, to 1% and 0.5 degrees. */
    public boolean allows(LaueClass laue) {
        boolean square = near(alpha, 90) && near(beta, 90) && near(gamma, 90);
        boolean hexagonal = near(alpha, 90) && near(beta, 90) && near(gamma, 120) && same(a, b);
        return switch (laue) {
            case TRICLINIC -> true;
            case MONOCLINIC ->
                near(alpha, 90) && near(beta, 90)
                        || near(alpha, 90) && near(gamma, 90)
                        || near(beta, 90) && near(gamma, 90);
            case ORTHORHOMBIC -> square;
            case TETRAGONAL_LOW, TETRAGONAL -> square && same(a, b);
            case TRIGONAL_LOW, TRIGONAL ->
                hexagonal || same(a, b) && same(b, c) && near(alpha, beta) && near(beta, gamma);
            case HEXAGONAL_LOW, HEXAGONAL -> hexagonal;
            case CUBIC_LOW, CUBIC -> square && same(a, b) && same(b, c);
        };
    }

    /** The most symmetric Laue group that the cell allows. */
    public LaueClass holohedry() {
        LaueClass best = LaueClass.TRICLINIC;
        for (LaueClass c : LaueClass.values()) { // ordered by symmetry, the trigonal ones before the hexagonal
            best = allows(c) ? c : best;
        }
        return best;
    }

    /** Whether two cells are one to the digits that programs write. */
    public boolean near(UnitCell o) {
        return same(a, o.a)
                && same(b, o.b)
                && same(c, o.c)
                && near(alpha, o.alpha)
                && near(beta, o.beta)
                && near(gamma, o.gamma);
    }

    private static boolean same(double x, double y) {
        return Math.abs(x - y) <= LENGTHS * Math.max(x, y);
    }

    private static boolean near(double x, double y) {
        return Math.abs(x - y) <= DEGREES;
    }
}
