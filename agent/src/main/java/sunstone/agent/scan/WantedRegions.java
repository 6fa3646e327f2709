package sunstone.agent.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;

/**
 * Regions that operators have drawn, as one round sees them. The arrays are shared, nobody writes to them.
 *
 * @param forbidden where no points are proposed, shape [rows * cols], or empty for nowhere
 * @param preferred where points are proposed first
 */
public record WantedRegions(boolean[] forbidden, List<Preferred> preferred) {
    /** No regions. */
    public static final WantedRegions NONE = new WantedRegions(new boolean[0], List.of());

    public WantedRegions {
        preferred = List.copyOf(preferred);
    }

    /**
     * A region that comes first.
     *
     * @param pixels its pixels, shape [rows * cols]
     * @param untilDeg mean uncertainty at which it has had enough, degrees; null for until every pixel is measured
     */
    public record Preferred(boolean[] pixels, @Nullable Double untilDeg) {
        private boolean open(boolean[] visited, Snapshot snapshot, Posterior posterior) {
            double sum = 0;
            int wanted = 0;
            boolean left = false;
            for (int i = 0; i < pixels.length; i++) {
                if (pixels[i] && snapshot.wanted(i)) {
                    sum += posterior.uncertaintyDeg()[i];
                    wanted++;
                    left |= !visited[i];
                }
            }
            return left && (untilDeg == null || sum > untilDeg * wanted);
        }
    }

    /**
     * Pixels that are not to be proposed now: those forbidden and, as long as a preferred region has not had enough,
     * all outside of such regions; null if nobody wants anything.
     *
     * @param visited pixels that are not proposed anyway
     */
    public boolean @Nullable [] unwanted(boolean[] visited, Snapshot snapshot, Posterior posterior) {
        boolean[] gone = visited.clone();
        for (int i = 0; i < forbidden.length; i++) {
            gone[i] |= forbidden[i];
        }
        List<boolean[]> first = new ArrayList<>();
        for (Preferred p : preferred) {
            if (p.open(gone, snapshot, posterior)) {
                first.add(p.pixels());
            }
        }
        if (forbidden.length == 0 && first.isEmpty()) {
            return null;
        }
        boolean[] unwanted = Arrays.copyOf(forbidden, gone.length);
        for (int i = 0; !first.isEmpty() && i < unwanted.length; i++) {
            boolean inside = false;
            for (boolean[] region : first) {
                inside |= region[i];
            }
            unwanted[i] |= !inside;
        }
        return unwanted;
    }
}
