package sunstone.models.posterior.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlRegions;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.UniaxialOptics;
import sunstone.models.polarizedlight.VisibleAxis;
import sunstone.models.polarizedlight.registration.RegisteredPl;
import sunstone.models.posterior.sampler.Noise;

/** Stripes of 4 px, of two colours in turn; what a stripe is under its colour differs from test to test. */
class UnmeasuredRegionsTest {
    private static final int STRIPES = 60;
    private static final int WIDTH = 4;
    private static final ScanGrid GRID = new ScanGrid(6, STRIPES * WIDTH, 1);
    private static final int MEMBERS = 400;
    private static final LaueGroup LAUE = LaueGroup.HEXAGONAL;
    /** Steps of the table of axes. */
    private static final double TABLE_DEG = 5;

    @Test
    void redraw_regionsWithAPoint_areLeftAsDrawn() {
        double[][] truth = twoColours();
        float[] member = map(truth);

        float[] redrawn = regions(truth, points(truth, STRIPES / 2)).redraw(member, new Noise(1), 0);

        for (int i = 0; i < GRID.size(); i++) {
            if (GRID.col(i) / WIDTH < STRIPES / 2) {
                assertThat(LAUE.disorientationDeg(redrawn, 4 * i, member, 4 * i))
                        .isLessThan(0.01);
            }
        }
    }

    @Test
    void redraw_grainsOfOneColourAreOfOneOrientation_copiesIt() {
        double[][] truth = twoColours();

        assertThat(shareLike(truth, truth[STRIPES - 1])).isGreaterThan(0.9);
    }

    @Test
    void redraw_grainsOfOneColourDifferOtherwise_differsAsOften() {
        double[][] truth = differing();

        assertThat(shareLike(truth, truth[STRIPES - 1])).isLessThan(0.25);
        assertThat(shareMirrored(truth, truth[STRIPES - 1])).isEqualTo(0.5, within(0.2));
    }

    @Test
    void redraw_drawsOffTheLight_haveItsAxisAndAreOneInARegion() {
        double[][] truth = differing();
        float[] wrong = map(new double[][] {{0.6, 0.8, 0, 0}});
        UnmeasuredRegions regions = regions(truth, points(truth, STRIPES / 2));
        int last = 4 * GRID.index(0, GRID.cols() - 1);
        double[] axis = axis(truth[STRIPES - 1]);
        int near = 0;
        for (int m = 0; m < MEMBERS; m++) {
            float[] redrawn = regions.redraw(wrong, new Noise(1), m);

            double cos = VisibleAxis.nearer(axis, axis(at(redrawn, last)), new double[3]);
            near += Math.toDegrees(Math.acos(Math.min(1, cos))) < 2 * TABLE_DEG ? 1 : 0;
            for (int row = 0; row < GRID.rows(); row++) {
                int other = 4 * GRID.index(row, GRID.cols() - WIDTH);
                assertThat(LAUE.disorientationDeg(redrawn, other, redrawn, last))
                        .isLessThan(0.01);
            }
        }
        assertThat(near).isGreaterThan(MEMBERS * 4 / 5); // the others copy, and copies are turned as contradictions are
    }

    /** Share of members in which the last stripe has an orientation, all of them drawn as copies of it. */
    private static double shareLike(double[][] truth, double[] orientation) {
        float[] member = map(truth);
        UnmeasuredRegions regions = regions(truth, points(truth, STRIPES / 2));
        int last = 4 * GRID.index(0, GRID.cols() - 1);
        int like = 0;
        for (int m = 0; m < MEMBERS; m++) {
            double[] q = at(regions.redraw(member, new Noise(1), m), last);
            like += Math.toDegrees(LAUE.disorientation(q, 0, orientation, 0)) < 5 ? 1 : 0;
        }
        return (double) like / MEMBERS;
    }

    private static double shareMirrored(double[][] truth, double[] orientation) {
        float[] member = map(truth);
        UnmeasuredRegions regions = regions(truth, points(truth, STRIPES / 2));
        int last = 4 * GRID.index(0, GRID.cols() - 1);
        int mirrored = 0;
        for (int m = 0; m < MEMBERS; m++) {
            double[] q = at(regions.redraw(member, new Noise(1), m), last);
            mirrored += VisibleAxis.mirrored(axis(orientation), axis(q)) ? 1 : 0;
        }
        return (double) mirrored / MEMBERS;
    }

    private static double[][] twoColours() {
        double[][] truth = new double[STRIPES][];
        for (int s = 0; s < STRIPES; s++) {
            double half = Math.toRadians(s % 2 == 0 ? 20 : 30);
            truth[s] = new double[] {Math.cos(half), Math.sin(half), 0, 0};
        }
        return truth;
    }

    /** Grains of one colour that have nothing else in common. */
    private static double[][] differing() {
        double[][] truth = twoColours();
        SplittableRandom random = new SplittableRandom(1);
        for (int s = 0; s < STRIPES; s++) { // one in two is the mirror image, each is turned about its axis
            if (random.nextBoolean()) {
                VisibleAxis.mirror(truth[s]);
            }
            double half = Math.PI * random.nextDouble();
            Quaternions.multiply(new double[] {Math.cos(half), 0, 0, Math.sin(half)}, 0, truth[s], 0, truth[s], 0);
        }
        return truth;
    }

    /** The middles of the first stripes, measured. */
    private static List<EbsdPoint> points(double[][] truth, int stripes) {
        List<EbsdPoint> points = new ArrayList<>();
        for (int s = 0; s < stripes; s++) {
            points.add(EbsdPoint.of(GRID.rows() / 2, WIDTH * s + WIDTH / 2, 1, truth[s], 0, 1));
        }
        return points;
    }

    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    private static UnmeasuredRegions regions(double[][] truth, List<EbsdPoint> points) {
        int n = GRID.size();
        float[] light = new float[PlImage.CHANNELS * n];
        for (int i = 0; i < n; i++) {
            float[] one = light(truth[GRID.col(i) / WIDTH]);
            for (int c = 0; c < one.length; c++) {
                light[c * n + i] = one[c];
            }
        }
        float[] grain = new float[PlImage.CHANNELS * points.size()];
        for (int j = 0; j < points.size(); j++) {
            System.arraycopy(light(points.get(j).quaternion()), 0, grain, PlImage.CHANNELS * j, PlImage.CHANNELS);
        }
        RegisteredPl view = new RegisteredPl(light, light, grain, new double[2], 0, true, null);
        PlRegions regions = PlRegions.of(new PlImage(GRID, light, new float[PlImage.CHANNELS]));
        assertThat(regions.count()).isEqualTo(STRIPES);
        return new UnmeasuredRegions(GRID, LAUE, view, regions, points);
    }

    private static float[] light(double[] q) {
        double[] h = new double[PlImage.CHANNELS];
        UniaxialOptics.canonical().harmonics(q, 0, h, 0);
        float[] out = new float[h.length];
        for (int c = 0; c < h.length; c++) {
            out[c] = PlScaling.canonical().scale(c, h[c]);
        }
        return out;
    }

    private static float[] map(double[][] stripes) {
        float[] member = new float[4 * GRID.size()];
        double[] q = new double[4];
        for (int i = 0; i < GRID.size(); i++) {
            LAUE.reduce(stripes[GRID.col(i) / WIDTH % stripes.length], 0, q, 0);
            for (int k = 0; k < 4; k++) {
                member[4 * i + k] = (float) q[k];
            }
        }
        return member;
    }

    private static double[] at(float[] member, int i) {
        return new double[] {member[i], member[i + 1], member[i + 2], member[i + 3]};
    }

    private static double[] axis(double[] q) {
        double[] c = new double[3];
        Quaternions.cAxis(q, 0, c, 0);
        return c;
    }
}
