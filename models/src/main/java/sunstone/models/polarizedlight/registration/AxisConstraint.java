package sunstone.models.polarizedlight.registration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.UniaxialOptics;
import sunstone.models.polarizedlight.VisibleAxis;

/**
 * The c axes that polarized light shows: per pixel one, and its mirror image in the section, which looks the same.
 *
 * <p>Where a grain holds no point, draws of the network are 45 degrees off, though light, with either branch of the
 * axis and any turn about it, allows no more than some 30. A draw whose axis is far from both branches is turned to the
 * nearer one, the shortest way. What lies nearer is left alone: near a boundary, under a scratch or at an unusual
 * pixel, light may be off by that much and the network right.
 */
public final class AxisConstraint {
    /** From how far off a draw contradicts light, degrees. */
    private static final double CONTRADICTION_DEG = 45;

    /** Steps of the table of axes, degrees: of tilt, and of azimuth on the equator. */
    private static final int STEP_DEG = 5;

    private static final double[][] AXES = axes();
    private static final double[][] LIGHT = light();
    private static final int[] RINGS = rings();
    private static final double[][] BOUNDS = bounds();

    /** No light came from there. */
    private static final int UNSEEN = -1;

    private final int[] seen;
    private final LaueGroup laue;

    /**
     * The axes of an image.
     *
     * @param view of light that is as the optics say
     * @param laue of the crystals, uniaxial
     */
    public AxisConstraint(RegisteredPl view, LaueGroup laue) {
        float[] light = view.smooth();
        int n = light.length / PlImage.CHANNELS;
        this.laue = laue;
        this.seen = IntStream.range(0, n)
                .parallel()
                .map(i -> view.covers(i) ? nearest(light, n, i) : UNSEEN)
                .toArray();
    }

    /** Half a sphere of directions: azimuth 0 to 180 degrees, tilt 0 to 90. */
    private static double[][] axes() {
        List<double[]> axes = new ArrayList<>();
        for (int tilt = 0; tilt <= 90; tilt += STEP_DEG) {
            double sin = Math.sin(Math.toRadians(tilt));
            double cos = Math.cos(Math.toRadians(tilt));
            int azimuths = Math.max(1, (int) Math.round(180 * sin / STEP_DEG));
            for (int k = 0; k < azimuths; k++) {
                double azimuth = Math.PI * k / azimuths;
                axes.add(new double[] {sin * Math.cos(azimuth), sin * Math.sin(azimuth), cos});
            }
        }
        return axes.toArray(new double[0][]);
    }

    private static double[][] light() {
        double[][] light = new double[AXES.length][PlImage.CHANNELS];
        for (int a = 0; a < AXES.length; a++) {
            UniaxialOptics.canonical().harmonicsOfAxis(AXES[a][0], AXES[a][1], AXES[a][2], light[a], 0);
            for (int c = 0; c < PlImage.CHANNELS; c++) {
                light[a][c] = PlScaling.canonical().scale(c, light[a][c]);
            }
        }
        return light;
    }

    /** First axis of each tilt in the table, and behind the last. */
    private static int[] rings() {
        return IntStream.rangeClosed(0, AXES.length)
                .filter(a -> a == 0 || a == AXES.length || AXES[a][2] != AXES[a - 1][2])
                .toArray();
    }

    /** Least and largest first channel of each tilt: by it alone most tilts are too far from a pixel. */
    private static double[][] bounds() {
        double[][] bounds = new double[RINGS.length - 1][];
        for (int r = 0; r < bounds.length; r++) {
            DoubleSummaryStatistics first = Arrays.stream(LIGHT, RINGS[r], RINGS[r + 1])
                    .mapToDouble(l -> l[0])
                    .summaryStatistics();
            bounds[r] = new double[] {first.getMin(), first.getMax()};
        }
        return bounds;
    }

    private static int nearest(float[] light, int n, int i) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        int near = 0; // the tilt whose first channel is nearest, so that the others have little to beat
        for (int r = 1; r < BOUNDS.length; r++) {
            near = beyond(BOUNDS[r], light[i]) < beyond(BOUNDS[near], light[i]) ? r : near;
        }
        for (int k = -1; k < BOUNDS.length; k++) {
            int r = k < 0 ? near : k;
            double far = beyond(BOUNDS[r], light[i]);
            if (k == near || far * far > least) {
                continue;
            }
            for (int a = RINGS[r]; a < RINGS[r + 1]; a++) {
                double sum = 0;
                for (int c = 0; c < PlImage.CHANNELS; c++) {
                    double d = LIGHT[a][c] - light[c * n + i];
                    sum += d * d;
                }
                if (sum < least || sum == least && a < best) {
                    least = sum;
                    best = a;
                }
            }
        }
        return best;
    }

    private static double beyond(double[] bounds, double value) {
        return Math.max(0, Math.max(bounds[0] - value, value - bounds[1]));
    }

    /**
     * How far the c axis of an orientation lies from the nearer branch that a pixel shows, degrees; 0 where no light
     * came from.
     */
    public double offDeg(int pixel, double[] q) {
        if (seen[pixel] == UNSEEN) {
            return 0;
        }
        double[] c = new double[3];
        Quaternions.cAxis(q, 0, c, 0);
        return Math.toDegrees(Math.acos(Math.min(1, VisibleAxis.nearer(AXES[seen[pixel]], c, new double[3]))));
    }

    /**
     * Turns what contradicts the light.
     *
     * @param member unit quaternions in the fundamental zone, shape [n, 4]
     * @return a new array
     */
    public float[] turn(float[] member) {
        return turn(member, i -> true, CONTRADICTION_DEG);
    }

    /**
     * Turns what is off the light by more than an angle of one's own.
     *
     * @param member unit quaternions in the fundamental zone, shape [n, 4]
     * @param where pixels that are looked at
     * @param mostDeg how far off an axis may be, degrees
     * @return a new array
     */
    public float[] turn(float[] member, IntPredicate where, double mostDeg) {
        double least = Math.cos(Math.toRadians(mostDeg));
        float[] out = member.clone();
        double[] q = new double[4];
        double[] c = new double[3];
        double[] to = new double[3];
        for (int i = 0; i < seen.length; i++) {
            if (seen[i] == UNSEEN || !where.test(i)) {
                continue;
            }
            for (int k = 0; k < 4; k++) {
                q[k] = member[4 * i + k];
            }
            Quaternions.cAxis(q, 0, c, 0);
            double cos = VisibleAxis.nearer(AXES[seen[i]], c, to);
            if (cos < least) {
                VisibleAxis.turn(q, c, to);
                laue.reduce(q, 0, q, 0);
                for (int k = 0; k < 4; k++) {
                    out[4 * i + k] = (float) q[k];
                }
            }
        }
        return out;
    }
}
