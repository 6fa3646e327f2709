package sunstone.agent.loop;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;

/**
 * Ownership of the partitions of one number by this process, from assignment to revocation, and what was folded of
 * them meanwhile. Outputs belong to a lease: once it is over they are void, even if the partitions come back, because
 * another process may have made them in between.
 *
 * <p>The event loop owns it, but for its end, which any thread may ask for.
 */
final class PartitionLease {
    private final int number;
    private final Map<TopicPartition, Long> committed;
    private final Map<TopicPartition, Long> first;
    private final Map<String, Map<TopicPartition, Long>> beginnings = new HashMap<>(); // of open scans
    private final Map<TopicPartition, Long> next = new HashMap<>(); // where a restart has to begin
    private final Map<TopicPartition, Long> furthest = new HashMap<>(); // after the last record that was folded
    private boolean live;
    private boolean moved;
    private boolean waiting;
    private volatile boolean over;

    /**
     * A lease that has just begun.
     *
     * @param number of the partitions, one of every input topic
     * @param committed per partition the offset that an earlier run has committed: nothing below is committed again
     * @param first per partition the offset with which reading begins, 0 where it is absent
     */
    PartitionLease(int number, Map<TopicPartition, Long> committed, Map<TopicPartition, Long> first) {
        this.number = number;
        this.committed = Map.copyOf(committed);
        this.first = Map.copyOf(first);
    }

    /** Number of the partitions; what is published of their scans goes to the partition of this number too. */
    int number() {
        return number;
    }

    /**
     * Notes which scans are open after some records, before those are {@link #folded}: what was folded until then does
     * not belong to those that are new.
     */
    void open(Set<String> scanIds) {
        beginnings.keySet().retainAll(scanIds);
        for (String id : scanIds) {
            beginnings.computeIfAbsent(id, k -> Map.copyOf(furthest));
        }
    }

    /** Notes that a record has been folded. */
    void folded(RawRecord r) {
        next.merge(r.position(), r.next(), Math::max);
        furthest.merge(r.position(), r.offset() + 1, Math::max);
        moved |= !r.replayed();
    }

    /** Everything that stood in the partitions when the lease began has been folded: rounds may begin. */
    void goLive() {
        live = true;
    }

    /** Whether what stood in the partitions when the lease began has been folded. */
    boolean live() {
        return live;
    }

    /**
     * Whether what was folded before the last call of {@link #age} has not gone out since: most of it goes out with
     * the next suggestion, which a transaction of its own would only hold up.
     */
    boolean needsCommit() {
        return waiting;
    }

    /** Lets what was folded until now grow old. */
    void age() {
        waiting = moved;
    }

    /** Offsets that a restart has to begin with, of every partition; with them goes whatever the records led to. */
    Map<TopicPartition, Long> offsets() {
        Map<TopicPartition, Long> offsets = new HashMap<>(committed);
        next.forEach((position, offset) -> offsets.merge(position, offset, Math::max));
        return offsets;
    }

    /**
     * Per partition the offset with which a restart has to begin to read: no record below belongs to a scan that is
     * open. Absent is the first.
     *
     * @param scans topic that is always read as a whole: it says which scans there were
     */
    Map<TopicPartition, Long> needed(String scans) {
        Map<TopicPartition, Long> needed = new HashMap<>();
        offsets().forEach((p, next) -> {
            if (!p.topic().equals(scans)) {
                long begun = first.getOrDefault(p, 0L);
                needed.put(
                        p,
                        beginnings.values().stream()
                                .mapToLong(beginning -> beginning.getOrDefault(p, begun))
                                .reduce(live ? next : begun, Math::min));
            }
        });
        return needed;
    }

    /** Notes that {@link #offsets} are on their way. */
    void sent() {
        moved = false;
        waiting = false;
    }

    /** Per topic the offset up to which it has been folded, exclusive. */
    Map<Topic, Long> folded(KafkaSettings kafka) {
        Map<Topic, Long> offsets = new EnumMap<>(Topic.class);
        furthest.forEach(
                (position, offset) -> kafka.topic(position.topic()).ifPresent(topic -> offsets.put(topic, offset)));
        return offsets;
    }

    /** The partitions have gone elsewhere. */
    void end() {
        over = true;
    }

    /** Whether the partitions have gone elsewhere since. */
    boolean over() {
        return over;
    }
}
