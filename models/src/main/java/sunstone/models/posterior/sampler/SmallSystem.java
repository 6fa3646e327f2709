package sunstone.models.posterior.sampler;

/** A symmetric positive definite system of a few unknowns, by Cholesky's factorisation. */
final class SmallSystem {
    private SmallSystem() {}

    /**
     * Replaces each right-hand side by its solution.
     *
     * @param s the matrix, shape [c, c]; its lower triangle becomes the factor
     * @param sides right-hand sides, shape [n, c]
     * @throws ArithmeticException if the matrix is not positive definite
     */
    static void solve(double[][] s, double[][] sides) {
        int c = s.length;
        for (int j = 0; j < c; j++) {
            for (int i = j; i < c; i++) {
                double sum = s[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= s[i][k] * s[j][k];
                }
                if (i == j && !(sum > 0)) {
                    throw new ArithmeticException("covariance of a measurement is not positive definite: " + sum);
                }
                s[i][j] = i == j ? Math.sqrt(sum) : sum / s[j][j];
            }
        }
        for (double[] b : sides) {
            for (int i = 0; i < c; i++) {
                for (int k = 0; k < i; k++) {
                    b[i] -= s[i][k] * b[k];
                }
                b[i] /= s[i][i];
            }
            for (int i = c - 1; i >= 0; i--) {
                for (int k = i + 1; k < c; k++) {
                    b[i] -= s[k][i] * b[k];
                }
                b[i] /= s[i][i];
            }
        }
    }
}
