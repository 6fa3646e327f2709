package sunstone.models.posterior.ensemble;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.Grains;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlRegions;
import sunstone.models.polarizedlight.VisibleAxis;
import sunstone.models.polarizedlight.registration.AxisConstraint;
import sunstone.models.polarizedlight.registration.RegisteredPl;
import sunstone.models.prior.CandidateFills;

/**
 * Difference of a grain from the measured point that looks most like it: from every point's own case, which looks at
 * the points of other regions of the light only. In one specimen grains of one colour are of one orientation (twins,
 * lamellae of a colony, grains that a scratch cuts), in another light shows their axis and its mirror image is as
 * likely, and any turn about it.
 */
final class Lookalikes {
    /** Cases that are nearest in likeness, among which one is drawn. */
    private static final int WINDOW = 24;
    /** Imagined cases beside them, of the same orientation and of any: what holds before there are points. */
    private static final int IMAGINED = 2;

    /** Largest turn about c that symmetry leaves, degrees. */
    private static final double MOST_TURN_DEG = 30;

    /**
     * One case.
     *
     * @param unlike distance of the light from that of the point, in half ranges
     * @param mirrored whether the axis is the mirror image of the point's
     * @param turnDeg turn about c that is left, degrees; sense unknown
     * @param offDeg how far the axis lies from where light shows it, degrees
     */
    record Case(double unlike, boolean mirrored, double turnDeg, double offDeg) {
        /** Whether that is one orientation. */
        boolean same() {
            return !mirrored && turnDeg < Grains.THRESHOLD_DEG;
        }
    }

    private final List<Case> cases = new ArrayList<>();
    private final double usualOffDeg;
    private final double mostOffDeg;

    /** The cases of all points. */
    Lookalikes(
            ScanGrid grid,
            LaueGroup laue,
            RegisteredPl view,
            AxisConstraint axes,
            PlRegions regions,
            List<EbsdPoint> points) {
        int[] pixels =
                points.stream().mapToInt(p -> grid.index(p.row(), p.col())).toArray();
        int[] other = CandidateFills.lookalikes(grid, view, points, pixels, regions::at);
        double[] off = new double[pixels.length];
        int seen = 0;
        for (int j = 0; j < pixels.length; j++) {
            if (view.covers(pixels[j])) {
                double[] own = points.get(j).quaternion();
                off[seen] = axes.offDeg(pixels[j], own);
                if (other[j] >= 0) {
                    cases.add(of(
                            laue,
                            unlike(view, pixels[j], other[j]),
                            points.get(other[j]).quaternion(),
                            own,
                            off[seen]));
                }
                seen++;
            }
        }
        cases.sort(Comparator.comparingDouble(Case::unlike));
        Arrays.sort(off, 0, seen);
        usualOffDeg = seen == 0 ? 0 : off[seen / 2];
        mostOffDeg = seen == 0 ? 0 : off[(int) (0.9 * seen)];
    }

    /** How far 9 of 10 points' axes lie at most from where light shows them, degrees. */
    double mostOffDeg() {
        return mostOffDeg;
    }

    private static Case of(LaueGroup laue, double unlike, double[] point, double[] own, double offDeg) {
        double[] axis = new double[3];
        double[] c = new double[3];
        double[] q = point.clone();
        Quaternions.cAxis(own, 0, axis, 0);
        Quaternions.cAxis(q, 0, c, 0);
        boolean mirrored = VisibleAxis.mirrored(axis, c);
        if (mirrored) {
            VisibleAxis.mirror(q);
        }
        VisibleAxis.turnTo(axis, q);
        return new Case(unlike, mirrored, Math.toDegrees(laue.disorientation(own, 0, q, 0)), offDeg);
    }

    /**
     * How far the light of a pixel is from what a point's orientation should look like, Euclidean over the channels.
     */
    static double unlike(RegisteredPl view, int pixel, int point) {
        float[] light = view.smooth();
        int n = light.length / PlImage.CHANNELS;
        double sum = 0;
        for (int c = 0; c < PlImage.CHANNELS; c++) {
            double d = light[c * n + pixel] - view.grain()[PlImage.CHANNELS * point + c];
            sum += d * d;
        }
        return Math.sqrt(sum);
    }

    /**
     * Draws a case.
     *
     * @param unlike how unlike its nearest point a grain looks
     * @param u uniform in [0, 1), chooses
     * @param v uniform in [0, 1), what an imagined case is
     */
    Case draw(double unlike, double u, double v) {
        int from = first(unlike);
        int count = Math.min(WINDOW, cases.size());
        int k = (int) (u * (count + IMAGINED));
        if (k < count) {
            return cases.get(from + k);
        }
        return k == count
                ? new Case(unlike, false, 0, usualOffDeg)
                : new Case(unlike, v < 0.5, MOST_TURN_DEG * (2 * v - Math.floor(2 * v)), usualOffDeg);
    }

    /** Where the window of the nearest cases begins. */
    private int first(double unlike) {
        int from = 0;
        int to = Math.max(0, cases.size() - WINDOW);
        while (from < to) {
            int middle = (from + to) / 2;
            if (unlike - cases.get(middle).unlike() > cases.get(middle + WINDOW).unlike() - unlike) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
