package sunstone.agent.registry;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;

/**
 * Scans that were closed, for the case that their id is opened again: numbers of revisions that are used up, and how
 * far every topic has been folded, so that what belongs to one life is not taken for the next one's.
 *
 * <p>The event loop owns it.
 */
final class ClosedScans {
    private final Map<Integer, Map<String, Integer>> ended = new HashMap<>();
    private final Map<Integer, Map<Topic, Long>> folded = new HashMap<>();

    /** Notes a record that has been folded. */
    void folds(RawRecord r) {
        folded.computeIfAbsent(r.position().partition(), k -> new EnumMap<>(Topic.class))
                .merge(r.topic(), r.offset() + 1, Math::max);
    }

    /** Notes that a scan has ended. */
    void ended(LiveScan scan) {
        ended.computeIfAbsent(scan.partition(), k -> new HashMap<>())
                .merge(scan.scanId(), scan.state().revision(), Math::max);
    }

    /** Highest revision of a scan of this id that has ended; empty if none has. */
    OptionalInt revision(int partition, String scanId) {
        Integer last = ended.getOrDefault(partition, Map.of()).get(scanId);
        return last == null ? OptionalInt.empty() : OptionalInt.of(last);
    }

    /** The partition on which a scan of this id has ended; empty if none has. */
    OptionalInt home(String scanId) {
        return ended.entrySet().stream()
                .filter(e -> e.getValue().containsKey(scanId))
                .mapToInt(Map.Entry::getKey)
                .findFirst();
    }

    /** Per topic the offset up to which a partition has been folded, exclusive. */
    Map<Topic, Long> folded(int partition) {
        return Map.copyOf(folded.getOrDefault(partition, Map.of()));
    }

    /** Forgets partitions that went elsewhere. */
    void revoked(Set<Integer> partitions) {
        ended.keySet().removeAll(partitions);
        folded.keySet().removeAll(partitions);
    }
}
