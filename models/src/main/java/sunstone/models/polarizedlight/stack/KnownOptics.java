package sunstone.models.polarizedlight.stack;

import sunstone.models.polarizedlight.Optics;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.TiltTable;

/**
 * Light of an instrument whose optics were learnt before or measured: brought into canonical optics before anything is
 * learnt of it. What is known then holds until the points say otherwise, as canonical optics do, and what they say is
 * learnt as an error of what was known. Nothing is cut off, so that wrong knowledge can be undone.
 */
final class KnownOptics {
    private static final int CHANNELS = PlImage.CHANNELS;

    private KnownOptics() {}

    /** The image as canonical optics would show it; the same object if they are the known ones. */
    static PlImage undo(PlImage raw, Optics known) {
        if (known.canonical()) {
            return raw;
        }
        PlScaling scaling = PlScaling.canonical();
        TiltTable tilts = new TiltTable();
        int n = raw.grid().size();
        float[] in = raw.harmonics();
        float[] out = new float[CHANNELS * n];
        double four = known.fourRe() * known.fourRe() + known.fourIm() * known.fourIm();
        double two = known.twoRe() * known.twoRe() + known.twoIm() * known.twoIm();
        double gain = known.amplitude();
        double ratio = known.offsetRatio();
        int sense = known.sense();
        for (int i = 0; i < n; i++) {
            double re = in[n + i], im = -in[2 * n + i];
            out[n + i] = (float) ((re * known.twoRe() + im * known.twoIm()) / two);
            out[2 * n + i] = (float) (-sense * (im * known.twoRe() - re * known.twoIm()) / two);
            re = in[3 * n + i];
            im = -in[4 * n + i];
            out[3 * n + i] = (float) ((re * known.fourRe() + im * known.fourIm()) / four);
            out[4 * n + i] = (float) (-sense * (im * known.fourRe() - re * known.fourIm()) / four);
            double floor = tilts.floor(Math.hypot(out[3 * n + i], out[4 * n + i]));
            double mean = (scaling.unscale(0, in[i]) - known.black()) / gain;
            out[i] = scaling.scale(0, mean - (ratio * ratio - 1) * floor);
        }
        return PlImage.of(raw.grid(), out);
    }
}
