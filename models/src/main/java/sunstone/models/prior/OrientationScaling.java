package sunstone.models.prior;

import sunstone.models.crystallography.Cubochoric;

/**
 * Orientations as the network sees them: cubochoric coordinates of a quaternion, each divided by its largest value in
 * the fundamental zone, so that the zone fills [-1, 1].
 *
 * @param scale divisors of the three coordinates
 */
public record OrientationScaling(float[] scale) {
    public OrientationScaling {
        if (scale.length != 3 || !(scale[0] > 0 && scale[1] > 0 && scale[2] > 0)) {
            throw new IllegalArgumentException("an orientation scaling needs 3 divisors above 0");
        }
    }

    /** For 6/mmm: the zone's largest cubochoric coordinates, rounded up. */
    public static OrientationScaling hexagonal() {
        return new OrientationScaling(new float[] {0.64f, 0.64f, 0.345f});
    }

    /** Writes the three coordinates of {@code q[iq..]} to {@code out[io]}, {@code out[io + stride]}, ... */
    public void encode(double[] q, int iq, float[] out, int io, int stride) {
        double[] c = new double[3]; // escapes nowhere: the compiler keeps it off the heap
        Cubochoric.fromQuaternion(q, iq, c, 0);
        out[io] = (float) (c[0] / scale[0]);
        out[io + stride] = (float) (c[1] / scale[1]);
        out[io + 2 * stride] = (float) (c[2] / scale[2]);
    }

    /** The unit quaternion of three coordinates; values outside the cube are moved to its face. */
    public void decode(float[] in, int ii, int stride, double[] q, int iq) {
        double[] c = new double[3];
        for (int k = 0; k < 3; k++) {
            double v = in[ii + k * stride] * scale[k];
            c[k] = Math.max(-Cubochoric.SEMI_EDGE, Math.min(Cubochoric.SEMI_EDGE, Double.isNaN(v) ? 0 : v));
        }
        Cubochoric.toQuaternion(c, 0, q, iq);
    }
}
