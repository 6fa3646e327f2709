package sunstone.agent.loop;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sunstone.agent.registry.LoopThread;
import sunstone.connectors.kafka.RawRecord;

/**
 * Leases of this process, by the number of their partitions.
 *
 * <p>The loop's event loop owns it.
 */
final class PartitionLeases {
    private final LoopThread thread = new LoopThread();
    private final Map<Integer, PartitionLease> leases = new HashMap<>();

    /** Takes leases that have begun. */
    void assigned(Map<Integer, PartitionLease> fresh) {
        thread.assertOnLoop();
        leases.putAll(fresh);
    }

    /** Forgets leases that are over. */
    void revoked(Set<Integer> numbers) {
        thread.assertOnLoop();
        leases.keySet().removeAll(numbers);
    }

    /** What stood in these partitions when they were assigned has been folded. */
    void goLive(Set<Integer> numbers) {
        thread.assertOnLoop();
        numbers.forEach(number -> of(number).ifPresent(PartitionLease::goLive));
    }

    /**
     * Notes that records of a partition have been folded.
     *
     * @param open scans of the partition that are open now
     */
    void folded(int number, List<RawRecord> records, Set<String> open) {
        thread.assertOnLoop();
        of(number).ifPresent(lease -> {
            lease.open(open);
            records.forEach(lease::folded);
        });
    }

    /** The lease of a number; empty if its partitions are not this process's. */
    Optional<PartitionLease> of(int number) {
        return Optional.ofNullable(leases.get(number));
    }

    /** Every lease. */
    Collection<PartitionLease> all() {
        return leases.values();
    }

    /**
     * Whether what stood in the partitions of a number when they were assigned has been folded, so that rounds may
     * begin.
     */
    boolean live(int number) {
        return of(number).filter(PartitionLease::live).isPresent();
    }

    /** Whether some partition still has to be read up to where it ended when it was assigned. */
    boolean replays() {
        return leases.values().stream().anyMatch(lease -> !lease.live());
    }
}
