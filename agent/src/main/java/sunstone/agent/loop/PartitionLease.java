package sunstone.agent.loop;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;

/**
 * Ownership of one Kafka partition by this process, from assignment to revocation, and what was folded of it meanwhile.
 * Outputs belong to a lease: once it is over they are void, even if the partition comes back, because another process may
 * have made them in between.
 *
 * <p>The event loop owns it, but for its end, which any thread may ask for.
 */
final class PartitionLease {
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private boolean moved;
    private boolean waiting;
    private volatile boolean over;

    /** Notes that a record has been folded. */
    void folded(RawRecord r) {
        next.put(r.position(), r.offset() + 1);
        moved = true;
    }

    /**
     * Whether what was folded before the last call of this method has not gone out since: most of it goes out with the next
     * suggestion, which a transaction of its own would only hold up.
     */
    boolean waits() {
        boolean waited = waiting;
        waiting = moved;
        return waited;
    }

    /** Offsets that a restart has to begin with; with them goes whatever the records led to. */
    Map<TopicPartition, Long> offsets() {
        moved = false;
        waiting = false;
        return Map.copyOf(next);
    }

    /** Per topic the offset up to which it has been folded, exclusive. */
    Map<Topic, Long> folded(KafkaSettings kafka) {
        Map<Topic, Long> offsets = new EnumMap<>(Topic.class);
        next.forEach(
                (position, offset) -> kafka.topic(position.topic()).ifPresent(topic -> offsets.put(topic, offset)));
        return offsets;
    }

    /** The partition has gone elsewhere. */
    void end() {
        over = true;
    }

    /** Whether the partition has gone elsewhere since. */
    boolean over() {
        return over;
    }
}
