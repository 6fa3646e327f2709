package sunstone.models.posterior;

import java.util.Arrays;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.UniaxialOptics;
import sunstone.models.polarizedlight.calibration.CalibratedLight;
import sunstone.models.polarizedlight.calibration.LightCalibration;

/**
 * Misfit of the polarized light to the sections that a prior knows: the ensemble's orientations through the optics,
 * against the image.
 *
 * <p>The share of the light that the ensemble leaves unexplained: median over pixels of the squared difference at the
 * pixel itself, over the same with the light of pixels elsewhere. 0 is a perfect fit, 1 no better than any other place;
 * camera noise of 0.2 leaves some 0.1 to 0.2. It needs no point beyond those that the ensemble rests on, and says
 * nothing of what light cannot see (the turn about c): that is what arriving points are for (the agent's {@code
 * Trust}).
 */
public final class PlMisfit {
    private static final int PIXELS = 2000;
    private static final int MEMBERS = 4;
    /** Square difference between places, beyond noise, below which the light is uniform and tells nothing. */
    private static final double UNIFORM = 5e-3;

    private static final UniaxialOptics OPTICS = UniaxialOptics.canonical();
    private static final PlScaling SCALING = PlScaling.canonical();

    private PlMisfit() {}

    /** The unexplained share, 0 to about 1; 0 without light, or where all of it and of the ensemble's is alike. */
    public static double of(Posterior posterior, Snapshot snapshot) {
        CalibratedLight light = snapshot.calibratedLight();
        if (light != null && light.calibration().verdict() == LightCalibration.Verdict.CONTRADICTED) {
            return 1;
        }
        PlImage pl = snapshot.pl();
        int n = snapshot.grid().size();
        int members = Math.min(MEMBERS, posterior.members().size());
        if (pl == null || n < 2) {
            return 0;
        }
        int step = Math.max(1, n / PIXELS);
        double[] here = new double[(n + step - 1) / step];
        double[] elsewhere = new double[here.length];
        int count = 0;
        double[] q = new double[4];
        double[] h = new double[PlImage.CHANNELS];
        for (int i = 0; i < n; i += step) {
            if (!snapshot.wanted(i)) {
                continue;
            }
            int other = (int) ((i + (long) (0.38 * n) + 7L * count) % n); // far off, and another distance each time
            for (int m = 0; m < members; m++) {
                for (int k = 0; k < 4; k++) {
                    q[k] = posterior.members().get(m)[4 * i + k];
                }
                OPTICS.harmonics(q, 0, h, 0);
                here[count] += difference(pl, i, h) / members;
                elsewhere[count] += difference(pl, other, h) / members;
            }
            count++;
        }
        double reference = median(elsewhere, count);
        double noise = 0;
        for (float s : pl.noise()) {
            noise += (double) s * s / PlImage.CHANNELS;
        }
        return reference - noise < UNIFORM ? 0 : median(here, count) / reference;
    }

    private static double difference(PlImage pl, int pixel, double[] harmonics) {
        int n = pl.grid().size();
        double sum = 0;
        for (int c = 0; c < harmonics.length; c++) {
            double d = SCALING.scale(c, harmonics[c]) - pl.harmonics()[c * n + pixel];
            sum += d * d / harmonics.length;
        }
        return sum;
    }

    private static double median(double[] values, int count) {
        Arrays.sort(values, 0, count);
        return count == 0 ? 0 : values[count / 2];
    }
}
