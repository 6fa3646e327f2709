package sunstone.agent.policy.rule;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import sunstone.agent.policy.Batch;
import sunstone.agent.policy.Candidate;
import sunstone.agent.policy.Hash;
import sunstone.agent.policy.PolicyInput;

/**
 * Measurements that test the ensemble where it is sure: policies measure where it is not, so that whether a map is as
 * good as it claims would stay unknown, and the scan would go on long after its target. Drawn at random, since only
 * then they speak for all pixels of their kind.
 */
public final class SpotCheck {
    private SpotCheck() {}

    /**
     * Some pixels whose claimed uncertainty lies between two values.
     *
     * @param fromDeg above this, degrees
     * @param toDeg up to this, degrees
     * @param count at most so many
     */
    public static List<Candidate> among(PolicyInput in, double fromDeg, double toDeg, int count) {
        Batch batch = new Batch(in, count);
        float[] claimed = in.posterior().uncertaintyDeg();
        batch.takeOpen(
                IntStream.range(0, claimed.length)
                        .filter(i -> claimed[i] > fromDeg && claimed[i] <= toDeg)
                        .boxed()
                        .sorted(Comparator.comparingLong(i -> Hash.mix(in.seed(), i)))
                        .mapToInt(i -> i),
                String.format(
                        Locale.ROOT,
                        "spot check: the map claims to be at its target, and too few points have tested it where it claims %.0f to %.0f degrees",
                        fromDeg,
                        toDeg));
        return batch.alongShortPath();
    }
}
