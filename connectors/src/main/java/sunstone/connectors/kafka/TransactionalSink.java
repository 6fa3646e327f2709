package sunstone.connectors.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka's transactions for one process. This class alone decides whether a failed transaction is tried again at once;
 * what is unreachable after that, its caller sends again.
 */
public final class TransactionalSink implements Transactions, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionalSink.class);
    private static final int ATTEMPTS = 3;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final Duration ASK_LIMIT = Duration.ofSeconds(10);
    private static final Duration REJOIN_LIMIT = Duration.ofSeconds(10);
    private static final Duration REJOIN_LOOK = Duration.ofMillis(20);

    private final KafkaSettings settings;
    /** Owned by whoever holds this object's lock; null before the first and after a broken transaction. */
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    /** The batch of which it is not known whether it was committed; owned likewise. */
    private @Nullable String undecided;

    /** Connects with the first transaction, so a broker may come up later. */
    public TransactionalSink(KafkaSettings settings) {
        this.settings = settings;
    }

    /** Publishes records alone, in one transaction. */
    public Published publish(List<Outgoing> records) {
        return publish(OutgoingBatch.of(records, Map.of()), Optional::empty);
    }

    @Override
    public synchronized Published publish(OutgoingBatch batch, Supplier<Optional<ConsumerGroupMetadata>> reader) {
        String detail = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Optional<ConsumerGroupMetadata> member = reader.get();
            if (member.isEmpty() && !batch.next().isEmpty()) {
                return new Published.PartitionLost(batch.next().keySet() + " went elsewhere");
            }
            try {
                KafkaProducer<byte[], byte[]> p = connected();
                if (batch.id().equals(undecided) && arrived(batch)) {
                    undecided = null;
                    return new Published.Committed();
                }
                undecided = batch.id();
                transact(p, batch, member);
                undecided = null;
                return new Published.Committed();
            } catch (KafkaException | IllegalStateException e) {
                abandon();
                detail = root(e).toString();
                Optional<Published> verdict = verdict(e, member.isPresent());
                if (verdict.isPresent()) {
                    return verdict.get();
                }
                LOG.warn("transaction failed, attempt {} of {}: {}", attempt, ATTEMPTS, detail);
                boolean replaced = replaced(e);
                if ((replaced || overtaken(e)) && !rejoined(member, reader)) {
                    if (replaced) {
                        return new Published.Fenced(detail);
                    }
                    break;
                }
            }
        }
        return new Published.Unreachable(detail);
    }

    private KafkaProducer<byte[], byte[]> connected() {
        KafkaProducer<byte[], byte[]> p = producer;
        if (p == null) {
            p = new KafkaProducer<>(settings.transactions());
            producer = p;
            p.initTransactions(); // ends what a predecessor of the same id, or a broken attempt, left open
        }
        return p;
    }

    private void transact(
            KafkaProducer<byte[], byte[]> p, OutgoingBatch batch, Optional<ConsumerGroupMetadata> member) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        batch.next().forEach((partition, offset) -> {
            long needed = Math.min(batch.needed().getOrDefault(partition, 0L), offset);
            offsets.put(partition, new CommitNote(batch.id(), needed).beside(offset));
        });
        p.beginTransaction();
        for (Outgoing record : batch.records()) {
            p.send(record.record(settings)); // commitTransaction throws what goes wrong here
        }
        if (!offsets.isEmpty()) {
            p.sendOffsetsToTransaction(offsets, member.orElseThrow());
        }
        p.commitTransaction();
    }

    /** Whether a batch that was sent before is committed: then its id stands beside the offsets. */
    private boolean arrived(OutgoingBatch batch) {
        if (batch.next().isEmpty()) {
            return false;
        }
        Admin admin = Admin.create(settings.admin());
        try {
            Map<TopicPartition, OffsetAndMetadata> stored = admin.listConsumerGroupOffsets(
                            settings.groupId(), new ListConsumerGroupOffsetsOptions().requireStable(true))
                    .partitionsToOffsetAndMetadata()
                    .get(ASK_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return batch.next().keySet().stream().map(stored::get).anyMatch(o -> batch.id()
                    .equals(CommitNote.of(o).batch()));
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("the committed offsets could not be asked for", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        } finally {
            admin.close(Duration.ZERO); // otherwise it waits for the answer that did not come
        }
    }

    /** Final answers; empty if another attempt may help. */
    private static Optional<Published> verdict(RuntimeException e, boolean member) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof RecordTooLargeException) {
                return Optional.of(new Published.TooLarge(String.valueOf(t.getMessage())));
            }
            if (t instanceof AuthorizationException) {
                return Optional.of(new Published.Fenced(t.toString()));
            }
            // Kafka also says so when it has timed a transaction out, as after a long stop of this process. If another
            // process has the id, the group knows and answers the next attempt with FencedInstanceIdException
            if (!member && (t instanceof ProducerFencedException || t instanceof InvalidProducerEpochException)) {
                return Optional.of(new Published.Fenced(t.toString()));
            }
        }
        return Optional.empty();
    }

    /**
     * Whether another member of the group has the id of this one: another process, or this one itself, which was taken
     * for dead while it was stopped and is just joining anew. Then its stream soon has a new place; if not, it is
     * another process.
     */
    private static boolean replaced(RuntimeException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof FencedInstanceIdException) {
                return true;
            }
        }
        return false;
    }

    /** Whether the group has been rebalanced since the stream's place in it was noted. */
    private static boolean overtaken(RuntimeException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof CommitFailedException
                    || t instanceof IllegalGenerationException
                    || t instanceof RebalanceInProgressException
                    || t instanceof UnknownMemberIdException) {
                return true;
            }
        }
        return false;
    }

    /** Waits until the stream has a new place in the group. */
    private static boolean rejoined(
            Optional<ConsumerGroupMetadata> old, Supplier<Optional<ConsumerGroupMetadata>> reader) {
        long deadline = System.nanoTime() + REJOIN_LIMIT.toNanos();
        while (reader.get().equals(old) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(REJOIN_LOOK.toNanos());
        }
        return !reader.get().equals(old);
    }

    /** A fresh producer costs milliseconds and has no half-broken states to reason about. */
    private void abandon() {
        KafkaProducer<byte[], byte[]> p = producer;
        producer = null;
        if (p != null) {
            try {
                p.abortTransaction();
            } catch (KafkaException | IllegalStateException e) {
                LOG.debug("abort refused; the next initTransactions ends the transaction", e);
            }
            p.close(Duration.ZERO);
        }
    }

    private static Throwable root(Throwable e) {
        Throwable t = e;
        while (t.getCause() != null) {
            t = t.getCause();
        }
        return t;
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(CLOSE_LIMIT);
            producer = null;
        }
    }
}
