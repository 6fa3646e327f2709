package sunstone.agent.policy.rule;

import java.util.Arrays;
import java.util.List;
import sunstone.agent.policy.AcquisitionPolicy;
import sunstone.agent.policy.Batch;
import sunstone.agent.policy.Candidate;
import sunstone.agent.policy.PolicyInput;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.Grains;

/**
 * Greatest mutual information between the measurements of a batch and the member that is the truth (BALD, Houlsby et
 * al., 1112.5745; its batch form, Kirsch et al., 1906.08158). At a pixel, members within 5 degrees of each other give
 * one answer; the information is the entropy of the tuple of answers over the batch, since an answer given the member
 * is certain.
 *
 * <p>M members hold at most ln M: once every member has a tuple of its own, a new tuple is begun, in which a pixel that
 * splits the members as a point of the batch within 16 pixels does is left out, for it asks the same.
 */
final class BaldPolicy implements AcquisitionPolicy {
    private static final double SAME_DEG = Grains.THRESHOLD_DEG;
    private static final double LEAST_GAIN = 1e-9;
    private static final int NEAR_PX = 16;

    private final PlKCenterPolicy fallback;

    BaldPolicy(double lambda) {
        this.fallback = new PlKCenterPolicy(lambda);
    }

    @Override
    public String name() {
        return "bald";
    }

    @Override
    public String description() {
        return "batch with the most information on which member is right (mutual information)";
    }

    @Override
    public List<Candidate> suggest(PolicyInput in, int count) {
        Batch batch = new Batch(in, count);
        int m = in.posterior().members().size();
        int[][] answers = new int[in.visited().length][];
        if (m > 1) {
            for (int i = 0; i < answers.length; i++) {
                answers[i] = batch.open(i) ? answers(in, i) : new int[0];
            }
        }
        int[] joint = new int[m];
        double known = 0;
        while (m > 1 && !batch.full()) {
            int best = -1;
            double most = known + LEAST_GAIN;
            for (int i = 0; i < answers.length; i++) {
                if (answers[i].length > 0) {
                    double h = entropy(refined(joint, answers[i]));
                    if (h > most) {
                        most = h;
                        best = i;
                    }
                }
            }
            if (best < 0 && known == 0) {
                break; // all members agree everywhere that is left
            } else if (best < 0) {
                joint = new int[m];
                known = 0;
            } else {
                batch.take(best, "splits the ensemble: %.2f of at most %.2f nat", most - known, Math.log(m));
                joint = refined(joint, answers[best]);
                known = most;
                silence(in, answers, best);
            }
        }
        fallback.fill(in, batch);
        return batch.candidates();
    }

    /** Number of the first member that gives the same answer, per member; empty if all give the same. */
    private static int[] answers(PolicyInput in, int pixel) {
        LaueGroup laue = in.snapshot().laue();
        List<float[]> members = in.posterior().members();
        int[] answer = new int[members.size()];
        boolean split = false;
        for (int k = 1; k < answer.length; k++) {
            int j = 0;
            while (j < k
                    && !(answer[j] == j
                            && laue.disorientationDeg(members.get(j), 4 * pixel, members.get(k), 4 * pixel)
                                    < SAME_DEG)) {
                j++;
            }
            answer[k] = j;
            split |= j > 0;
        }
        return split ? answer : new int[0];
    }

    /** Per member the first one with which it shares both labels. */
    private static int[] refined(int[] joint, int[] answer) {
        int[] refined = new int[joint.length];
        for (int k = 0; k < joint.length; k++) {
            while (joint[refined[k]] != joint[k] || answer[refined[k]] != answer[k]) {
                refined[k]++;
            }
        }
        return refined;
    }

    private static double entropy(int[] labels) {
        int[] counts = new int[labels.length];
        for (int label : labels) {
            counts[label]++;
        }
        double entropy = 0;
        for (int c : counts) {
            double share = (double) c / labels.length;
            entropy -= c == 0 ? 0 : share * Math.log(share);
        }
        return entropy;
    }

    /** Leaves out what asks the same as a pixel close by. */
    private static void silence(PolicyInput in, int[][] answers, int pixel) {
        int cols = in.snapshot().grid().cols();
        int[] same = answers[pixel];
        for (int i = 0; i < answers.length; i++) {
            boolean near = Math.hypot(i / cols - pixel / cols, i % cols - pixel % cols) <= NEAR_PX;
            if (near && Arrays.equals(answers[i], same)) {
                answers[i] = new int[0];
            }
        }
    }
}
