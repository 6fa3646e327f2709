package sunstone.agent.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import sunstone.agent.registry.HeapBudget;
import sunstone.agent.registry.LiveScan;
import sunstone.models.prior.Tile;

/**
 * Turns of the scans that are due: which begins first, and how many rounds run beside each other.
 *
 * <p>A round should be there by the time that its scan became due and as long again as its last round took. The earliest such
 * deadline goes first, so that a scan of fast rounds seldom waits for one of slow rounds, and none waits for ever. Of the rounds that
 * run, one place is never given to a map that is drawn in tiles, and no round begins that the heap has no room for beside the
 * others.
 *
 * <p>The loop's event loop owns it.
 */
final class RoundTurns {
    private final int places;
    private final HeapBudget memory;
    private final Set<LiveScan> atWork = new HashSet<>();
    private final Map<LiveScan, Instant> dueSince = new HashMap<>();

    /**
     * Nobody at work.
     *
     * @param places rounds that may run beside each other, at least 1
     * @param memory heap for scans and their rounds
     */
    RoundTurns(int places, HeapBudget memory) {
        this.places = places;
        this.memory = memory;
    }

    /** Rounds that may run beside each other. */
    int places() {
        return places;
    }

    /** Scans that are due, the one whose round should be there first at the head; others are forgotten. */
    List<LiveScan> inOrder(Collection<LiveScan> due, Instant now) {
        dueSince.keySet().retainAll(due);
        due.forEach(scan -> dueSince.putIfAbsent(scan, now));
        return due.stream()
                .sorted(Comparator.comparing(this::deadline))
                .toList(); // stable: among equals, the given order
    }

    private Instant deadline(LiveScan scan) {
        Duration last = Duration.ofNanos((long) (1e6 * scan.rounds().inferenceMs()));
        return dueSince.getOrDefault(scan, Instant.MIN).plus(last);
    }

    /** Whether something of a scan is under way. */
    boolean has(LiveScan scan) {
        return atWork.contains(scan);
    }

    /**
     * Whether a round of a scan may begin beside those that run.
     *
     * @param late rounds that are over while their sampler still works: they hold their places
     * @param open every open scan
     */
    boolean admits(LiveScan scan, int late, Collection<LiveScan> open) {
        if (atWork.size() + late >= places) {
            return false;
        }
        if (atWork.isEmpty()) {
            return true;
        }
        long slow = atWork.stream().filter(RoundTurns::slow).count();
        return !(slow(scan) && slow >= places - 1)
                && memory.holds(
                        open.stream().map(s -> s.state().scan()).toList(),
                        Stream.concat(atWork.stream(), Stream.of(scan))
                                .map(s -> s.state().scan())
                                .toList());
    }

    private static boolean slow(LiveScan scan) {
        return scan.state().scan().grid().size() > Tile.WHOLE_PIXELS;
    }

    /** Something of a scan begins. */
    void begin(LiveScan scan) {
        atWork.add(scan);
        dueSince.remove(scan);
    }

    /** It has ended. */
    void end(LiveScan scan) {
        atWork.remove(scan);
    }
}
