package sunstone.agent.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.EbsdPoint;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;

/**
 * Everything that a policy may look at. The arrays are shared, nobody writes to them.
 *
 * @param snapshot what has been measured
 * @param posterior what is believed of the map
 * @param visited pixels not to propose: measured, not indexed, commanded and still pending, or unwanted; shape [rows *
 *     cols]
 * @param failed the part of {@code visited} that was measured without an orientation of the mapped phase
 * @param unwanted the part of {@code visited} that operators want no points in now; nothing will be learnt there
 * @param beam pixel where the beam stands
 * @param travel what a measurement costs
 * @param seed of every random choice
 * @param revision number of this suggestion within its scan, from 1
 */
public record PolicyInput(
        Snapshot snapshot,
        Posterior posterior,
        boolean[] visited,
        boolean[] failed,
        boolean[] unwanted,
        int beam,
        Travel travel,
        long seed,
        int revision) {
    public PolicyInput {
        int n = snapshot.grid().size();
        if (visited.length != n
                || failed.length != n
                || unwanted.length != n
                || posterior.uncertaintyDeg().length != n) {
            throw new IllegalArgumentException(
                    "visited, failed, unwanted and uncertainty must have " + n + " pixels, not " + visited.length + ", "
                            + failed.length + ", " + unwanted.length + " and " + posterior.uncertaintyDeg().length);
        }
    }

    /** With the beam at the last point that was measured, or at the centre before the first. */
    public PolicyInput(
            Snapshot snapshot,
            Posterior posterior,
            boolean[] visited,
            boolean[] failed,
            Travel travel,
            long seed,
            int revision) {
        this(
                snapshot,
                posterior,
                visited,
                failed,
                new boolean[visited.length],
                lastPoint(snapshot),
                travel,
                seed,
                revision);
    }

    /** As before, with nothing known to have failed and the default travel. */
    public PolicyInput(Snapshot snapshot, Posterior posterior, boolean[] visited, long seed, int revision) {
        this(snapshot, posterior, visited, new boolean[visited.length], Travel.DEFAULT, seed, revision);
    }

    /** The same after these candidates: their pixels are visited, and the beam stands at the last of them. */
    public PolicyInput after(List<Candidate> candidates) {
        boolean[] all = visited.clone();
        int at = beam;
        for (Candidate c : candidates) {
            at = snapshot.grid().index(c.row(), c.col());
            all[at] = true;
        }
        return new PolicyInput(snapshot, posterior, all, failed, unwanted, at, travel, seed, revision);
    }

    /** The same without points in these pixels, shape [rows * cols]; null for all as it is. */
    public PolicyInput without(boolean @Nullable [] pixels) {
        if (pixels == null) {
            return this;
        }
        boolean[] all = visited.clone();
        boolean[] more = unwanted.clone();
        for (int i = 0; i < all.length; i++) {
            more[i] |= pixels[i] && !visited[i];
            all[i] |= pixels[i];
        }
        return new PolicyInput(snapshot, posterior, all, failed, more, beam, travel, seed, revision);
    }

    /** Whether a pixel has been measured, with or without a result, or is under way. */
    public boolean asked(int pixel) {
        return visited[pixel] && !unwanted[pixel];
    }

    /** Whether a pixel may be proposed. */
    public boolean open(int pixel) {
        return !visited[pixel] && snapshot.wanted(pixel);
    }

    private static int lastPoint(Snapshot snapshot) {
        List<EbsdPoint> points = snapshot.points();
        if (points.isEmpty()) {
            return snapshot.grid()
                    .index(snapshot.grid().rows() / 2, snapshot.grid().cols() / 2);
        }
        EbsdPoint last = points.get(points.size() - 1);
        return snapshot.grid().index(last.row(), last.col());
    }
}
