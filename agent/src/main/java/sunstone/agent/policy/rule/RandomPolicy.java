package sunstone.agent.policy.rule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import sunstone.agent.policy.AcquisitionPolicy;
import sunstone.agent.policy.Batch;
import sunstone.agent.policy.Candidate;
import sunstone.agent.policy.Hash;
import sunstone.agent.policy.PolicyInput;

/** Uniform over the open pixels: a fixed permutation per seed, so that the batch size does not change the order. */
final class RandomPolicy implements AcquisitionPolicy {
    @Override
    public String name() {
        return "random";
    }

    @Override
    public String description() {
        return "uniformly random pixels; the floor that every other policy must beat";
    }

    @Override
    public boolean adaptive() {
        return false;
    }

    @Override
    public List<Candidate> suggest(PolicyInput in, int count) {
        Batch batch = new Batch(in, count);
        fill(in, batch, "drawn at random from %d pixels left");
        return batch.candidates();
    }

    /**
     * Adds open pixels in the order of the permutation.
     *
     * @param why may hold one %d for the number of open pixels
     */
    static void fill(PolicyInput in, Batch batch, String why) {
        int count = batch.missing();
        PriorityQueue<Draw> kept = new PriorityQueue<>(Comparator.reverseOrder());
        int open = 0;
        for (int i = 0; i < in.visited().length; i++) {
            if (batch.open(i)) {
                open++;
                kept.add(new Draw(Hash.mix(in.seed(), i), i));
                if (kept.size() > count) {
                    kept.remove();
                }
            }
        }
        List<Draw> draws = new ArrayList<>(kept);
        Collections.sort(draws);
        for (Draw draw : draws) {
            batch.take(draw.pixel, why, open--);
        }
    }

    private record Draw(long key, int pixel) implements Comparable<Draw> {
        @Override
        public int compareTo(Draw other) {
            int byKey = Long.compare(key, other.key);
            return byKey == 0 ? Integer.compare(pixel, other.pixel) : byKey;
        }
    }
}
