package sunstone.connectors.kafka;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/** Publisher of outputs together with the offsets of the inputs that they came from: both or neither. */
public interface Transactions {
    /**
     * Publishes in one transaction; blocks until it is decided. If Kafka does not say whether an attempt was committed,
     * the next one asks before it sends anything again, also when it comes with a later call.
     *
     * @param reader the stream that read the partitions of the batch, {@link StreamStatus#membership}; empty as soon as
     *     they have gone elsewhere, even if they came back since
     */
    Published publish(OutgoingBatch batch, Supplier<Optional<ConsumerGroupMetadata>> reader);
}
