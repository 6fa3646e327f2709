package sunstone.models.posterior.carry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;

/**
 * Evidence of the members of an ensemble about a map: where they agree with it, and what else they have in its grains.
 */
final class Testimony {
    /** Members that are asked in a grain at most: more tell nothing new. */
    private static final int MOST = 16;

    /** Cosine of half the angle up to which two orientations agree. */
    private static final double SURELY = Math.cos(Math.toRadians(Grains.THRESHOLD_DEG / 2));

    private Testimony() {}

    /**
     * Share of the members that agree with a map, shape [rows * cols]; of a single one, a map without an ensemble, what
     * its uncertainty leaves.
     */
    static float[] support(OrientationMap map, float[] uncertaintyDeg, List<float[]> members) {
        int n = map.grid().size();
        float[] out = new float[n];
        if (members.size() == 1) {
            for (int i = 0; i < n; i++) {
                double left = 1 - uncertaintyDeg[i] / map.laue().maxDisorientationDeg();
                out[i] = (float) Math.max(0, Math.min(1, left));
            }
            return out;
        }
        double[] q = new double[4];
        for (float[] member : members) {
            for (int i = 0; i < n; i++) {
                load(member, i, q);
                out[i] += agree(map, i, q) ? 1 : 0;
            }
        }
        for (int i = 0; i < n; i++) {
            out[i] /= members.size();
        }
        return out;
    }

    /** A witness in each grain, where it is thickest. */
    static List<FinishedSection.Witness> witnesses(OrientationMap map, Grains grains, List<float[]> members) {
        int[] middle = new int[grains.count()];
        Arrays.fill(middle, -1);
        float[] inside = GrainChange.distance(grains);
        for (int i = 0; i < inside.length; i++) {
            int g = grains.labels()[i];
            if (g >= 0 && (middle[g] < 0 || inside[i] > inside[middle[g]])) {
                middle[g] = i;
            }
        }
        int count = Math.min(MOST, members.size());
        List<FinishedSection.Witness> out = new ArrayList<>();
        for (int pixel : middle) {
            float[] draws = new float[4 * count];
            for (int m = 0; m < count; m++) {
                System.arraycopy(members.get(m * members.size() / count), 4 * pixel, draws, 4 * m, 4);
            }
            out.add(new FinishedSection.Witness(pixel, draws));
        }
        return List.copyOf(out);
    }

    /**
     * What a witness's members have at another pixel of its grain: what they had at its own, moved along with the map
     * where they agreed with that.
     *
     * @return unit quaternions, shape [members, 4]
     */
    static double[] at(OrientationMap map, FinishedSection.Witness witness, int pixel) {
        LaueGroup laue = map.laue();
        double[] out = new double[witness.draws().length];
        double[] own = new double[4];
        double[] there = new double[4];
        double[] back = new double[4];
        for (int m = 0; 4 * m < out.length; m++) {
            load(witness.draws(), m, own);
            if (agree(map, witness.pixel(), own)) {
                laue.align(map.quaternions(), 4 * witness.pixel(), own, 0, own, 0);
                laue.align(map.quaternions(), 4 * witness.pixel(), map.quaternions(), 4 * pixel, there, 0);
                System.arraycopy(map.quaternions(), 4 * witness.pixel(), back, 0, 4);
                for (int k = 1; k < 4; k++) {
                    back[k] = -back[k];
                }
                Quaternions.multiply(back, 0, there, 0, back, 0); // along the map, in the sample's frame
                Quaternions.multiply(own, 0, back, 0, own, 0);
            }
            System.arraycopy(own, 0, out, 4 * m, 4);
        }
        return out;
    }

    private static boolean agree(OrientationMap map, int pixel, double[] q) {
        double[] m = map.quaternions();
        int i = 4 * pixel;
        double dot = q[0] * m[i] + q[1] * m[i + 1] + q[2] * m[i + 2] + q[3] * m[i + 3];
        if (Math.abs(dot) > SURELY) { // without going through the symmetry, as most do
            return true;
        }
        return Math.toDegrees(map.laue().disorientation(q, 0, map.quaternions(), 4 * pixel)) < Grains.THRESHOLD_DEG;
    }

    private static void load(float[] member, int pixel, double[] out) {
        for (int k = 0; k < 4; k++) {
            out[k] = member[4 * pixel + k];
        }
        Quaternions.normalise(out, 0);
    }
}
