package sunstone.simulators.microstructure;

import java.util.random.RandomGenerator;
import sunstone.models.crystallography.Quaternions;

/** Draws orientations and directions. */
final class OrientationDraw {
    private OrientationDraw() {}

    /** Uniform over rotations, written to {@code out[io]}. */
    static void uniform(RandomGenerator r, double[] out, int io) {
        double n;
        do {
            n = 0;
            for (int k = 0; k < 4; k++) {
                out[io + k] = r.nextGaussian();
                n += out[io + k] * out[io + k];
            }
        } while (n < 1e-12);
        Quaternions.normalise(out, io);
    }

    /** Orientation with the given c axis (unit, sample frame) turned by {@code spin} about it. */
    static void ofAxis(double cx, double cy, double cz, double spin, double[] out, int io) {
        double f = cz < 0 ? -1 : 1; // c and -c are one crystal here, and the upper one keeps away from 1 + c_z = 0
        double n = Math.sqrt(2 * (1 + f * cz));
        double w = (1 + f * cz) / n, x = f * cy / n, y = -f * cx / n; // shortest turn that takes c to z
        double c = Math.cos(spin / 2), s = Math.sin(spin / 2);
        out[io] = c * w;
        out[io + 1] = c * x - s * y;
        out[io + 2] = c * y + s * x;
        out[io + 3] = s * w;
    }

    /** Turns a unit vector by normal draws about the two directions across it; in place. */
    static void tilt(RandomGenerator r, double spreadRad, double[] v) {
        double ax = spreadRad * r.nextGaussian(), ay = spreadRad * r.nextGaussian(), az = spreadRad * r.nextGaussian();
        double along = ax * v[0] + ay * v[1] + az * v[2];
        ax -= along * v[0];
        ay -= along * v[1];
        az -= along * v[2];
        double angle = Math.sqrt(ax * ax + ay * ay + az * az);
        if (angle > 0) {
            double c = Math.cos(angle), s = Math.sin(angle) / angle;
            v[0] = c * v[0] + s * ax;
            v[1] = c * v[1] + s * ay;
            v[2] = c * v[2] + s * az;
        }
    }

    /** Multiplies {@code q[i]} from the left by a turn with normal components, standard deviation per axis given. */
    static void jitter(RandomGenerator r, double spreadRad, double[] q, int i) {
        double[] d = new double[4];
        smallTurn(spreadRad * r.nextGaussian(), spreadRad * r.nextGaussian(), spreadRad * r.nextGaussian(), d);
        Quaternions.multiply(d, 0, q, i, q, i);
    }

    /** Quaternion of a rotation vector, radians. */
    static void smallTurn(double x, double y, double z, double[] out) {
        double a = Math.sqrt(x * x + y * y + z * z);
        double s = a < 1e-9 ? 0.5 : Math.sin(a / 2) / a;
        out[0] = Math.cos(a / 2);
        out[1] = x * s;
        out[2] = y * s;
        out[3] = z * s;
    }

    /** Draws from a texture. */
    static void ofTexture(RandomGenerator r, MicrostructureRecipe recipe, double[] out, int io) {
        Texture t = recipe.texture();
        if (t == Texture.MIXED) {
            double u = r.nextDouble();
            t = u < 0.25 ? Texture.RANDOM : u < 0.65 ? Texture.BASAL : Texture.TRANSVERSE;
        }
        double spread = Math.toRadians(recipe.textureSpreadDeg());
        switch (t) {
            case BASAL, TRANSVERSE -> {
                double[] c = t == Texture.BASAL
                        ? new double[] {0, 0, 1}
                        : new double[] {Math.cos(recipe.textureRad()), Math.sin(recipe.textureRad()), 0};
                tilt(r, spread, c);
                ofAxis(c[0], c[1], c[2], 2 * Math.PI * r.nextDouble(), out, io);
            }
            case CUBE -> {
                out[io] = 1;
                out[io + 1] = 0;
                out[io + 2] = 0;
                out[io + 3] = 0;
                jitter(r, spread, out, io);
            }
            default -> uniform(r, out, io);
        }
    }
}
