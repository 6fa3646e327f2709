package sunstone.models.posterior.carry;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** A few pixels that stand for a grain: the best one, then the best of those that are not near one before. */
final class Spread {
    private static final int MOST = 6;
    private static final double APART_PX = 9;

    private Spread() {}

    /**
     * Chooses.
     *
     * @param pixels of the grain, not empty
     * @param weight how good a pixel is, above 0
     * @param cols of the raster
     */
    static List<Integer> over(List<Integer> pixels, IntToDoubleFunction weight, int cols) {
        List<Integer> chosen = new ArrayList<>();
        while (chosen.size() < MOST) {
            int best = -1;
            double most = 0;
            for (int i : pixels) {
                double near = APART_PX;
                for (int c : chosen) {
                    near = Math.min(near, Math.hypot(i / cols - c / cols, i % cols - c % cols));
                }
                double value = near < APART_PX ? 0 : weight.applyAsDouble(i);
                if (value > most) {
                    most = value;
                    best = i;
                }
            }
            if (best < 0) {
                break;
            }
            chosen.add(best);
        }
        return chosen;
    }
}
