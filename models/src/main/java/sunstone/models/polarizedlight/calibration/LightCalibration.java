package sunstone.models.polarizedlight.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.Optics;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.PlSmoothing;
import sunstone.models.polarizedlight.registration.Registration;

/**
 * Optics and registration of a scan's light, learnt from its points.
 *
 * <p>The canonical optics on one raster with the points are taken for right until the points say otherwise by {@value
 * #ENOUGH_EVIDENCE} nats; then what was searched ({@link RegistrationSearch}, {@link RegistrationPosterior}) takes their place. Where the
 * points agree with the light no better than points whose orientations were exchanged, the light tells nothing.
 *
 * @param verdict what became of the light
 * @param optics of the instrument
 * @param registration posterior mean
 * @param draws registrations that the points allow, equally probable; empty if the registration is not in question
 * @param points from which this was learnt
 * @param cost mean over points of the bounded misfit, 0 to 1
 * @param assumedCost the same under canonical optics, a small shift allowed
 * @param chanceCost the same of exchanged orientations at their best
 */
public record LightCalibration(
        Verdict verdict,
        Optics optics,
        Registration registration,
        List<Registration> draws,
        int points,
        double cost,
        double assumedCost,
        double chanceCost) {
    /** Points below which nothing is searched. */
    public static final int LEAST_POINTS = 8;

    /** Logarithm of the likelihood that a point loses when it turns from agreeing to contradicting. */
    static final double EVIDENCE = 4;

    private static final double ENOUGH_EVIDENCE = 8;
    /** Mean misfit below which canonical optics agree with the points, so that nothing better need be looked for. */
    private static final double AGREES = 0.05;

    /** Points from which on light that agrees no better than chance is left out. */
    private static final int LEAST_TO_CONTRADICT = 16;
    /**
     * Mean misfit by which light of the section is better than chance at least: on generated sections the right light was better by 0.5
     * and more, that of another section by less than 0.05.
     */
    private static final double LEAST_BETTER = 0.15;
    /** Exchanges of orientations among the points: with few points, chance varies and they cost little. */
    private static final int EXCHANGES = 3;

    private static final int EXCHANGES_OF_FEW = 7;
    private static final int FEW_POINTS = 40;
    /** Points that are exchanged, at most: of fewer chance explains more, so that light is left out sooner rather than later. */
    private static final int MOST_EXCHANGED = 60;
    /** Exposure below which noise is not scaled up any more. */
    private static final double LEAST_GAIN = 0.05;
    /** Nats by which a warp must be more probable than none, and by which one of half of the points must serve the others. */
    private static final double WARP_EVIDENCE = 3;

    private static final int LEAST_FOR_WARP = 40;
    private static final int MOST_FOR_SEARCH = 300;
    /** Squared misfit, in units of a channel's half range, at which a point counts half: scatter inside grains. */
    private static final double SCALE = 0.02;

    /** Black level that canonical optics may be off by, in units of the brightest crystal. */
    private static final double LEAST_BLACK = 0.02;

    /** Of the first proposal of a registration: pixels, pixels, degrees, logarithm of the scale. */
    private static final double[] FIRST_SPREAD = {1.5, 1.5, 1, 0.01};

    private static final int ROUNDS = 12;
    private static final int DRAWS = 400;
    private static final int WARP_ROUNDS = 18;
    private static final int WARP_DRAWS = 800;

    private static final double ASSUMED_SHIFT_PX = 1.6;
    private static final double ASSUMED_STEP_PX = 0.4;

    private static final PlScaling SCALING = PlScaling.canonical();

    /** Verdict on the light. */
    public enum Verdict {
        /** Canonical optics hold, as far as the points tell. */
        ASSUMED,
        /** Optics and registration were estimated. */
        ESTIMATED,
        /** Points and light do not agree under any optics and registration: light is left out. */
        CONTRADICTED
    }

    public LightCalibration {
        draws = List.copyOf(draws);
    }

    /** As light is taken before there are points, where it is thought to lie. */
    private static LightCalibration assumed(Registration place) {
        return new LightCalibration(Verdict.ASSUMED, Optics.CANONICAL, place, List.of(), 0, 0, 0, 1);
    }

    /**
     * Learns from points.
     *
     * @param raw image as the camera took it, scaled by {@link PlScaling#canonical}
     * @param ebsd raster of the points
     * @param points indexed points of the mapped, uniaxial phase
     */
    public static LightCalibration of(PlImage raw, ScanGrid ebsd, List<EbsdPoint> points) {
        return of(raw, ebsd, points, 0, null);
    }

    /**
     * As {@link #of(PlImage, ScanGrid, List)}, of points some of which belong to other crystals than the light shows, several of them
     * together: a registration must not explain them away.
     *
     * @param others share of such points, 0 to 1
     * @param aligned where an operator says that the light lies, roughly, or null
     */
    static LightCalibration of(
            PlImage raw, ScanGrid ebsd, List<EbsdPoint> points, double others, @Nullable Registration aligned) {
        if (points.size() < LEAST_POINTS) {
            return assumed(aligned == null ? Registration.none(ebsd, raw.grid()) : aligned);
        }
        List<EbsdPoint> some = some(points);
        ExpectedLight expected = ExpectedLight.of(ebsd, some);
        ComplexLight light = new ComplexLight(raw.grid(), PlSmoothing.of(raw));
        return new Learning(raw, ebsd, light, expected, others, aligned).learn();
    }

    /**
     * The points that a calibration rests on: the first ones, as many as the largest number of 8, 10, 12, 15, 18, 22 and so on that there
     * are, half as many again in two steps. So it need not be learnt with every point, and is the same after a restart.
     */
    public static List<EbsdPoint> basis(List<EbsdPoint> points) {
        int count = 0;
        for (int next = LEAST_POINTS; next <= points.size(); next += next / 2) {
            count = next;
            int between = (int) Math.rint(next * Math.sqrt(1.5));
            if (between <= points.size()) {
                count = between;
            }
        }
        return points.subList(0, count);
    }

    /** All, or every k-th. */
    private static List<EbsdPoint> some(List<EbsdPoint> points) {
        int n = points.size();
        return n <= MOST_FOR_SEARCH
                ? points
                : IntStream.range(0, MOST_FOR_SEARCH)
                        .mapToObj(k -> points.get((int) ((long) k * n / MOST_FOR_SEARCH)))
                        .toList();
    }

    /** Root mean square over map and draws of what the points leave open in the registration, EBSD pixels. */
    public double registrationOpenPx() {
        double sum = 0;
        for (Registration d : draws) {
            double distance = d.distance(registration);
            sum += distance * distance / draws.size();
        }
        return Math.sqrt(sum);
    }

    /** One estimation. */
    private static final class Learning {
        private final PlImage raw;
        private final ScanGrid ebsd;
        private final ComplexLight light;
        private final ExpectedLight expected;
        private final RegistrationPrior prior;
        private final int n;
        private final double others;
        private final Registration start;
        private final boolean aligned;

        Learning(
                PlImage raw,
                ScanGrid ebsd,
                ComplexLight light,
                ExpectedLight expected,
                double others,
                @Nullable Registration aligned) {
            this.others = others;
            this.aligned = aligned != null;
            this.start = aligned == null ? Registration.none(ebsd, raw.grid()) : aligned;
            this.raw = raw;
            this.ebsd = ebsd;
            this.light = light;
            this.expected = expected;
            this.prior = aligned == null ? RegistrationPrior.of(ebsd, raw.grid()) : RegistrationPrior.about(aligned);
            this.n = expected.size();
        }

        LightCalibration learn() {
            double noise = raw.meanNoise() / 3; // what is left of it after smoothing, roughly
            double variance = 4 * noise * noise;
            double black = withBlack(Optics.CANONICAL, start).black();
            double assumed = Math.abs(black) > LEAST_BLACK ? 1 : assumedCost(SCALE + variance);
            if (assumed < AGREES) {
                return asAssumed(assumed, assumed, 1);
            }
            RegistrationSearch search = new RegistrationSearch(ebsd, raw.grid(), light, prior, SCALE + variance);
            List<RegistrationSearch.Found> starts = search.best(expected);
            RegistrationSearch.Found found = search.refined(expected, starts);
            double chance = chance(search);
            double better = chance - starts.get(0).cost();
            if (better < LEAST_BETTER || evidence(better) < ENOUGH_EVIDENCE) {
                return n < LEAST_TO_CONTRADICT
                        ? asAssumed(found.cost(), assumed, chance)
                        : new LightCalibration(
                                Verdict.CONTRADICTED,
                                found.optics(),
                                new Registration(ebsd, raw.grid(), found.parameters()),
                                List.of(),
                                n,
                                found.cost(),
                                assumed,
                                chance);
            }
            double gain = Math.max(found.optics().amplitude(), LEAST_GAIN);
            Agreement fitted =
                    new Agreement(ebsd, raw.grid(), light, expected, found.optics(), SCALE + variance / (gain * gain));
            RegistrationPosterior best = registration(fitted, found);
            double cost = fitted.cost(best.mean());
            if (evidence(assumed - cost) < ENOUGH_EVIDENCE) {
                return asAssumed(cost, assumed, chance);
            }
            Registration mean = new Registration(ebsd, raw.grid(), best.mean());
            List<Registration> draws = best.draws().stream()
                    .map(d -> new Registration(ebsd, raw.grid(), d))
                    .toList();
            Optics optics =
                    search.at(expected, best.mean(), found.optics().sense()).optics();
            return new LightCalibration(
                    Verdict.ESTIMATED, withBlack(optics, mean), mean, draws, n, cost, assumed, chance);
        }

        private LightCalibration asAssumed(double cost, double assumed, double chance) {
            return new LightCalibration(Verdict.ASSUMED, Optics.CANONICAL, start, List.of(), n, cost, assumed, chance);
        }

        /** Nats that a difference of costs is worth. */
        private double evidence(double difference) {
            return EVIDENCE * n * difference;
        }

        /**
         * The posterior of the registration over three models: of light that lies where it should, of shift, rotation and scale, and of
         * a warp beside them. The draws are of each in proportion to its evidence, the mean is that of the most probable.
         */
        private RegistrationPosterior registration(Agreement fitted, RegistrationSearch.Found found) {
            Agreement agreement = fitted.weighed(Math.max(others, leastCost(fitted, found)));
            RegistrationPosterior rigid = rigid(agreement, found.parameters(), FIRST_SPREAD);
            List<RegistrationPosterior> models = new ArrayList<>(List.of(rigid));
            if (prior.sameRaster()) {
                models.add(RegistrationPosterior.of(
                        x -> agreement.energy(x) + prior.ready(x),
                        new double[Registration.RIGID],
                        RegistrationPrior.READY,
                        ROUNDS,
                        DRAWS));
            }
            if (n >= LEAST_FOR_WARP) {
                RegistrationPosterior bent = bent(agreement, rigid);
                if (bent.logEvidence() - rigid.logEvidence() > WARP_EVIDENCE && foretells(agreement, rigid)) {
                    models.add(bent);
                }
            }
            return RegistrationPosterior.average(models);
        }

        /** Cost of the best registration, bent if there are points enough for that. */
        private double leastCost(Agreement fitted, RegistrationSearch.Found found) {
            if (n < LEAST_FOR_WARP) {
                return fitted.cost(found.parameters());
            }
            RegistrationPosterior rigid = rigid(fitted, found.parameters(), FIRST_SPREAD);
            return Math.min(
                    fitted.cost(rigid.mean()), fitted.cost(bent(fitted, rigid).mean()));
        }

        /** Whether a warp that was learnt from half of the points serves the others, either way. */
        private boolean foretells(Agreement agreement, RegistrationPosterior rigid) {
            double gained = 0;
            for (int half = 0; half < 2; half++) {
                Agreement learnt = agreement.of(half, 2);
                Agreement others = agreement.of(1 - half, 2);
                RegistrationPosterior straight = rigid(learnt, rigid.mean(), spread(rigid));
                gained += others.energy(straight.mean())
                        - others.energy(bent(learnt, straight).mean());
            }
            return gained > WARP_EVIDENCE;
        }

        private RegistrationPosterior rigid(Agreement agreement, double[] start, double[] spread) {
            return RegistrationPosterior.of(
                    x -> agreement.energy(x) + prior.laboratory(x), start, spread, ROUNDS, DRAWS);
        }

        private RegistrationPosterior bent(Agreement agreement, RegistrationPosterior rigid) {
            double[] warp = prior.warpDeviations();
            double[] start = Arrays.copyOf(rigid.mean(), Registration.RIGID + warp.length);
            double[] spread = Arrays.copyOf(spread(rigid), start.length);
            System.arraycopy(warp, 0, spread, Registration.RIGID, warp.length);
            return RegistrationPosterior.of(
                    x -> agreement.energy(x) + prior.laboratory(x), start, spread, WARP_ROUNDS, WARP_DRAWS);
        }

        private static double[] spread(RegistrationPosterior posterior) {
            double[] out = new double[posterior.mean().length];
            for (double[] d : posterior.draws()) {
                for (int k = 0; k < out.length; k++) {
                    double e = d[k] - posterior.mean()[k];
                    out[k] += e * e / posterior.draws().size();
                }
            }
            for (int k = 0; k < out.length; k++) {
                out[k] = 1.4 * Math.sqrt(out[k]) + 1e-4;
            }
            return out;
        }

        /** Exchanged orientations at their best on the same grid, the least of some exchanges. */
        private double chance(RegistrationSearch search) {
            int exchanges = n < FEW_POINTS ? EXCHANGES_OF_FEW : EXCHANGES;
            double least = 1;
            ExpectedLight some = expected.of(0, (n + MOST_EXCHANGED - 1) / MOST_EXCHANGED);
            for (int k = 1; k <= exchanges; k++) {
                ExpectedLight exchanged = some.exchanged(Math.max(1, k * some.size() / (exchanges + 1)));
                least = Math.min(least, search.best(exchanged).get(0).cost());
            }
            return least;
        }

        private double assumedCost(double scale) {
            if (aligned || raw.grid().rows() != ebsd.rows() || raw.grid().cols() != ebsd.cols()) {
                return 1;
            }
            Agreement canonical = new Agreement(ebsd, raw.grid(), light, expected, Optics.CANONICAL, scale);
            double least = 1;
            for (double y = -ASSUMED_SHIFT_PX; y <= ASSUMED_SHIFT_PX + 1e-9; y += ASSUMED_STEP_PX) {
                for (double x = -ASSUMED_SHIFT_PX; x <= ASSUMED_SHIFT_PX + 1e-9; x += ASSUMED_STEP_PX) {
                    least = Math.min(least, canonical.cost(new double[] {y, x, 0, 0}));
                }
            }
            return least;
        }

        private Optics withBlack(Optics o, Registration registration) {
            double[] rest = new double[n];
            double[] place = new double[2];
            int count = 0;
            for (int j = 0; j < n; j++) {
                registration.locate(expected.row()[j], expected.col()[j], place);
                if (light.contains(place[0], place[1])) {
                    int row = (int) Math.max(0, Math.min(raw.grid().rows() - 1, Math.rint(place[0])));
                    int col = (int) Math.max(0, Math.min(raw.grid().cols() - 1, Math.rint(place[1])));
                    double mean = SCALING.unscale(0, raw.harmonics()[raw.grid().index(row, col)]);
                    rest[count++] = mean - o.amplitude() * expected.mean(j, o.offsetRatio());
                }
            }
            Arrays.sort(rest, 0, count);
            double black = count == 0 ? 0 : rest[count / 2];
            return o.withBlack(black);
        }
    }
}
