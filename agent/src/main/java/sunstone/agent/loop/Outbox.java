package sunstone.agent.loop;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.agent.registry.LoopThread;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.OutgoingBatch;
import sunstone.connectors.kafka.Published;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.kafka.Transactions;
import sunstone.connectors.retry.Backoff;

/**
 * Outputs on their way to Kafka, one transaction after the other, in order. A transaction that Kafka does not answer is
 * sent again until it does: nothing is lost and nothing overtakes. Of one that holds a record too large for its topic,
 * the map (or the largest dead letter) is left out, so that the suggestion and the command beside it still go out; if
 * that does not help, it is sent again until the topic takes it.
 *
 * <p>The loop's event loop owns it; transactions run on a thread of their own.
 */
final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final Set<Topic> DISPENSABLE = EnumSet.of(Topic.MAPS, Topic.SECTIONS, Topic.DEAD_LETTERS);

    private final LoopThread thread = new LoopThread();
    private final EventLoop loop;
    private final Worker worker;
    private final Transactions transactions;
    private final Supplier<Optional<ConsumerGroupMetadata>> membership;
    private final String scans;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private boolean sending;
    private int failures; // of the first batch, in a row
    private volatile @Nullable Topic
            tooLarge; // of the record that was left out last, until one of its topic has gone out
    private volatile @Nullable String held; // why the first batch cannot go out, if a record of it is too large
    private boolean closed;

    private record Waiting(OutgoingBatch batch, PartitionLease lease, Promise<Published> answer) {
        boolean holds(@Nullable Topic topic) {
            return batch.records().stream().anyMatch(r -> r.topic() == topic);
        }
    }

    /**
     * Nothing on its way.
     *
     * @param worker thread of the transactions
     * @param membership the place of the stream in its group
     * @param scans name of the topic of scans, which is always read from its first record on
     */
    Outbox(
            EventLoop loop,
            Worker worker,
            Transactions transactions,
            Supplier<Optional<ConsumerGroupMetadata>> membership,
            String scans) {
        this.loop = loop;
        this.worker = worker;
        this.transactions = transactions;
        this.membership = membership;
        this.scans = scans;
    }

    /**
     * Publishes records together with the offsets of what was folded in a lease.
     *
     * @return completes with Kafka's final answer, never {@link Published.Unreachable} or {@link Published.TooLarge};
     *     once the outbox is closed, with {@link Published.PartitionLost} at once: the next start makes it again
     */
    Future<Published> send(List<Outgoing> records, PartitionLease lease) {
        thread.assertOnLoop();
        if (closed) {
            return Future.succeededFuture(new Published.PartitionLost("the loop has stopped"));
        }
        Promise<Published> answer = Promise.promise();
        queue.add(new Waiting(OutgoingBatch.of(records, lease.offsets(), lease.needed(scans)), lease, answer));
        lease.sent();
        drain();
        return answer.future();
    }

    /** Whether nothing is waiting. */
    boolean idle() {
        return queue.isEmpty();
    }

    /**
     * Why a record cannot be published (too large for its topic, which stays said until another of its kind went out),
     * or null.
     */
    @Nullable
    String fault() {
        Topic topic = tooLarge;
        return topic == null
                ? held
                : "a record is too large for the topic " + topic.suffix()
                        + " and was left out: raise the topic's max.message.bytes";
    }

    /** Transactions that wait or run. */
    int depth() {
        return queue.size();
    }

    private void drain() {
        Waiting first = queue.peek();
        if (sending || closed || first == null) {
            return;
        }
        sending = true;
        // asked in this order: a place in the group that was noted before the lease ended is one that Kafka refuses
        Supplier<Optional<ConsumerGroupMetadata>> reader =
                () -> membership.get().filter(m -> !first.lease().over());
        worker.run(() -> transactions.publish(first.batch(), reader)).onComplete(result -> {
            thread.assertOnLoop();
            sending = false;
            if (result.failed() || result.result() instanceof Published.Unreachable) {
                LOG.warn(
                        "Kafka does not answer, {} records wait and are sent again",
                        first.batch().records().size(),
                        result.cause());
                again();
                return;
            }
            if (result.result() instanceof Published.TooLarge large && !leaveOut(first, large)) {
                hold(first, large);
                again();
                return;
            }
            if (result.result() instanceof Published.TooLarge) {
                drain();
                return;
            }
            queue.remove();
            failures = 0;
            held = null;
            if (result.result() instanceof Published.Committed && first.holds(tooLarge)) {
                tooLarge = null;
            }
            first.answer().complete(result.result());
            drain();
        });
    }

    private void again() {
        failures++;
        loop.later(Backoff.PROMPT.after(failures), this::drain);
    }

    /** Takes the largest record that others do not depend on out of the first batch, if it has one. */
    private boolean leaveOut(Waiting first, Published.TooLarge large) {
        Optional<Outgoing> largest = first.batch().records().stream()
                .filter(r -> DISPENSABLE.contains(r.topic()))
                .max(Comparator.comparingInt(r -> r.value().length));
        largest.ifPresent(record -> {
            tooLarge = record.topic();
            LOG.error(
                    "a record of {} bytes for {} is too large for its topic and is left out: {}",
                    record.value().length,
                    record.topic().suffix(),
                    large.detail());
            List<Outgoing> rest = new ArrayList<>(first.batch().records());
            rest.remove(record);
            queue.remove();
            queue.addFirst(new Waiting(first.batch().with(rest), first.lease(), first.answer()));
        });
        return largest.isPresent();
    }

    /** Notes once why the first batch waits. */
    private void hold(Waiting first, Published.TooLarge large) {
        Outgoing largest = Collections.max(first.batch().records(), Comparator.comparingInt(r -> r.value().length));
        String why = "a record of " + largest.value().length + " bytes is too large for the topic "
                + largest.topic().suffix() + ", it and all that follows wait: raise the topic's max.message.bytes"
                + (largest.topic() == Topic.SUGGESTIONS ? ", or lower policy.batch and start again" : "");
        if (!why.equals(held)) {
            LOG.error("{}: {}", why, large.detail());
        }
        held = why;
        tooLarge = null; // what was left out before may have been no cause
    }

    /** Sends nothing more. */
    void close() {
        thread.assertOnLoop();
        closed = true;
    }
}
