package sunstone.agent.round;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sunstone.models.posterior.Posterior;

/**
 * The newest map of a scan that its sampler made: what rounds fall back on that have to do without.
 *
 * <p>It is the map as it was published, rounded for the wire, and has one member. An agent that is restarted meanwhile
 * finds just that in the log and cannot draw the ensemble again; so both go on alike.
 *
 * <p>Any thread may ask; it is read once.
 */
public final class HeldMap {
    private final int revision;
    private final int measurements;
    private final Supplier<Optional<Posterior>> source;
    private @Nullable Posterior map;

    /**
     * A map that is read when it is needed.
     *
     * @param revision of the round that made it
     * @param measurements behind that round
     * @param source where it is; empty if it is not there at the moment
     */
    public HeldMap(int revision, int measurements, Supplier<Optional<Posterior>> source) {
        this.revision = revision;
        this.measurements = measurements;
        this.source = source;
    }

    int revision() {
        return revision;
    }

    int measurements() {
        return measurements;
    }

    /** The map; empty if it cannot be had. Takes milliseconds, or the time to read the log: not for the event loop. */
    synchronized Optional<Posterior> map() {
        if (map == null) {
            map = source.get().orElse(null);
        }
        return Optional.ofNullable(map);
    }
}
