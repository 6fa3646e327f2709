package sunstone.connectors.kafka;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the records of one poll into the order in which they are folded. Owned by the stream's thread.
 *
 * <p>Kafka orders records within a partition only, so a frame may be read before the {@code opened} that was written
 * before it. Whenever a record names a scan that has not been seen, the topic {@code scans} is therefore first read up to
 * its end of that moment: what an instrument wrote after its {@code opened} was acknowledged is always folded after it.
 * The rest is merged by timestamp, keeping each partition's order.
 */
final class ReadingOrder {
    private static final Logger LOG = LoggerFactory.getLogger(ReadingOrder.class);
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final String scans;
    private final boolean readsScans;
    private final BooleanSupplier closing;
    private final Set<ByteBuffer> seen = new HashSet<>();

    ReadingOrder(
            Consumer<byte[], byte[]> consumer, KafkaSettings settings, Set<Topic> topics, BooleanSupplier closing) {
        this.consumer = consumer;
        this.scans = settings.name(Topic.SCANS);
        this.readsScans = topics.contains(Topic.SCANS);
        this.closing = closing;
    }

    List<ConsumerRecord<byte[], byte[]>> arrange(List<ConsumerRecord<byte[], byte[]>> polled) {
        List<ConsumerRecord<byte[], byte[]>> first = new ArrayList<>();
        List<ConsumerRecord<byte[], byte[]>> rest = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> r : polled) {
            take(r, first, rest);
        }
        if (readsScans && rest.stream().anyMatch(this::unknown)) {
            readScans(first, rest);
        }
        first.addAll(merge(rest));
        return first;
    }

    private void take(
            ConsumerRecord<byte[], byte[]> r,
            List<ConsumerRecord<byte[], byte[]>> first,
            List<ConsumerRecord<byte[], byte[]>> rest) {
        if (!r.topic().equals(scans)) {
            rest.add(r);
            return;
        }
        first.add(r);
        if (r.key() != null) {
            seen.add(ByteBuffer.wrap(r.key()));
        }
    }

    private boolean unknown(ConsumerRecord<byte[], byte[]> r) {
        return r.key() == null || !seen.contains(ByteBuffer.wrap(r.key()));
    }

    private void readScans(List<ConsumerRecord<byte[], byte[]>> first, List<ConsumerRecord<byte[], byte[]>> rest) {
        Set<TopicPartition> paused = Set.copyOf(consumer.paused());
        while (!closing.getAsBoolean()) {
            Set<TopicPartition> wanted = consumer.assignment().stream()
                    .filter(p -> p.topic().equals(scans))
                    .collect(Collectors.toSet());
            try {
                Map<TopicPartition, Long> ends = consumer.endOffsets(wanted, ASK);
                while (!closing.getAsBoolean() && behind(ends)) {
                    consumer.pause(consumer.assignment());
                    consumer.resume(consumer.assignment().stream()
                            .filter(p -> p.topic().equals(scans))
                            .toList());
                    consumer.poll(POLL).forEach(r -> take(r, first, rest));
                }
                break;
            } catch (RetriableException e) {
                LOG.warn("the end of {} is not to be had and is asked again: {}", scans, e.toString());
            }
        }
        consumer.resume(
                consumer.paused().stream().filter(p -> !paused.contains(p)).toList());
    }

    private boolean behind(Map<TopicPartition, Long> ends) {
        Set<TopicPartition> here = consumer.assignment();
        return ends.entrySet().stream()
                .anyMatch(e -> here.contains(e.getKey()) && consumer.position(e.getKey()) < e.getValue());
    }

    static List<ConsumerRecord<byte[], byte[]>> merge(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<TopicPartition, ArrayDeque<ConsumerRecord<byte[], byte[]>>> queues = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> r : records) {
            queues.computeIfAbsent(new TopicPartition(r.topic(), r.partition()), p -> new ArrayDeque<>())
                    .add(r);
        }
        List<ConsumerRecord<byte[], byte[]>> merged = new ArrayList<>(records.size());
        while (merged.size() < records.size()) {
            ArrayDeque<ConsumerRecord<byte[], byte[]>> next = null;
            for (ArrayDeque<ConsumerRecord<byte[], byte[]>> q : queues.values()) {
                if (!q.isEmpty()
                        && (next == null
                                || q.element().timestamp() < next.element().timestamp())) {
                    next = q;
                }
            }
            merged.add(requireNonNull(next).remove());
        }
        return merged;
    }
}
