package sunstone.models.crystallography;

/**
 * Settings of the crystal frame in files and messages (models/doc/physics.md section 5). Z is parallel to c in both; in
 * hexagonal axes they differ by 30 degrees about c. Everything inside this program has X parallel to a.
 *
 * <p>Example: a hexagonal crystal with all Bunge angles 0 in the setting {@link #X_PARALLEL_A_STAR} has a* along the
 * sample's X and a at -30 degrees from it; in {@link #X_PARALLEL_A} its phi2 is -30 degrees (or any multiple of 60 from
 * there, in 6/mmm).
 */
public enum CrystalAxes {
    /** X along a: EDAX. */
    X_PARALLEL_A("X||a"),
    /** X along the reciprocal axis a*, Y along b: Oxford Instruments. */
    X_PARALLEL_A_STAR("X||a*");

    private static final double[] STAR_TO_A = aboutC(30);
    private static final double[] A_TO_STAR = aboutC(-30);

    private final String symbol;

    CrystalAxes(String symbol) {
        this.symbol = symbol;
    }

    /**
     * The setting of a symbol.
     *
     * @throws IllegalArgumentException naming the symbols that are known
     */
    public static CrystalAxes of(String symbol) {
        for (CrystalAxes axes : values()) {
            if (axes.symbol.equals(symbol)) {
                return axes;
            }
        }
        throw new IllegalArgumentException("crystal axes must be X||a or X||a*: \"" + symbol + "\"");
    }

    /** Text in messages and configurations. */
    public String symbol() {
        return symbol;
    }

    /** Converts the unit quaternion at {@code q[i]}, given in this setting, in place to X parallel to a. */
    public void toA(LaueGroup laue, double[] q, int i) {
        toA(laue.system().hexagonalAxes(), q, i);
    }

    /** As {@link #toA(LaueGroup, double[], int)}, of a crystal that may have hexagonal axes. */
    public void toA(boolean hexagonalAxes, double[] q, int i) {
        turn(hexagonalAxes, STAR_TO_A, q, i);
    }

    /** Converts the unit quaternion at {@code q[i]}, given with X parallel to a, in place to this setting. */
    public void fromA(LaueGroup laue, double[] q, int i) {
        fromA(laue.system().hexagonalAxes(), q, i);
    }

    /** As {@link #fromA(LaueGroup, double[], int)}, of a crystal that may have hexagonal axes. */
    public void fromA(boolean hexagonalAxes, double[] q, int i) {
        turn(hexagonalAxes, A_TO_STAR, q, i);
    }

    private void turn(boolean hexagonalAxes, double[] by, double[] q, int i) {
        if (this == X_PARALLEL_A_STAR && hexagonalAxes) {
            Quaternions.multiply(by, 0, q, i, q, i);
        }
    }

    private static double[] aboutC(double degrees) {
        double[] q = new double[4];
        Quaternions.fromAxisAngle(0, 0, 1, Math.toRadians(degrees), q, 0);
        return q;
    }
}
