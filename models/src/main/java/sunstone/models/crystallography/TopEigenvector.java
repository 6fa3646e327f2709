package sunstone.models.crystallography;

/**
 * Eigenvector of the largest eigenvalue of a symmetric 4 x 4 matrix, by cyclic Jacobi rotations (Golub and Van Loan,
 * Matrix Computations, 4th ed., section 8.5). Holds its working space: one thread at a time.
 */
final class TopEigenvector {
    private static final int N = 4;
    private static final int SWEEPS = 30;

    private final double[] a = new double[N * N];
    private final double[] v = new double[N * N];

    /** Sets the matrix to zero. */
    void clear() {
        java.util.Arrays.fill(a, 0);
    }

    /** Adds {@code q qT}. */
    void add(double w, double x, double y, double z) {
        a[0] += w * w;
        a[1] += w * x;
        a[2] += w * y;
        a[3] += w * z;
        a[5] += x * x;
        a[6] += x * y;
        a[7] += x * z;
        a[10] += y * y;
        a[11] += y * z;
        a[15] += z * z;
    }

    /** Writes the unit eigenvector, of either sign, and spends the matrix. */
    void solve(double[] out, int io) {
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                v[N * i + j] = i == j ? 1 : 0;
                a[N * Math.max(i, j) + Math.min(i, j)] = a[N * Math.min(i, j) + Math.max(i, j)];
            }
        }
        for (int sweep = 0; sweep < SWEEPS && !diagonal(); sweep++) {
            for (int p = 0; p < N - 1; p++) {
                for (int q = p + 1; q < N; q++) {
                    rotate(p, q);
                }
            }
        }
        int top = 0;
        for (int i = 1; i < N; i++) {
            top = a[5 * i] > a[5 * top] ? i : top;
        }
        for (int i = 0; i < N; i++) {
            out[io + i] = v[N * i + top];
        }
        Quaternions.normalise(out, io);
    }

    private boolean diagonal() {
        double off = 0;
        double trace = 0;
        for (int i = 0; i < N; i++) {
            trace += a[5 * i];
            for (int j = i + 1; j < N; j++) {
                off += Math.abs(a[N * i + j]);
            }
        }
        return off <= 1e-17 * trace;
    }

    private void rotate(int p, int q) {
        double apq = a[N * p + q];
        if (apq == 0) {
            return;
        }
        double theta = (a[5 * q] - a[5 * p]) / (2 * apq);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(theta, 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int k = 0; k < N; k++) {
            double kp = a[N * k + p], kq = a[N * k + q];
            a[N * k + p] = c * kp - s * kq;
            a[N * k + q] = s * kp + c * kq;
        }
        for (int k = 0; k < N; k++) {
            double pk = a[N * p + k], qk = a[N * q + k];
            a[N * p + k] = c * pk - s * qk;
            a[N * q + k] = s * pk + c * qk;
            double vp = v[N * k + p], vq = v[N * k + q];
            v[N * k + p] = c * vp - s * vq;
            v[N * k + q] = s * vp + c * vq;
        }
    }
}
