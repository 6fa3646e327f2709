package sunstone.models.polarizedlight.calibration;

import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.Optics;
import sunstone.models.polarizedlight.registration.Registration;

/**
 * Agreement of light with the points under a registration, given the optics: mean over points of {@code r / (r + scale)}.
 *
 * <p>A pixel at a boundary shows a mixture of two grains, which is like neither. So r is the squared difference after up to about half of
 * the light at a place has been given to a neighbour {@value #AROUND} pixels away, whichever explains most: a pixel whose centre lies in
 * the point's own grain agrees then, and one whose centre lies beyond the boundary does not. This is what tells a registration to
 * fractions of a pixel; a plain difference is smallest about a pixel off, where fewest points are mixed.
 *
 * <p>A point outside of the image neither agrees nor contradicts, so it counts as a mean one. Were it a loss, points that are chosen
 * because no light tells of them would pull the image over themselves.
 */
final class Agreement {
    /** Distance of the neighbours, EBSD pixels: beyond the blur of a boundary. */
    private static final double AROUND = 1.3;

    private static final int DIRECTIONS = 8;
    /** Share of a neighbour's light at most: half, and a little for the centre of a pixel being where it is to some tenths. */
    private static final double MOST_SHARE = 0.55;
    /** Parts of the points that are taken to contradict light under the right registration, at least and at most. */
    private static final double LEAST_CONTRADICT = 0.02;

    private static final double MOST_CONTRADICT = 0.4;
    /** Distance beyond the image's border over which its light goes on, EBSD pixels: part of a grain. */
    private static final double GOES_ON = 4;

    private final ScanGrid ebsd;
    private final ScanGrid raster;
    private final ComplexLight light;
    private final ExpectedLight expected;
    private final double scale;
    private final Optics optics;
    private final double nats;

    Agreement(ScanGrid ebsd, ScanGrid raster, ComplexLight light, ExpectedLight expected, Optics optics, double scale) {
        this(ebsd, raster, light, expected, optics, scale, LightCalibration.EVIDENCE);
    }

    private Agreement(
            ScanGrid ebsd,
            ScanGrid raster,
            ComplexLight light,
            ExpectedLight expected,
            Optics optics,
            double scale,
            double nats) {
        this.nats = nats;
        this.ebsd = ebsd;
        this.raster = raster;
        this.light = light;
        this.expected = expected;
        this.optics = optics;
        this.scale = scale;
    }

    /** The cost, 0 to 1, of a registration with these parameters. */
    double cost(double[] parameters) {
        Registration registration = new Registration(ebsd, raster, parameters);
        double[] square = squares(registration);
        double[] place = new double[2];
        double sum = 0;
        double votes = 0;
        for (int j = 0; j < square.length; j++) {
            registration.locate(expected.row()[j], expected.col()[j], expected.warp()[j], place);
            double vote = expected.votes()[j] * seen(registration, raster, place);
            sum += vote * square[j] / (square[j] + scale);
            votes += vote;
        }
        return votes == 0 ? 0 : sum / votes;
    }

    /** Negative logarithm of the likelihood of a registration, but for a constant. */
    double energy(double[] parameters) {
        return nats * expected.allVotes() * cost(parameters);
    }

    /**
     * The same where a point that contradicts tells less, because there are many of them under the best registration too: chosen points
     * lie where light misleads.
     */
    Agreement weighed(double leastCost) {
        double contradict = Math.max(LEAST_CONTRADICT, Math.min(MOST_CONTRADICT, leastCost));
        return new Agreement(ebsd, raster, light, expected, optics, scale, Math.log((1 - contradict) / contradict));
    }

    /** The same of every k-th point alone, from one on. */
    Agreement of(int from, int every) {
        return new Agreement(ebsd, raster, light, expected.of(from, every), optics, scale, nats);
    }

    /** How far light tells of a place, 0 to 1: less and less outside of the image. */
    static double seen(Registration registration, ScanGrid raster, double[] place) {
        double row = Math.max(0, Math.abs(place[0] - (raster.rows() - 1) / 2.0) - raster.rows() / 2.0);
        double col = Math.max(0, Math.abs(place[1] - (raster.cols() - 1) / 2.0) - raster.cols() / 2.0);
        return Math.exp(-Math.hypot(row / registration.rowRatio(), col / registration.colRatio()) / GOES_ON);
    }

    /** Squared difference of every point in canonical units; outside of the image, from its border. */
    private double[] squares(Registration registration) {
        double[] out = new double[expected.size()];
        double[] place = new double[2];
        double[] here = new double[ComplexLight.PLANES];
        double[] there = new double[ComplexLight.PLANES];
        double four = optics.fourRe() * optics.fourRe() + optics.fourIm() * optics.fourIm();
        double two = optics.twoRe() * optics.twoRe() + optics.twoIm() * optics.twoIm();
        double twoWeight = Math.sqrt(OpticsFit.TWO_WEIGHT);
        for (int j = 0; j < out.length; j++) {
            registration.locate(expected.row()[j], expected.col()[j], expected.warp()[j], place);
            difference(place[0], place[1], j, four, two, twoWeight, here);
            double all = square(here);
            double least = all;
            for (int k = 0; k < DIRECTIONS; k++) {
                double angle = 2 * Math.PI * k / DIRECTIONS;
                difference(
                        place[0] + AROUND * Math.cos(angle) * registration.rowRatio(),
                        place[1] + AROUND * Math.sin(angle) * registration.colRatio(),
                        j,
                        four,
                        two,
                        twoWeight,
                        there);
                double across = square(there);
                double dot = here[0] * there[0] + here[1] * there[1] + here[2] * there[2] + here[3] * there[3];
                double share = Math.max(0, Math.min(MOST_SHARE, dot / (across + 1e-6)));
                least = Math.min(least, all - 2 * share * dot + share * share * across);
            }
            out[j] = least;
        }
        return out;
    }

    /** Light at a place, brought into canonical optics, less what the point should show. */
    private void difference(double row, double col, int point, double four, double two, double weight, double[] out) {
        light.at(row, col, out, 0);
        double a = (out[0] * optics.fourRe() + out[1] * optics.fourIm()) / four;
        double b = (out[1] * optics.fourRe() - out[0] * optics.fourIm()) / four;
        double c = (out[2] * optics.twoRe() + out[3] * optics.twoIm()) / two;
        double d = (out[3] * optics.twoRe() - out[2] * optics.twoIm()) / two;
        int k = ComplexLight.PLANES * point;
        double[] its = expected.light();
        out[0] = a - its[k];
        out[1] = optics.sense() * b - its[k + 1];
        out[2] = weight * (c - its[k + 2]);
        out[3] = weight * (optics.sense() * d - its[k + 3]);
    }

    private static double square(double[] v) {
        return v[0] * v[0] + v[1] * v[1] + v[2] * v[2] + v[3] * v[3];
    }
}
