package sunstone.agent.round;

import sunstone.agent.policy.Travel;
import sunstone.agent.scan.InstrumentPace;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;

/**
 * Number of points of a suggestion: as few as allowed while the ensemble is undecided, when the next points depend
 * most on what the last ones said; once it is decided, as many as the instrument could have measured while it waited
 * for the next suggestion, so that it is at work at least half of the time.
 *
 * <p>A pure function of the posterior and of the stamps of the points in the log ({@link InstrumentPace}), never of a
 * clock of this machine: a replay makes batches of the same size.
 *
 * @param least points, at least 1
 * @param most points, at least {@code least}; if equal, the size is fixed
 */
public record BatchSize(int least, int most) {
    /** A pixel is undecided if its uncertainty is above this, degrees: another grain's orientation is possible. */
    private static final double UNDECIDED_DEG = 5;

    public BatchSize {
        if (least < 1 || most < least) {
            throw new IllegalArgumentException(
                    "batch must be at least 1 point, and the largest at least the smallest: " + least + " to " + most);
        }
    }

    /** Always the same. */
    public static BatchSize fixed(int points) {
        return new BatchSize(points, points);
    }

    /** The same with a smallest batch that is worth a start of the instrument, as far as the largest allows. */
    public BatchSize worth(Travel travel) {
        return new BatchSize((int) Math.max(least, Math.min(most, Math.ceil(travel.pointsPerJob()))), most);
    }

    /** Whether it is always the same. */
    public boolean fixed() {
        return least == most;
    }

    /**
     * Size of the next batch.
     *
     * @param pointsPerWait points that the instrument could have measured during its last waits; NaN if that is not
     *     known, then time is no reason for a small batch
     */
    int of(Posterior posterior, Snapshot snapshot, double pointsPerWait) {
        if (fixed()) {
            return least;
        }
        double reach = Double.isNaN(pointsPerWait) ? most : Math.max(least, Math.min(most, pointsPerWait));
        return (int) Math.round(least + (1 - undecided(posterior, snapshot)) * (reach - least));
    }

    /** Share of the wanted pixels that are undecided. */
    private static double undecided(Posterior posterior, Snapshot snapshot) {
        float[] uncertainty = posterior.uncertaintyDeg();
        int wanted = 0;
        int open = 0;
        for (int i = 0; i < uncertainty.length; i++) {
            if (snapshot.wanted(i)) {
                wanted++;
                open += uncertainty[i] > UNDECIDED_DEG ? 1 : 0;
            }
        }
        return wanted == 0 ? 0 : (double) open / wanted;
    }

    @Override
    public String toString() {
        return fixed() ? String.valueOf(least) : least + " to " + most;
    }
}
