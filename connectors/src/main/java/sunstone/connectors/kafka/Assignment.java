package sunstone.connectors.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Partitions that are here, and up to where each was committed before. Owned by the stream's thread; Kafka calls the
 * listener inside poll, with what comes and what goes: what stays is not mentioned ({@link CoPartitionedAssignor}).
 *
 * <p>A partition that comes, also one that was here before, begins with its first record that is needed: somebody else
 * may have worked on it meanwhile. What is needed stands beside the committed offset ({@link CommitNote}).
 */
final class Assignment implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(Assignment.class);

    private final Consumer<byte[], byte[]> consumer;
    private final RecordHandler handler;
    private final @Nullable IntPredicate numbers;
    private final Map<String, Object> admin;
    private final Predicate<TopicPartition> first;
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>(); // when it was assigned
    private java.util.function.Consumer<Collection<TopicPartition>> forget = p -> {};
    private final Set<Integer> live = new TreeSet<>(); // numbers of which all that was committed has been read
    private final Set<Integer> caughtUp = new TreeSet<>(); // of these, numbers that have been read to their ends too

    private Assignment(
            Consumer<byte[], byte[]> consumer,
            RecordHandler handler,
            @Nullable IntPredicate numbers,
            Predicate<TopicPartition> first,
            Map<String, Object> admin) {
        this.first = first;
        this.consumer = consumer;
        this.handler = handler;
        this.numbers = numbers;
        this.admin = admin;
    }

    /**
     * Partitions as the group shares them.
     *
     * @param first partitions that have to be read to their ends, and not only as far as was committed, before
     *     anything counts as new
     */
    static Assignment shared(
            Consumer<byte[], byte[]> consumer, RecordHandler handler, Predicate<TopicPartition> first) {
        return new Assignment(consumer, handler, null, first, Map.of());
    }

    /**
     * All partitions of some numbers.
     *
     * @param admin settings of a client that may ask for the ends of the partitions
     */
    static Assignment fixed(
            Consumer<byte[], byte[]> consumer, RecordHandler handler, IntPredicate numbers, Map<String, Object> admin) {
        return new Assignment(consumer, handler, numbers, p -> false, admin);
    }

    boolean group() {
        return numbers == null;
    }

    /**
     * Begins to read.
     *
     * @param forget told of partitions whose records, read and not yet handed over, are void
     */
    void begin(List<String> topics, java.util.function.Consumer<Collection<TopicPartition>> forget) {
        this.forget = forget;
        IntPredicate wanted = numbers;
        if (wanted == null) {
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
                if (wanted.test(p.partition())) {
                    all.add(new TopicPartition(topic, p.partition()));
                }
            }
        }
        consumer.assign(all);
        consumer.seekToBeginning(all);
        committed.putAll(ends(all));
        ends.putAll(committed);
        handler.onAssigned(Map.copyOf(committed), Map.of());
    }

    /** Ends that count what is not decided yet: a transaction that a dead process left open may still be committed. */
    private Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> ask = new HashMap<>();
        partitions.forEach(p -> ask.put(p, OffsetSpec.latest()));
        try (Admin client = Admin.create(admin)) {
            Map<TopicPartition, Long> ends = new HashMap<>();
            client.listOffsets(ask, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .all()
                    .get()
                    .forEach((p, end) -> ends.put(p, end.offset()));
            return ends;
        } catch (ExecutionException e) {
            throw new KafkaException("the ends of " + partitions + " are not to be had", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Offset below which an earlier run has committed; 0 if there was none. */
    long committed(TopicPartition position) {
        return committed.getOrDefault(position, 0L);
    }

    boolean has(TopicPartition position) {
        return committed.containsKey(position);
    }

    /** Numbers whose partitions have all come up to what was committed since this was called last. */
    Set<Integer> turnLive() {
        Set<Integer> fresh = numbers(committed.keySet());
        fresh.removeAll(live);
        fresh.removeAll(behind(fresh, this::replayEnd));
        live.addAll(fresh);
        return fresh;
    }

    /** Live numbers whose partitions have come up to their ends of the assignment since this was called last. */
    Set<Integer> turnCaughtUp() {
        Set<Integer> fresh = new TreeSet<>(live);
        fresh.removeAll(caughtUp);
        fresh.removeAll(behind(fresh, p -> ends.getOrDefault(p, 0L)));
        caughtUp.addAll(fresh);
        return fresh;
    }

    /** Whether all that was committed of the partitions of a number has been read. */
    boolean live(int number) {
        return live.contains(number);
    }

    /** Whether there are partitions, and all numbers are live. */
    boolean allLive() {
        return !committed.isEmpty() && live.containsAll(numbers(committed.keySet()));
    }

    /**
     * Partitions that have been read as far as their number needs while others of it have not: what is new has to wait.
     */
    Set<TopicPartition> early() {
        return committed.keySet().stream()
                .filter(p -> !live.contains(p.partition()) && !behind(p, replayEnd(p)))
                .collect(Collectors.toSet());
    }

    private long replayEnd(TopicPartition p) {
        return Math.max(committed(p), first.test(p) ? ends.getOrDefault(p, 0L) : 0L);
    }

    private Set<Integer> behind(Set<Integer> of, ToLongFunction<TopicPartition> offset) {
        return numbers(committed.keySet().stream()
                .filter(p -> of.contains(p.partition()) && behind(p, offset.applyAsLong(p)))
                .toList());
    }

    private boolean behind(TopicPartition p, long offset) {
        try {
            return consumer.position(p) < offset;
        } catch (RetriableException e) {
            return true; // a position that the broker still owes; asked again after the next poll
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        gone(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        gone(partitions);
    }

    private void gone(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        partitions.forEach(committed::remove);
        partitions.forEach(ends::remove);
        live.removeAll(numbers(partitions));
        caughtUp.removeAll(numbers(partitions));
        forget.accept(partitions);
        handler.onRevoked(numbers(partitions));
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        forget.accept(partitions);
        replay(Set.copyOf(partitions));
    }

    private void replay(Set<TopicPartition> fresh) {
        Map<TopicPartition, OffsetAndMetadata> stored = patiently(() -> consumer.committed(fresh));
        ends.putAll(patiently(() -> consumer.endOffsets(fresh)));
        for (TopicPartition p : fresh) {
            OffsetAndMetadata offset = stored.get(p);
            // a topic that was deleted and made again can end before what was once committed
            committed.put(p, offset == null ? 0L : Math.min(offset.offset(), ends.getOrDefault(p, 0L)));
        }
        Map<TopicPartition, Long> needed = new HashMap<>();
        for (TopicPartition p : fresh) {
            needed.put(p, Math.min(CommitNote.of(stored.get(p)).needed(), committed(p)));
            consumer.seek(p, needed.getOrDefault(p, 0L)); // one that is gone: the first that is there
        }
        live.removeAll(numbers(fresh));
        caughtUp.removeAll(numbers(fresh));
        Map<TopicPartition, Long> here = new HashMap<>(committed);
        here.keySet().retainAll(fresh);
        handler.onAssigned(here, needed).forEach((p, known) -> {
            if (fresh.contains(p) && stored.get(p) == null) { // else Kafka knows better
                committed.merge(p, Math.min(known, ends.getOrDefault(p, 0L)), Math::max);
            }
        });
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
