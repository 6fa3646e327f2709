package sunstone.connectors.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which partitions are here, and up to where each was committed before. Owned by the stream's thread; Kafka calls the
 * listener inside poll.
 *
 * <p>A partition that a rebalance takes and gives back at once goes on where it was: nobody else can have worked on it in
 * between. One that is new, or was lost to a timeout, begins with its first record.
 */
final class Assignment implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(Assignment.class);

    private final Consumer<byte[], byte[]> consumer;
    private final RecordHandler handler;
    private final boolean group;
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Map<TopicPartition, Long> kept = new HashMap<>();
    private boolean live;

    Assignment(Consumer<byte[], byte[]> consumer, RecordHandler handler, boolean group) {
        this.consumer = consumer;
        this.handler = handler;
        this.group = group;
    }

    boolean group() {
        return group;
    }

    void begin(List<String> topics) {
        if (group) {
            consumer.subscribe(topics, this);
            return;
        }
        Set<TopicPartition> all = new HashSet<>();
        for (String topic : topics) {
            List<PartitionInfo> partitions = consumer.partitionsFor(topic);
            if (partitions.isEmpty()) {
                throw new IllegalStateException("topic " + topic + " does not exist");
            }
            for (PartitionInfo p : partitions) {
                all.add(new TopicPartition(topic, p.partition()));
            }
        }
        consumer.assign(all);
        consumer.seekToBeginning(all);
        committed.putAll(consumer.endOffsets(all));
        handler.onAssigned(numbers(all));
    }

    /** Offset below which an earlier run has committed; 0 if there was none. */
    long committed(TopicPartition position) {
        return committed.getOrDefault(position, 0L);
    }

    boolean has(TopicPartition position) {
        return committed.containsKey(position);
    }

    /** True once, when every partition has come up to what was committed. */
    boolean turnsLive() {
        if (live || committed.isEmpty()) {
            return false;
        }
        try {
            for (Map.Entry<TopicPartition, Long> e : committed.entrySet()) {
                if (consumer.position(e.getKey()) < e.getValue()) {
                    return false;
                }
            }
        } catch (RetriableException e) {
            return false; // a position that the broker still owes; asked again after the next poll
        }
        live = true;
        return true;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        for (TopicPartition p : partitions) {
            kept.put(p, consumer.position(p));
        }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        Set<TopicPartition> gone = new HashSet<>(partitions);
        gone.forEach(committed::remove);
        kept.keySet().removeAll(gone);
        handler.onRevoked(numbers(gone));
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        Set<Integer> stay = whole(partitions);
        Set<TopicPartition> gone = new HashSet<>(kept.keySet());
        gone.removeIf(p -> stay.contains(p.partition()));
        Set<TopicPartition> fresh = new HashSet<>(partitions);
        fresh.removeIf(p -> stay.contains(p.partition()));
        for (TopicPartition p : partitions) {
            if (stay.contains(p.partition())) {
                consumer.seek(p, kept.getOrDefault(p, 0L));
            }
        }
        kept.clear();
        gone.forEach(committed::remove);
        if (!gone.isEmpty()) {
            handler.onRevoked(numbers(gone));
        }
        if (!fresh.isEmpty()) {
            replay(fresh);
            handler.onAssigned(numbers(fresh));
        }
    }

    /** Numbers whose every partition was here before the rebalance: a scan must not be half old, half new. */
    private Set<Integer> whole(Collection<TopicPartition> partitions) {
        Set<Integer> numbers = numbers(partitions);
        for (TopicPartition p : partitions) {
            if (!kept.containsKey(p)) {
                numbers.remove(p.partition());
            }
        }
        return numbers;
    }

    private void replay(Set<TopicPartition> fresh) {
        Map<TopicPartition, OffsetAndMetadata> stored = patiently(() -> consumer.committed(fresh));
        Map<TopicPartition, Long> ends = patiently(() -> consumer.endOffsets(fresh));
        for (TopicPartition p : fresh) {
            OffsetAndMetadata offset = stored.get(p);
            // a topic that was deleted and made again can end before what was once committed
            committed.put(p, offset == null ? 0L : Math.min(offset.offset(), ends.getOrDefault(p, 0L)));
        }
        consumer.seekToBeginning(fresh);
        live = false;
    }

    /** Asks until the broker answers: an exception would end the stream. Closing it wakes the consumer up. */
    private static <T> T patiently(Supplier<T> question) {
        while (true) {
            try {
                return question.get();
            } catch (RetriableException e) {
                LOG.warn("no answer about the new partitions, asked again: {}", e.toString());
            }
        }
    }

    private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
        Set<Integer> numbers = new TreeSet<>();
        partitions.forEach(p -> numbers.add(p.partition()));
        return numbers;
    }
}
