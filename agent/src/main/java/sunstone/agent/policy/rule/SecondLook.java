package sunstone.agent.policy.rule;

import java.util.ArrayList;
import java.util.List;
import sunstone.agent.policy.Batch;
import sunstone.agent.policy.Candidate;
import sunstone.agent.policy.PolicyInput;
import sunstone.models.map.ScanGrid;

/**
 * Beside every point that surprised the ensemble, one more measurement: if it agrees, there is a grain that nobody
 * foresaw; if not, the first was a wrong solution, which then has cost one point and not a grain.
 */
public final class SecondLook {
    private SecondLook() {}

    /**
     * The measurements that are due: none beside a surprise that has a visited neighbour already.
     *
     * @param surprises pixels whose value lay beyond every member
     * @param count at most so many
     * @param lambda weight of polarized light in the distance by which the neighbour is chosen
     */
    public static List<Candidate> beside(PolicyInput in, List<Integer> surprises, int count, double lambda) {
        ScanGrid grid = in.snapshot().grid();
        PlKCenterPolicy metric = new PlKCenterPolicy(lambda);
        Batch batch = new Batch(in, count);
        for (int pixel : surprises) {
            List<Integer> neighbours = new ArrayList<>();
            boolean looked = false;
            for (int r = pixel / grid.cols() - 1; r <= pixel / grid.cols() + 1; r++) {
                for (int c = pixel % grid.cols() - 1; c <= pixel % grid.cols() + 1; c++) {
                    int i = grid.contains(r, c) ? grid.index(r, c) : pixel;
                    looked |= i != pixel && (in.visited()[i] || !batch.open(i) && in.open(i));
                    if (i != pixel && batch.open(i)) {
                        neighbours.add(i);
                    }
                }
            }
            if (!looked && !batch.full() && !neighbours.isEmpty()) {
                int nearest = neighbours.get(0);
                for (int i : neighbours) {
                    if (metric.squaredDistance(in, i, pixel) < metric.squaredDistance(in, nearest, pixel)) {
                        nearest = i;
                    }
                }
                batch.take(
                        nearest,
                        "second look beside row %d, col %d, whose value no member foresaw: a new grain or a wrong solution",
                        pixel / grid.cols(),
                        pixel % grid.cols());
            }
        }
        return batch.alongShortPath();
    }
}
