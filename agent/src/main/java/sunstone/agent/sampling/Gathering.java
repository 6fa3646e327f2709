package sunstone.agent.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sunstone.models.posterior.PosteriorSampler;
import sunstone.models.posterior.ensemble.EnsembleDrawing;

/** The members of one round as they come in, from here and from workers. Any thread. */
final class Gathering {
    private final long round;
    private final int pixels;
    private final float[] @Nullable [] members;
    private final Set<String> workers = new TreeSet<>();
    private int byWorkers;

    /**
     * Nothing yet.
     *
     * @param round of the asker
     * @param pixels of a member
     * @param size of the ensemble
     */
    Gathering(long round, int pixels, int size) {
        this.round = round;
        this.pixels = pixels;
        this.members = new float[size][];
    }

    long round() {
        return round;
    }

    /**
     * Takes a member; of several that are the same the first.
     *
     * @param quaternions shape [pixels, 4]
     * @param worker who drew it, or null for this process
     * @return false if it is none of this ensemble
     */
    synchronized boolean put(int member, float[] quaternions, @Nullable String worker) {
        if (member >= members.length || quaternions.length != 4 * pixels) {
            return false;
        }
        if (members[member] == null) {
            members[member] = quaternions;
            if (worker != null) {
                workers.add(worker);
                byWorkers++;
            }
        }
        return true;
    }

    /** First member of the last chunk that is not complete, -1 if all are. */
    synchronized int lastMissing() {
        for (int m = members.length - 1; m >= 0; m--) {
            if (members[m] == null) {
                return m - m % EnsembleDrawing.TOGETHER;
            }
        }
        return -1;
    }

    /** Behind the last member of the chunk that begins with a member. */
    int behind(int from) {
        return Math.min(members.length, from + EnsembleDrawing.TOGETHER);
    }

    /** All members in their order; there must be none missing. */
    synchronized List<float[]> members() {
        return List.copyOf(Arrays.asList(members)); // refuses null
    }

    /** Members that have come from anywhere. */
    synchronized PosteriorSampler.Progress progress() {
        int there = (int) Arrays.stream(members).filter(Objects::nonNull).count();
        return new PosteriorSampler.Progress(there, members.length);
    }

    /** Size of the ensemble. */
    int size() {
        return members.length;
    }

    /** Members that came from workers. */
    synchronized int byWorkers() {
        return byWorkers;
    }

    /** Workers of which members came. */
    synchronized Set<String> workers() {
        return Set.copyOf(workers);
    }
}
