package sunstone.agent.registry;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sunstone.agent.scan.Scan;

/**
 * Choice of the announced scans that are opened: those that fit into memory beside the open ones. Who was refused is
 * remembered, so that its records say so too.
 *
 * <p>The loop's event loop owns it.
 */
final class Admission {
    private final HeapBudget memory;
    private final Map<String, Refused> refused = new HashMap<>();

    private record Refused(int partition, String why) {}

    Admission(HeapBudget memory) {
        this.memory = memory;
    }

    /**
     * Admits an announced scan, or remembers that it was refused.
     *
     * @param replayed whether an earlier run has judged it; then there is a fifth more room, since partitions may be
     *     read in another order than they were written, and who was admitted must not be refused for that
     * @return why the scan cannot be opened; empty if it can
     */
    Optional<String> admit(Scan wanted, int partition, Collection<LiveScan> open, boolean replayed) {
        HeapBudget room = replayed ? new HeapBudget(memory.bytes() + memory.bytes() / 5, memory.members()) : memory;
        Optional<String> why =
                room.refusal(wanted, open.stream().map(s -> s.state().scan()).toList());
        why.ifPresent(text -> refused.put(wanted.scanId(), new Refused(partition, text)));
        return why;
    }

    /** Why the scan of an id was not opened on a partition; empty if it was not refused. */
    Optional<String> refused(String scanId, int partition) {
        return Optional.ofNullable(refused.get(scanId))
                .filter(r -> r.partition() == partition)
                .map(Refused::why);
    }

    /** Ids of the scans that were not opened on a partition. */
    Set<String> refused(int partition) {
        return refused.entrySet().stream()
                .filter(e -> e.getValue().partition() == partition)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /**
     * Forgets a refusal, because the scan has ended or is announced again.
     *
     * @return whether there was one
     */
    boolean forget(String scanId) {
        return refused.remove(scanId) != null;
    }

    /** Forgets partitions that went elsewhere. */
    void revoked(Set<Integer> partitions) {
        refused.values().removeIf(r -> partitions.contains(r.partition()));
    }

    /** Every refusal, id and reason. */
    List<String> all() {
        return refused.entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue().why())
                .sorted()
                .toList();
    }
}
