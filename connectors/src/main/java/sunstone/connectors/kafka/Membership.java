package sunstone.connectors.kafka;

import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A stream's place in its group at one instant.
 *
 * @param group changes with every rebalance; Kafka takes offsets only with the newest
 * @param partitions those that the stream reads; only their offsets may be committed
 */
public record Membership(ConsumerGroupMetadata group, Set<TopicPartition> partitions) {
    public Membership {
        partitions = Set.copyOf(partitions);
    }
}
