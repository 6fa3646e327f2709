package sunstone.connectors.kafka;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.ScanClosed;

/**
 * Puts records into the order in which they are folded. Owned by the stream's thread.
 *
 * <p>Kafka orders records within a partition only, so a frame may be read before the {@code opened} that was written
 * before it, and a {@code closed} before the last points. Two rules mend that for whatever an instrument wrote after
 * the record before was acknowledged:
 *
 * <ul>
 *   <li>When a record names a scan that has not been seen, the topic {@code scans} is first read up to its end of that
 *       moment.
 *   <li>A {@code closed} waits until all other partitions have been read up to their ends of the moment when it was
 *   read, and what an earlier run has committed has been handed over. One that an earlier run has committed does not:
 *   then all that came before it was folded by that run, and the scan can be skipped.
 * </ul>
 *
 * <p>While a {@code closed} waits, scans that were opened after it are folded before it: {@link #next} says with which
 * offset a restart then has to begin.
 *
 * <p>The rest is merged by timestamp, keeping each partition's order.
 */
final class ReadingOrder {
    private static final Logger LOG = LoggerFactory.getLogger(ReadingOrder.class);
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final String scans;
    private final boolean readsScans;
    private final ToLongFunction<TopicPartition> committed;
    private final IntPredicate live;
    private final BooleanSupplier closing;
    private final Map<TopicPartition, Long> furthest =
            new HashMap<>(); // of scans, the offset after the last handed over
    private final Set<ByteBuffer> seen = new HashSet<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> arranged = new ArrayList<>(); // of the poll in hand
    private final List<ConsumerRecord<byte[], byte[]>> rest = new ArrayList<>(); // likewise, other than scans

    /** A {@code closed} and where the other partitions have to come before it is folded; null until Kafka has said. */
    private static final class Waiting {
        final ConsumerRecord<byte[], byte[]> record;

        @Nullable
        Map<TopicPartition, Long> ends;

        Waiting(ConsumerRecord<byte[], byte[]> record) {
            this.record = record;
        }
    }

    /**
     * A sorter for one consumer.
     *
     * @param committed offset of a partition below which an earlier run has committed
     * @param live whether all of that has been handed over of the partitions of a number
     * @param closing whether to give up waiting for Kafka
     */
    ReadingOrder(
            Consumer<byte[], byte[]> consumer,
            KafkaSettings settings,
            Set<Topic> topics,
            ToLongFunction<TopicPartition> committed,
            IntPredicate live,
            BooleanSupplier closing) {
        this.consumer = consumer;
        this.scans = settings.name(Topic.SCANS);
        this.readsScans = topics.contains(Topic.SCANS);
        this.committed = committed;
        this.live = live;
        this.closing = closing;
    }

    /** The records of one poll, which may be none, and whatever has become due since the last. */
    List<ConsumerRecord<byte[], byte[]>> arrange(Collection<ConsumerRecord<byte[], byte[]>> polled) {
        arranged.clear();
        rest.clear();
        polled.forEach(this::take);
        if (readsScans && rest.stream().anyMatch(this::unknown)) {
            readScans();
        }
        arranged.addAll(merge(rest));
        release();
        return List.copyOf(arranged);
    }

    /** Partitions that went elsewhere, or begin again: what was read of them comes again where they are read next. */
    void forget(Collection<TopicPartition> partitions) {
        seen.clear(); // keys do not say which partition they are of; one more look at the scans costs little
        waiting.removeIf(w -> partitions.contains(partition(w.record)));
        furthest.keySet().removeAll(partitions);
        arranged.removeIf(r -> partitions.contains(partition(r)));
        rest.removeIf(r -> partitions.contains(partition(r)));
    }

    /**
     * The offset with which a restart has to begin once a record is folded that {@link #arrange} gave last: the one
     * after it, but no further than a record that is still held back, and no less than what was folded before it.
     */
    long next(ConsumerRecord<byte[], byte[]> r) {
        if (!r.topic().equals(scans)) {
            return r.offset() + 1;
        }
        TopicPartition position = partition(r);
        long handed = furthest.merge(position, r.offset() + 1, Math::max);
        return waiting.stream()
                .filter(w -> partition(w.record).equals(position))
                .mapToLong(w -> w.record.offset())
                .reduce(handed, Math::min);
    }

    private void take(ConsumerRecord<byte[], byte[]> r) {
        if (r.topic().equals(scans)) {
            takeScan(r);
        } else {
            rest.add(r);
        }
    }

    private boolean unknown(ConsumerRecord<byte[], byte[]> r) {
        return r.key() == null || !seen.contains(ByteBuffer.wrap(r.key()));
    }

    private void takeScan(ConsumerRecord<byte[], byte[]> r) {
        if (r.key() != null) {
            ByteBuffer key = ByteBuffer.wrap(r.key());
            seen.add(key);
            for (Iterator<Waiting> i = waiting.iterator(); i.hasNext(); ) { // opened again: its end comes first
                Waiting w = i.next();
                if (key.equals(ByteBuffer.wrap(w.record.key()))) {
                    arranged.add(w.record);
                    i.remove();
                }
            }
            if (r.offset() >= committed.applyAsLong(partition(r)) && closes(r)) {
                waiting.add(new Waiting(r));
                return;
            }
        }
        arranged.add(r);
    }

    private static boolean closes(ConsumerRecord<byte[], byte[]> r) {
        return Codecs.SCAN
                .decode(r.value())
                .value()
                .filter(ScanClosed.class::isInstance)
                .isPresent();
    }

    private void release() {
        Set<TopicPartition> here = waiting.isEmpty() ? Set.of() : consumer.assignment();
        for (Iterator<Waiting> i = waiting.iterator(); i.hasNext(); ) {
            Waiting w = i.next();
            try {
                Map<TopicPartition, Long> ends = w.ends;
                if (ends == null) {
                    ends = consumer.endOffsets(
                            here.stream().filter(p -> !p.topic().equals(scans)).toList(), ASK);
                    w.ends = ends;
                }
                if (live.test(w.record.partition()) && !behind(ends)) {
                    arranged.add(w.record);
                    i.remove();
                }
            } catch (RetriableException e) {
                LOG.warn("the end of a scan waits for Kafka: {}", e.toString());
                return;
            }
        }
    }

    private void readScans() {
        Set<TopicPartition> paused = Set.copyOf(consumer.paused());
        while (!closing.getAsBoolean()) {
            try {
                Map<TopicPartition, Long> ends = consumer.endOffsets(scansHere(), ASK);
                while (!closing.getAsBoolean() && behind(ends)) {
                    consumer.pause(consumer.assignment());
                    consumer.resume(scansHere());
                    consumer.poll(POLL).forEach(this::take);
                }
                break;
            } catch (RetriableException e) {
                LOG.warn("the end of {} is not to be had and is asked again: {}", scans, e.toString());
            }
        }
        consumer.resume(
                consumer.paused().stream().filter(p -> !paused.contains(p)).toList());
    }

    private Set<TopicPartition> scansHere() {
        return consumer.assignment().stream()
                .filter(p -> p.topic().equals(scans))
                .collect(Collectors.toSet());
    }

    private boolean behind(Map<TopicPartition, Long> ends) {
        Set<TopicPartition> here = consumer.assignment();
        return ends.entrySet().stream()
                .anyMatch(e -> here.contains(e.getKey()) && consumer.position(e.getKey()) < e.getValue());
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> r) {
        return new TopicPartition(r.topic(), r.partition());
    }

    static List<ConsumerRecord<byte[], byte[]>> merge(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<TopicPartition, ArrayDeque<ConsumerRecord<byte[], byte[]>>> queues = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> r : records) {
            queues.computeIfAbsent(partition(r), p -> new ArrayDeque<>()).add(r);
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
