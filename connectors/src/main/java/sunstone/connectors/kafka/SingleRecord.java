package sunstone.connectors.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** One record of a topic, by its place. */
public final class SingleRecord {
    private static final Duration POLL = Duration.ofMillis(200);

    private SingleRecord() {}

    /**
     * Reads a record, outside every group; blocks.
     *
     * @param limit longest wait
     * @return empty if it is gone, if there never was one, or if the topic is none of the contract's
     * @throws IllegalStateException with the reason, if Kafka does not answer
     */
    public static Optional<RawRecord> read(
            KafkaSettings settings, String topic, int partition, long offset, Duration limit) {
        Optional<Topic> known = settings.topic(topic);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        TopicPartition position = new TopicPartition(topic, partition);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings.single())) {
            if (offset < first(consumer, position, limit) || offset >= last(consumer, position, limit)) {
                return Optional.empty();
            }
            consumer.assign(List.of(position));
            consumer.seek(position, offset);
            Instant until = Instant.now().plus(limit);
            while (Instant.now().isBefore(until)) {
                for (ConsumerRecord<byte[], byte[]> r : consumer.poll(POLL).records(position)) {
                    return r.offset() == offset
                            ? Optional.of(RawRecord.of(known.get(), r, false))
                            : Optional.empty(); // compacted away
                }
            }
            throw new IllegalStateException(
                    settings.bootstrap() + " gave nothing of " + position + " within " + limit.toSeconds() + " s");
        } catch (KafkaException e) {
            throw new IllegalStateException(position + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static long first(KafkaConsumer<byte[], byte[]> consumer, TopicPartition position, Duration limit) {
        return consumer.beginningOffsets(List.of(position), limit).getOrDefault(position, 0L);
    }

    private static long last(KafkaConsumer<byte[], byte[]> consumer, TopicPartition position, Duration limit) {
        return consumer.endOffsets(List.of(position), limit).getOrDefault(position, 0L);
    }
}
