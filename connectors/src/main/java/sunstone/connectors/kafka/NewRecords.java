package sunstone.connectors.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is new on one topic from now on, nothing that stood there before and nothing twice: for records that are
 * worthless when they are old. No offsets are kept; what is written while partitions change hands may be missed.
 *
 * <p>One thread owns it, but for {@link #wakeup}.
 */
public final class NewRecords implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NewRecords.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final Topic topic;
    private final KafkaConsumer<byte[], byte[]> consumer;

    private NewRecords(Topic topic, Map<String, Object> properties) {
        this.topic = topic;
        this.consumer = new KafkaConsumer<>(properties);
    }

    /**
     * Everything that is new on the topic, outside every group; blocks until it is known where that begins.
     *
     * @throws IllegalStateException if the topic is not there
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    public static NewRecords all(KafkaSettings settings, Topic topic) {
        NewRecords records = new NewRecords(topic, settings.reader(0));
        List<TopicPartition> partitions = records.consumer.partitionsFor(settings.name(topic)).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new IllegalStateException("there is no topic " + settings.name(topic));
        }
        records.consumer.assign(partitions);
        records.consumer.seekToEnd(partitions);
        partitions.forEach(records.consumer::position); // seekToEnd alone waits until the first poll
        return records;
    }

    /** Shares what is new with the other workers of the settings' group. */
    public static NewRecords shared(KafkaSettings settings, Topic topic) {
        NewRecords records = new NewRecords(topic, settings.worker());
        records.consumer.subscribe(List.of(settings.name(topic)), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                LOG.debug("gives back {}", partitions);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                records.consumer.seekToEnd(partitions);
                LOG.info("shares {}, has {} partitions", settings.name(topic), partitions.size());
            }
        });
        return records;
    }

    /**
     * Waits for the next records.
     *
     * @param most longest wait; zero takes what is there
     * @return records, or none; none too after {@link #wakeup}
     * @throws org.apache.kafka.common.KafkaException if reading cannot go on
     */
    public List<RawRecord> poll(Duration most) {
        List<RawRecord> records = new ArrayList<>();
        try {
            consumer.poll(most).forEach(r -> records.add(RawRecord.of(topic, r, false)));
        } catch (RetriableException e) {
            LOG.warn("poll failed and is tried again: {}", e.toString());
        } catch (WakeupException | InterruptException e) {
            LOG.debug("woken");
        }
        return records;
    }

    /** Numbers of the partitions that are read now. */
    public List<Integer> partitions() {
        return consumer.assignment().stream()
                .map(TopicPartition::partition)
                .sorted()
                .toList();
    }

    /** Stops reading for a while, or goes on; {@link #poll} still has to be called. */
    public void pause(boolean wanted) {
        if (wanted) {
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
        }
    }

    /** Ends a wait; any thread. */
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE_LIMIT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
}
