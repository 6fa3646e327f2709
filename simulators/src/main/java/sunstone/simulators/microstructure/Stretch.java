package sunstone.simulators.microstructure;

/**
 * Area-preserving map from pixels (x, y) to coordinates in which elongated grains are round: {@code u = ax x + ay y +
 * offsetX}, {@code v = bx x + by y + offsetY}; the padded section lies within (0, 0) and (width, height).
 */
record Stretch(
        double ax, double ay, double bx, double by, double offsetX, double offsetY, double width, double height) {
    static Stretch of(MicrostructureRecipe recipe, int rows, int cols, double pad) {
        double s = Math.sqrt(recipe.aspectRatio()), c = Math.cos(recipe.elongationRad());
        double t = Math.sin(recipe.elongationRad());
        double ax = c / s, ay = t / s, bx = -t * s, by = c * s;
        double[] u = {0, ax * (cols - 1), ay * (rows - 1), ax * (cols - 1) + ay * (rows - 1)};
        double[] v = {0, bx * (cols - 1), by * (rows - 1), bx * (cols - 1) + by * (rows - 1)};
        java.util.Arrays.sort(u);
        java.util.Arrays.sort(v);
        return new Stretch(ax, ay, bx, by, pad - u[0], pad - v[0], u[3] - u[0] + 2 * pad, v[3] - v[0] + 2 * pad);
    }

    /** Largest factor by which a distance grows. */
    double largest() {
        return Math.sqrt(Math.max(ax * ax + ay * ay, bx * bx + by * by));
    }
}
