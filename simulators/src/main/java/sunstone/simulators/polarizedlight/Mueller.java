package sunstone.simulators.polarizedlight;

/**
 * Mueller matrices, row-major, shape [4, 4], on Stokes vectors (S0, S1, S2, S3) with S1 = |Ep|^2 - |Es|^2 and p along
 * the polarizer.
 */
final class Mueller {
    static final int SIZE = 4;

    private Mueller() {}

    /** An ideal linear polarizer that lets p pass. */
    static double[] polarizer() {
        return new double[] {0.5, 0.5, 0, 0, 0.5, 0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    }

    /** A mirror: it turns the third and the fourth Stokes parameter over. */
    static double[] mirror() {
        return new double[] {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, -1, 0, 0, 0, 0, -1};
    }

    /** An element turned by an angle, radians counter-clockwise: R^T M R. */
    static double[] turned(double[] m, double angle) {
        double c = Math.cos(2 * angle), s = Math.sin(2 * angle);
        double[] r = {1, 0, 0, 0, 0, c, s, 0, 0, -s, c, 0, 0, 0, 0, 1};
        double[] back = {1, 0, 0, 0, 0, c, -s, 0, 0, s, c, 0, 0, 0, 0, 1};
        return product(back, product(m, r));
    }

    static double[] product(double[] a, double[] b) {
        double[] out = new double[SIZE * SIZE];
        for (int i = 0; i < SIZE; i++) {
            for (int j = 0; j < SIZE; j++) {
                for (int k = 0; k < SIZE; k++) {
                    out[SIZE * i + j] += a[SIZE * i + k] * b[SIZE * k + j];
                }
            }
        }
        return out;
    }

    /** Writes the Stokes vector that an element makes of another one. */
    static void apply(double[] m, double[] stokes, double[] out) {
        for (int i = 0; i < SIZE; i++) {
            double sum = 0;
            for (int j = 0; j < SIZE; j++) {
                sum += m[SIZE * i + j] * stokes[j];
            }
            out[i] = sum;
        }
    }

    /**
     * Writes the matrix of an element that makes (pp Ep + sp Es, ps Ep + ss Es) of the field (Ep, Es): half the trace
     * of sigma_i J sigma_j J^T* with the Pauli matrices.
     */
    static void ofJones(Complex pp, Complex sp, Complex ps, Complex ss, double[] out) {
        double a = pp.squaredModulus(), b = sp.squaredModulus(), c = ps.squaredModulus(), d = ss.squaredModulus();
        Complex ab = pp.times(sp.conjugate()), cd = ps.times(ss.conjugate());
        Complex ac = pp.times(ps.conjugate()), bd = sp.times(ss.conjugate());
        Complex ad = pp.times(ss.conjugate()), bc = sp.times(ps.conjugate());
        out[0] = (a + b + c + d) / 2;
        out[1] = (a - b + c - d) / 2;
        out[2] = ab.re() + cd.re();
        out[3] = ab.im() + cd.im();
        out[4] = (a + b - c - d) / 2;
        out[5] = (a - b - c + d) / 2;
        out[6] = ab.re() - cd.re();
        out[7] = ab.im() - cd.im();
        out[8] = ac.re() + bd.re();
        out[9] = ac.re() - bd.re();
        out[10] = ad.re() + bc.re();
        out[11] = ad.im() - bc.im();
        out[12] = -ac.im() - bd.im();
        out[13] = bd.im() - ac.im();
        out[14] = -ad.im() - bc.im();
        out[15] = ad.re() - bc.re();
    }
}
