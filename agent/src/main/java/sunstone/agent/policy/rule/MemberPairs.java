package sunstone.agent.policy.rule;

import java.util.List;
import sunstone.agent.policy.PixelSample;
import sunstone.agent.policy.PolicyInput;
import sunstone.models.crystallography.LaueGroup;

/**
 * Disorientations of the members of an ensemble, pair by pair, at every pixel of a sample.
 *
 * @param members number of members that are paired
 * @param pairs number of pairs
 * @param deg disorientation of each pair, degrees, shape [sample, pairs]
 * @param spread mean over the pairs, degrees, shape [sample]
 */
record MemberPairs(int members, int pairs, float[] deg, float[] spread) {
    /** Members that are paired, the first ones: 12 make 66 pairs, more cost their square and change little. */
    static final int MOST = 12;

    /** Pairs up the members of a posterior. */
    static MemberPairs of(PolicyInput in, PixelSample sample) {
        LaueGroup laue = in.snapshot().laue();
        List<float[]> all = in.posterior().members();
        int m = Math.min(all.size(), MOST);
        int pairs = m * (m - 1) / 2;
        float[] deg = new float[sample.size() * pairs];
        float[] spread = new float[sample.size()];
        for (int k = 0, at = 0; k < sample.size(); k++) {
            int pixel = sample.pixels()[k];
            double sum = 0;
            for (int i = 1; i < m; i++) {
                for (int j = 0; j < i; j++) {
                    deg[at] = (float) laue.disorientationDeg(all.get(i), 4 * pixel, all.get(j), 4 * pixel);
                    sum += deg[at++];
                }
            }
            spread[k] = (float) (sum / pairs);
        }
        return new MemberPairs(m, pairs, deg, spread);
    }

    /**
     * What a measurement leaves of the pairs: {@code exp(-D^2 / 2 tau^2)} is the share of the outcomes that both
     * members of a pair would survive.
     */
    void survive(int place, double tauDeg, float[] weights) {
        for (int k = 0; k < pairs; k++) {
            double d = deg[place * pairs + k] / tauDeg;
            weights[k] = (float) Math.exp(-0.5 * d * d);
        }
    }

    /**
     * Spread that is expected at q after a measurement of p, degrees: the mean over the pairs that survive it. A member
     * always survives its own outcome; it then holds at q as well as far as the two places are alike, and is no better
     * than any other where they are not, or a place that tells all members apart would seem to decide the whole map.
     *
     * @param weights of the pairs after a measurement of p, and their sum
     */
    float spreadAfter(int p, int q, float[] weights, float sumOfWeights) {
        float sum = 0;
        for (int k = 0, at = q * pairs; k < pairs; k++, at++) {
            sum += weights[k] * deg[at];
        }
        float strangers = members * (1 - alike(p, q));
        return (2 * sum + strangers * spread[q]) / (members + 2 * sumOfWeights);
    }

    /**
     * How alike the disagreement at two places is, from 0 to 1: the Bray-Curtis similarity of the disorientations of
     * the pairs, in such a scale that two unrelated splits of the ensemble into halves have 0, and one where half of
     * the difference is left has 1.
     */
    private float alike(int a, int b) {
        float apart = 0;
        float sum = 0;
        for (int k = 0, i = a * pairs, j = b * pairs; k < pairs; k++, i++, j++) {
            apart += Math.abs(deg[i] - deg[j]);
            sum += deg[i] + deg[j];
        }
        return Math.max(0, Math.min(1, 2 - 4 * apart / sum));
    }
}
