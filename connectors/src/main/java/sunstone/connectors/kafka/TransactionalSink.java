package sunstone.connectors.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes outputs together with the offsets of the inputs that they came from: both or neither. This class alone
 * decides whether a failed transaction is tried again.
 */
public final class TransactionalSink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionalSink.class);
    private static final int ATTEMPTS = 3;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final Duration REJOIN_LIMIT = Duration.ofSeconds(10);
    private static final Duration REJOIN_LOOK = Duration.ofMillis(20);

    private final KafkaSettings settings;
    /** Owned by whoever holds this object's lock; null before the first and after a broken transaction. */
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    /** Connects with the first transaction, so a broker may come up later. */
    public TransactionalSink(KafkaSettings settings) {
        this.settings = settings;
    }

    /** Publishes records alone, in one transaction. */
    public Published publish(List<Outgoing> records) {
        return publish(records, Map.of(), Optional::empty);
    }

    /**
     * Publishes in one transaction; blocks until it is decided. Offsets of partitions that went elsewhere are left out;
     * if none are left, nothing is published.
     *
     * @param next per partition the offset that a restart has to begin with, the last one folded plus 1; may be empty
     * @param reader the stream that read them, {@link RecordStream#membership}
     */
    public synchronized Published publish(
            List<Outgoing> records, Map<TopicPartition, Long> next, Supplier<Optional<Membership>> reader) {
        String detail = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Optional<Membership> member = reader.get();
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            member.ifPresent(m -> next.forEach((partition, offset) -> {
                if (m.partitions().contains(partition)) {
                    offsets.put(partition, new OffsetAndMetadata(offset));
                }
            }));
            if (offsets.isEmpty() && !next.isEmpty()) {
                return new Published.NotOurs("none of " + next.keySet() + " is read here");
            }
            try {
                transact(records, offsets, member);
                return new Published.Committed();
            } catch (KafkaException | IllegalStateException e) {
                abandon();
                detail = root(e).toString();
                Optional<Published> verdict = verdict(e);
                if (verdict.isPresent()) {
                    return verdict.get();
                }
                LOG.warn("transaction failed, attempt {} of {}: {}", attempt, ATTEMPTS, detail);
                if (overtaken(e) && !rejoined(member, reader)) {
                    return new Published.NotOurs(detail);
                }
            }
        }
        return new Published.Unreachable(detail);
    }

    private void transact(
            List<Outgoing> records, Map<TopicPartition, OffsetAndMetadata> offsets, Optional<Membership> member) {
        KafkaProducer<byte[], byte[]> p = producer;
        if (p == null) {
            p = new KafkaProducer<>(settings.transactions());
            producer = p;
            p.initTransactions(); // ends what a predecessor of the same id left open
        }
        p.beginTransaction();
        for (Outgoing record : records) {
            p.send(record.record(settings)); // commitTransaction throws what goes wrong here
        }
        if (!offsets.isEmpty()) {
            p.sendOffsetsToTransaction(offsets, member.orElseThrow().group());
        }
        p.commitTransaction();
    }

    /** Final answers; empty if another attempt may help. */
    private static Optional<Published> verdict(RuntimeException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof RecordTooLargeException) {
                return Optional.of(new Published.TooLarge(String.valueOf(t.getMessage())));
            }
            if (t instanceof ProducerFencedException
                    || t instanceof InvalidProducerEpochException
                    || t instanceof FencedInstanceIdException
                    || t instanceof AuthorizationException) {
                return Optional.of(new Published.Fenced(t.toString()));
            }
        }
        return Optional.empty();
    }

    /** Whether the group has been rebalanced since the stream's place in it was noted. */
    private static boolean overtaken(RuntimeException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof CommitFailedException
                    || t instanceof IllegalGenerationException
                    || t instanceof UnknownMemberIdException) {
                return true;
            }
        }
        return false;
    }

    /** Waits until the stream has a new place in the group. */
    private static boolean rejoined(Optional<Membership> old, Supplier<Optional<Membership>> reader) {
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
