package sunstone.connectors.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics on a thread of its own and hands raw records to a {@link RecordHandler}.
 *
 * <p>It begins with the first record of each partition that is not of a scan that has ended, not with the committed
 * one, because a scan's state is a fold over its topics. Records below the committed offset are marked {@link
 * RawRecord#replayed}.
 *
 * <p>Bounded: while more than {@link #MOST_RECORDS} records or {@link #MOST_BYTES} bytes are with the handler, all
 * partitions pause. Polling goes on meanwhile, which keeps the place in the group.
 */
public final class RecordStream implements AutoCloseable {
    /** Records that may be with the handler before the stream pauses. */
    public static final int MOST_RECORDS = 2000;

    /** Bytes that may be with the handler before the stream pauses. */
    public static final long MOST_BYTES = 64L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(RecordStream.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration POLL_PAUSED = Duration.ofMillis(20);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private static final AtomicInteger READERS = new AtomicInteger();

    private final KafkaSettings settings;
    private final RecordHandler handler;
    private final KafkaConsumer<byte[], byte[]> consumer; // owned by the thread, but for the wakeup that closes
    private final Assignment assignment; // owned by the thread
    private final ReadingOrder order; // owned by the thread
    private final Thread thread;
    private final StreamStatus status;
    private final AtomicLong bytesOut = new AtomicLong();
    private volatile boolean closing;
    private final List<RawRecord> early = new ArrayList<>(); // new ones of numbers that have not caught up; likewise

    private RecordStream(
            KafkaSettings settings,
            Set<Topic> topics,
            RecordHandler handler,
            StreamStatus status,
            Function<Consumer<byte[], byte[]>, Assignment> assignment,
            Map<String, Object> properties) {
        this.settings = settings;
        this.status = status;
        this.handler = handler;
        this.consumer = new KafkaConsumer<>(properties);
        this.assignment = assignment.apply(consumer);
        this.order = new ReadingOrder(
                consumer, settings, topics, this.assignment::committed, this.assignment::live, () -> closing);
        this.thread = new Thread(() -> run(EnumSet.copyOf(topics)), "stream-" + settings.clientId());
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Shares the topics with the other members of the settings' group. What stands in {@code controls} is read to its
     * end before anything counts as new: who comes back must not work on while somebody has said stop.
     */
    public static RecordStream member(KafkaSettings settings, Set<Topic> topics, RecordHandler handler) {
        return member(settings, topics, handler, new StreamStatus());
    }

    /**
     * As {@link #member(KafkaSettings, Set, RecordHandler)}.
     *
     * @param status where the stream says how far it is, before it hands over what it has read
     */
    public static RecordStream member(
            KafkaSettings settings, Set<Topic> topics, RecordHandler handler, StreamStatus status) {
        return new RecordStream(
                settings,
                topics,
                handler,
                status,
                consumer -> Assignment.shared(consumer, handler, p -> p.topic().equals(settings.name(Topic.CONTROLS))),
                settings.member());
    }

    /**
     * Reads all partitions, outside every group; what was there at the start counts as replayed, what was not decided
     * by then included.
     */
    public static RecordStream reader(KafkaSettings settings, Set<Topic> topics, RecordHandler handler) {
        return reader(settings, topics, number -> true, handler);
    }

    /** As {@link #reader(KafkaSettings, Set, RecordHandler)}, but for the partitions of some numbers. */
    public static RecordStream reader(
            KafkaSettings settings, Set<Topic> topics, IntPredicate numbers, RecordHandler handler) {
        return new RecordStream(
                settings,
                topics,
                handler,
                new StreamStatus(),
                consumer -> Assignment.fixed(consumer, handler, numbers, settings.admin()),
                settings.reader(READERS.incrementAndGet()));
    }

    /** How far it is. */
    public StreamStatus status() {
        return status;
    }

    private void run(Set<Topic> topics) {
        try {
            assignment.begin(topics.stream().map(settings::name).toList(), gone -> {
                order.forget(gone);
                early.removeIf(r -> gone.contains(r.position()));
            });
            while (!closing) {
                step();
            }
        } catch (WakeupException | InterruptException e) {
            LOG.debug("stream woken to close");
        } catch (RuntimeException e) {
            if (!closing) {
                LOG.error("stream of {} ended", settings.clientId(), e);
                handler.onFailure(e);
            }
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE_LIMIT)
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        }
    }

    private void step() {
        boolean full = status.recordsOut() > MOST_RECORDS || bytesOut.get() > MOST_BYTES;
        if (full) {
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
            consumer.pause(assignment.early().stream()
                    .filter(p -> !p.topic().equals(settings.name(Topic.SCANS)))
                    .toList());
        }
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try {
            consumer.poll(full ? POLL_PAUSED : POLL).forEach(records::add);
        } catch (RetriableException e) {
            LOG.warn("poll failed and is tried again: {}", e.toString());
        }
        Set<TopicPartition> here = consumer.assignment();
        status.polled(
                here,
                here.stream().mapToLong(p -> consumer.currentLag(p).orElse(0)).sum());
        if (assignment.group()) {
            status.joined(consumer.groupMetadata());
        }
        hand(decided(order.arrange(records)));
        Set<Integer> live = assignment.turnLive();
        if (!live.isEmpty()) {
            handler.onLive(live);
            if (assignment.allLive()) {
                handler.onLive();
            }
            List<RawRecord> due = early.stream()
                    .filter(r -> live.contains(r.position().partition()))
                    .toList();
            early.removeIf(r -> live.contains(r.position().partition()));
            hand(due);
        }
        Set<Integer> caughtUp = assignment.turnCaughtUp();
        if (!caughtUp.isEmpty()) {
            handler.onCaughtUp(caughtUp);
        }
    }

    /**
     * The records of partitions that are here, but for new ones of a number that is not live: they wait. Openings do
     * not: a record that was committed may belong to a scan whose opening was not, if a {@code closed} was held back
     * before it.
     */
    private List<RawRecord> decided(List<ConsumerRecord<byte[], byte[]>> records) {
        List<RawRecord> batch = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> r : records) {
            TopicPartition position = new TopicPartition(r.topic(), r.partition());
            Optional<Topic> topic = settings.topic(r.topic());
            if (topic.isPresent() && assignment.has(position)) {
                boolean replayed = r.offset() < assignment.committed(position);
                RawRecord raw = RawRecord.of(topic.get(), r, replayed, order.next(r));
                boolean now = replayed || topic.get() == Topic.SCANS || assignment.live(r.partition());
                (now ? batch : early).add(raw);
            }
        }
        return batch;
    }

    private void hand(List<RawRecord> batch) {
        if (batch.isEmpty()) {
            return;
        }
        long bytes = batch.stream().mapToLong(RawRecord::size).sum();
        status.handed(batch.size());
        bytesOut.addAndGet(bytes);
        CompletionStage<?> folded = handler.onRecords(batch);
        folded.whenComplete((ok, failure) -> {
            status.handed(-batch.size());
            bytesOut.addAndGet(-bytes);
        });
    }

    /** Stops reading and leaves the group; waits for the thread. */
    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join(CLOSE_LIMIT.toMillis() * 2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
