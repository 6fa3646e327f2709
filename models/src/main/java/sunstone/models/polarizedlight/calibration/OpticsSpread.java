package sunstone.models.polarizedlight.calibration;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.Optics;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.PlSmoothing;
import sunstone.models.polarizedlight.registration.Registration;

/**
 * Uncertainty of what the points have taught of the light: standard deviations. Those of the optics are from fits to
 * points drawn with replacement (Efron 1979), each at places that another draw of the registration gives; those of the
 * registration from its draws alone. NaN is not known.
 *
 * @param gain of {@link Optics#gain()}
 * @param black of {@link Optics#black()}
 * @param zeroDeg degrees
 * @param deltaDeg degrees
 * @param shiftRows EBSD pixels
 * @param shiftCols EBSD pixels
 * @param rotationDeg degrees
 * @param scale of {@link Registration#scale()}
 */
public record OpticsSpread(
        double gain,
        double black,
        double zeroDeg,
        double deltaDeg,
        double shiftRows,
        double shiftCols,
        double rotationDeg,
        double scale) {
    /** Nothing is known. */
    public static final OpticsSpread UNKNOWN = new OpticsSpread(
            Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    private static final int FITS = 64;
    private static final int MOST_POINTS = 300;
    /** Squared misfit at which a point counts half, as in the calibration. */
    private static final double SCALE = 0.02;

    private static final PlScaling SCALING = PlScaling.canonical();

    /**
     * The spread of a calibration.
     *
     * @param image from which it was learnt
     * @param ebsd raster of the points
     * @param basis points from which it was learnt
     * @param known optics that had been undone before
     */
    public static OpticsSpread of(
            PlImage image, ScanGrid ebsd, List<EbsdPoint> basis, LightCalibration calibration, Optics known) {
        if (basis.size() < LightCalibration.LEAST_POINTS
                || calibration.verdict() == LightCalibration.Verdict.CONTRADICTED) {
            return UNKNOWN;
        }
        List<EbsdPoint> points = thinned(basis);
        Optics[] fits = fits(image, ExpectedLight.of(ebsd, points), calibration);
        for (int k = 0; k < fits.length; k++) {
            fits[k] = known.then(fits[k]);
        }
        double centre = known.then(calibration.optics()).zeroDeg();
        List<Registration> draws = calibration.draws();
        return new OpticsSpread(
                deviation(fits, Optics::gain),
                deviation(fits, Optics::black),
                deviation(fits, o -> o.zeroDeg() - 180 * Math.rint((o.zeroDeg() - centre) / 180)),
                deviation(fits, Optics::deltaDeg),
                deviation(draws, Registration::shiftRows),
                deviation(draws, Registration::shiftCols),
                deviation(draws, Registration::rotationDeg),
                deviation(draws, Registration::scale));
    }

    private static List<EbsdPoint> thinned(List<EbsdPoint> points) {
        int n = points.size();
        return n <= MOST_POINTS
                ? points
                : IntStream.range(0, MOST_POINTS)
                        .mapToObj(k -> points.get((int) ((long) k * n / MOST_POINTS)))
                        .toList();
    }

    /** Optics of points that are drawn with replacement. */
    private static Optics[] fits(PlImage image, ExpectedLight expected, LightCalibration calibration) {
        float[] channels = PlSmoothing.of(image);
        ComplexLight light = new ComplexLight(image.grid(), channels);
        int n = expected.size();
        int sense = calibration.optics().sense();
        double noise = image.meanNoise() / 3;
        double gain = Math.max(calibration.optics().amplitude(), 0.05);
        double scale = SCALE + 4 * noise * noise / (gain * gain);
        SplittableRandom random = new SplittableRandom(n);
        OpticsFit fit = new OpticsFit(n);
        double[] seen = new double[ComplexLight.PLANES * n];
        double[] canonical = new double[ComplexLight.PLANES * n];
        double[] mean = new double[n];
        int[] drawn = new int[n];
        boolean[] used = new boolean[n];
        double[] votes = new double[n];
        double[] place = new double[2];
        Optics[] out = new Optics[FITS];
        for (int f = 0; f < FITS; f++) {
            List<Registration> draws = calibration.draws();
            Registration registration = draws.isEmpty() ? calibration.registration() : draws.get(f % draws.size());
            for (int j = 0; j < n; j++) {
                int k = random.nextInt(n);
                drawn[j] = k;
                registration.locate(expected.row()[k], expected.col()[k], expected.warp()[k], place);
                used[j] = light.contains(place[0], place[1]);
                votes[j] = used[j] ? expected.votes()[k] : 0;
                light.at(place[0], place[1], seen, ComplexLight.PLANES * j);
                mean[j] = SCALING.unscale(0, channels[nearest(image.grid(), place)]);
                System.arraycopy(
                        expected.light(),
                        ComplexLight.PLANES * k,
                        canonical,
                        ComplexLight.PLANES * j,
                        ComplexLight.PLANES);
            }
            fit.fit(seen, canonical, votes, sense, scale);
            Optics o = fit.optics(sense);
            double black = black(o, expected, drawn, used, mean);
            out[f] = new Optics(o.fourRe(), o.fourIm(), o.twoRe(), o.twoIm(), sense, black);
        }
        return out;
    }

    private static int nearest(ScanGrid grid, double[] place) {
        int row = (int) Math.max(0, Math.min(grid.rows() - 1, Math.rint(place[0])));
        int col = (int) Math.max(0, Math.min(grid.cols() - 1, Math.rint(place[1])));
        return grid.index(row, col);
    }

    /** Median of what the mean over a turn has beyond what the optics explain. */
    private static double black(Optics o, ExpectedLight expected, int[] drawn, boolean[] used, double[] mean) {
        double[] rest = IntStream.range(0, drawn.length)
                .filter(j -> used[j])
                .mapToDouble(j -> mean[j] - o.amplitude() * expected.mean(drawn[j], o.offsetRatio()))
                .sorted()
                .toArray();
        return rest.length == 0 ? 0 : rest[rest.length / 2];
    }

    private static double deviation(Optics[] fits, ToDoubleFunction<Optics> value) {
        return deviation(Arrays.stream(fits).mapToDouble(value).toArray());
    }

    private static double deviation(List<Registration> draws, ToDoubleFunction<Registration> value) {
        return draws.isEmpty()
                ? Double.NaN
                : deviation(draws.stream().mapToDouble(value).toArray());
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        return Math.sqrt(Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElse(0));
    }
}
