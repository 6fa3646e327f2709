package sunstone.models.polarizedlight.calibration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.Optics;
import sunstone.models.polarizedlight.registration.Registration;

/**
 * Registration and optics together, nothing told: a grid over shift, rotation, scale and sense, each with the optics
 * that fit best there ({@link OpticsFit}), then descent along the axes from the best few.
 */
final class RegistrationSearch {
    private static final int SHIFT_STEPS = 6;
    private static final double[] ROTATION_DEG = {-3, -2, -1, 0, 1, 2, 3};
    private static final double[] LOG_SCALE = {-0.04, -0.02, 0, 0.02, 0.04};
    private static final int STARTS = 12;
    private static final double FINEST_PX = 0.05;
    /**
     * Cost of a point that lies far outside of the image: less than one that contradicts, more than one that agrees.
     */
    private static final double OUTSIDE = 0.6;

    private final ScanGrid ebsd;
    private final ScanGrid raster;
    private final ComplexLight light;
    private final double scale;
    private final RegistrationPrior prior;
    private final double shiftStep;

    /**
     * A candidate.
     *
     * @param cost mean over the points, with the share of the prior
     * @param parameters of the registration
     * @param optics that fit best there
     */
    record Found(double cost, double[] parameters, Optics optics) {}

    RegistrationSearch(ScanGrid ebsd, ScanGrid raster, ComplexLight light, RegistrationPrior prior, double scale) {
        this.ebsd = ebsd;
        this.raster = raster;
        this.light = light;
        this.scale = scale;
        this.prior = prior;
        this.shiftStep = Math.max(1, Math.max(ebsd.rows(), ebsd.cols()) / 10.0 / SHIFT_STEPS);
    }

    /** The best few of the grid, unrefined, best first. */
    List<Found> best(ExpectedLight expected) {
        return grid(expected).limit(STARTS).toList();
    }

    /** The best after descent from each of some candidates. */
    Found refined(ExpectedLight expected, List<Found> starts) {
        return starts.parallelStream()
                .map(start -> descend(expected, start))
                .min(Comparator.comparingDouble(Found::cost))
                .orElseThrow();
    }

    private Stream<Found> grid(ExpectedLight expected) {
        List<double[]> places = new ArrayList<>();
        double[] centre = prior.centre();
        for (double rotation : ROTATION_DEG) {
            for (double logScale : LOG_SCALE) {
                for (int y = -SHIFT_STEPS; y <= SHIFT_STEPS; y++) {
                    for (int x = -SHIFT_STEPS; x <= SHIFT_STEPS; x++) {
                        places.add(new double[] {
                            centre[0] + y * shiftStep,
                            centre[1] + x * shiftStep,
                            centre[2] + rotation,
                            centre[3] + logScale
                        });
                    }
                }
            }
        }
        return IntStream.range(0, places.size())
                .parallel()
                .mapToObj(i -> at(expected, places.get(i), 0))
                .toList()
                .stream()
                .sorted(Comparator.comparingDouble(Found::cost));
    }

    /** The candidate at a place, of either sense, or of both the better if it is 0. */
    Found at(ExpectedLight expected, double[] parameters, int sense) {
        Registration registration = new Registration(ebsd, raster, parameters);
        int n = expected.size();
        double[] seen = new double[ComplexLight.PLANES * n];
        double[] votes = new double[n];
        double[] place = new double[2];
        double inside = 0;
        double all = 0;
        for (int j = 0; j < n; j++) {
            registration.locate(expected.row()[j], expected.col()[j], expected.warp()[j], place);
            votes[j] = expected.votes()[j] * Agreement.seen(registration, raster, place);
            light.at(place[0], place[1], seen, ComplexLight.PLANES * j);
            inside += votes[j];
            all += expected.votes()[j];
        }
        OpticsFit fit = new OpticsFit(n);
        double penalty = prior.penalty(parameters) / LightCalibration.EVIDENCE / all;
        Found best = null;
        for (int s = 1; s >= -1; s -= 2) {
            if (sense == -s) {
                continue;
            }
            double cost = fit.fit(seen, expected.light(), votes, s, scale);
            cost = (cost * inside + OUTSIDE * (all - inside)) / all + penalty;
            if (best == null || cost < best.cost()) {
                best = new Found(cost, parameters, fit.optics(s));
            }
        }
        return Objects.requireNonNull(best);
    }

    private Found descend(ExpectedLight expected, Found start) {
        Found best = start;
        double step = shiftStep / 2;
        while (step > FINEST_PX) {
            Found centre = best;
            for (int k = 0; k < Registration.RIGID; k++) {
                for (int sign = -1; sign <= 1; sign += 2) {
                    double[] next = centre.parameters().clone();
                    next[k] += sign * (k < 2 ? step : k == 2 ? 0.5 * step : 0.01 * step);
                    Found f = at(expected, next, start.optics().sense());
                    best = f.cost() < best.cost() ? f : best;
                }
            }
            if (best == centre) {
                step /= 2;
            }
        }
        return best;
    }
}
