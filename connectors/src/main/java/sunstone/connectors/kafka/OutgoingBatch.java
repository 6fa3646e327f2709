package sunstone.connectors.kafka;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * Records and offsets of one transaction.
 *
 * @param id stored beside the offsets: by it a sender that was cut off learns whether its transaction was committed
 * @param records outputs, in order
 * @param next per partition the offset from which on records are new for a restart, the last one folded plus 1; may be
 *     empty
 * @param needed per partition the offset with which a restart has to begin to read, since what lies below is of scans
 *     that have ended; 0 where it is absent
 */
public record OutgoingBatch(
        String id, List<Outgoing> records, Map<TopicPartition, Long> next, Map<TopicPartition, Long> needed) {
    public OutgoingBatch {
        records = List.copyOf(records);
        next = Map.copyOf(next);
        needed = Map.copyOf(needed);
    }

    /** A batch with an id of its own. */
    public static OutgoingBatch of(List<Outgoing> records, Map<TopicPartition, Long> next) {
        return of(records, next, Map.of());
    }

    /** The same, if a restart does not need everything. */
    public static OutgoingBatch of(
            List<Outgoing> records, Map<TopicPartition, Long> next, Map<TopicPartition, Long> needed) {
        return new OutgoingBatch(UUID.randomUUID().toString(), records, next, needed);
    }

    /** A batch of other records with the same offsets. */
    public OutgoingBatch with(List<Outgoing> others) {
        return of(others, next, needed);
    }
}
