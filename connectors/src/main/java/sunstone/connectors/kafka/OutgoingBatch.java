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
 * @param next per partition the offset that a restart has to begin with, the last one folded plus 1; may be empty
 */
public record OutgoingBatch(String id, List<Outgoing> records, Map<TopicPartition, Long> next) {
    public OutgoingBatch {
        records = List.copyOf(records);
        next = Map.copyOf(next);
    }

    /** A batch with an id of its own. */
    public static OutgoingBatch of(List<Outgoing> records, Map<TopicPartition, Long> next) {
        return new OutgoingBatch(UUID.randomUUID().toString(), records, next);
    }
}
