package sunstone.agent.policy;

import java.util.List;
import sunstone.models.map.EbsdPoint;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;

/**
 * Everything that a policy may look at. The arrays are shared, nobody writes to them.
 *
 * @param snapshot what has been measured
 * @param posterior what is believed of the map
 * @param visited pixels not to propose: measured, not indexed, or commanded and still pending; shape [rows * cols]
 * @param failed the part of {@code visited} that was measured without an orientation of the mapped phase
 * @param travel what it costs to move
 * @param seed of every random choice
 * @param revision number of this suggestion within its scan, from 1
 */
public record PolicyInput(
        Snapshot snapshot,
        Posterior posterior,
        boolean[] visited,
        boolean[] failed,
        Travel travel,
        long seed,
        int revision) {
    public PolicyInput {
        int n = snapshot.grid().size();
        if (visited.length != n || failed.length != n || posterior.uncertaintyDeg().length != n) {
            throw new IllegalArgumentException("visited, failed and uncertainty must have " + n + " pixels, not "
                    + visited.length + ", " + failed.length + " and " + posterior.uncertaintyDeg().length);
        }
    }

    /** As the full form, with nothing known to have failed and the default travel. */
    public PolicyInput(Snapshot snapshot, Posterior posterior, boolean[] visited, long seed, int revision) {
        this(snapshot, posterior, visited, new boolean[visited.length], Travel.DEFAULT, seed, revision);
    }

    /** Whether a pixel may be proposed. */
    boolean open(int pixel) {
        return !visited[pixel] && snapshot.wanted(pixel);
    }

    /** The pixel where the beam stands: the last measured one, or the centre before the first. */
    int position() {
        List<EbsdPoint> points = snapshot.points();
        if (points.isEmpty()) {
            return snapshot.grid()
                    .index(snapshot.grid().rows() / 2, snapshot.grid().cols() / 2);
        }
        EbsdPoint last = points.get(points.size() - 1);
        return snapshot.grid().index(last.row(), last.col());
    }
}
