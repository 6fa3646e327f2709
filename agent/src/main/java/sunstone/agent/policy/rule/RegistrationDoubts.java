package sunstone.agent.policy.rule;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.agent.policy.PixelSample;
import sunstone.agent.policy.PolicyInput;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.polarizedlight.calibration.CalibratedLight;
import sunstone.models.polarizedlight.calibration.RegistrationDraws;

/**
 * Worth of a point for the registration of the light, in the currency of the map: degrees times pixels.
 *
 * <p>As long as the points allow several registrations, a map that rests on one of them is wrong at its boundaries by
 * what they differ: two that lie d pixels apart make maps that differ by the mean disorientation of places d pixels
 * apart. A point on whose pixel the registrations show different grains rules out some of them; those that remain are
 * closer to each other. So it pays to ask on both sides of boundaries of strong contrast, and in several parts of the
 * map, for shift, rotation and scale are told apart by that.
 */
final class RegistrationDoubts {
    /** Logarithm of the likelihood that a registration loses when a point contradicts it. */
    private static final double NATS = 3;
    /** Distance of places whose disorientation is looked at, pixels, each twice the one before. */
    private static final int DISTANCES = 5;

    private static final int MOST_SAMPLES = 2000;

    private final RegistrationDraws draws;
    private final int pixels;
    /** What the maps of a pair of draws differ by, degrees. */
    private final float[] deg;
    /** Share of the outcomes so far that both of a pair survive. */
    private final float[] alive;

    private final float[] told;
    private double left;

    private RegistrationDoubts(RegistrationDraws draws, float[] deg, int pixels) {
        this.draws = draws;
        this.deg = deg;
        this.pixels = pixels;
        this.alive = new float[deg.length];
        this.told = new float[deg.length];
        Arrays.fill(alive, 1);
        this.left = spread(null);
    }

    /**
     * Those of a round.
     *
     * @param wanted number of pixels that the map is made of
     * @return null where the registration is not in question
     */
    static @Nullable RegistrationDoubts of(PolicyInput in, PixelSample sample, int wanted) {
        CalibratedLight light = in.snapshot().calibratedLight();
        RegistrationDraws draws = light == null ? null : light.draws();
        if (light == null || draws == null) {
            return null;
        }
        OrientationMap map = in.posterior().map();
        double[] difference = differences(in, sample);
        float[] deg = draws.apartPx();
        for (int k = 0; k < deg.length; k++) {
            deg[k] = (float) at(difference, deg[k]);
        }
        RegistrationDoubts doubts = new RegistrationDoubts(draws, deg, wanted);
        // those that came since the light was calibrated will tell when it is calibrated again
        List<EbsdPoint> points = in.snapshot().points();
        int learnt = Math.min(points.size(), light.calibration().points());
        for (EbsdPoint p : points.subList(learnt, points.size())) {
            doubts.take(map.grid().index(p.row(), p.col()));
        }
        return doubts;
    }

    /** Mean disorientation of places of the map 0, 1, 2, 4 and so on pixels apart, degrees. */
    private static double[] differences(PolicyInput in, PixelSample sample) {
        OrientationMap map = in.posterior().map();
        LaueGroup laue = in.snapshot().laue();
        int rows = map.grid().rows();
        int cols = map.grid().cols();
        double[] out = new double[DISTANCES + 1];
        int every = 1 + sample.size() / MOST_SAMPLES;
        for (int d = 0; d < DISTANCES; d++) {
            int far = 1 << d;
            double sum = 0;
            int count = 0;
            for (int k = 0; k < sample.size(); k += every) {
                int pixel = sample.pixels()[k];
                if (sample.col(k) + far < cols && in.snapshot().wanted(pixel + far)) {
                    sum += laue.disorientation(map.quaternions(), 4 * pixel, map.quaternions(), 4 * (pixel + far));
                    count++;
                }
                int below = pixel + far * cols;
                if (sample.row(k) + far < rows && in.snapshot().wanted(below)) {
                    sum += laue.disorientation(map.quaternions(), 4 * pixel, map.quaternions(), 4 * below);
                    count++;
                }
            }
            out[d + 1] = count == 0 ? out[d] : Math.toDegrees(sum / count);
        }
        return out;
    }

    /** Between the distances linear, beyond the last constant. */
    private static double at(double[] difference, double px) {
        if (px <= 1) {
            return px * difference[1];
        }
        double place = 1 + Math.log(px) / Math.log(2);
        int below = (int) place;
        return below >= DISTANCES
                ? difference[DISTANCES]
                : difference[below] + (place - below) * (difference[below + 1] - difference[below]);
    }

    /** What the draws differ by, degrees, mean over the map and over what an outcome leaves of them. */
    private double spread(float @Nullable [] asked) {
        double sum = 0;
        double weights = 0;
        for (int k = 0; k < deg.length; k++) {
            double w = asked == null ? alive[k] : alive[k] * Math.exp(-NATS * asked[k]);
            sum += w * deg[k];
            weights += w;
        }
        return 2 * sum / (draws.size() + 2 * weights);
    }

    /** Fall of what the draws differ by, summed over the map, degrees times pixels, if a pixel is measured. */
    double gain(int pixel) {
        return draws.tell(pixel, told) ? pixels * Math.max(0, left - spread(told)) : 0;
    }

    /** Counts on a pixel being measured. */
    void take(int pixel) {
        if (draws.tell(pixel, told)) {
            for (int k = 0; k < alive.length; k++) {
                alive[k] *= (float) Math.exp(-NATS * told[k]);
            }
            left = spread(null);
        }
    }
}
