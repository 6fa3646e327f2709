package sunstone.agent.loop;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.agent.journal.PublishedHistory;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordHandler;
import sunstone.connectors.retry.Backoff;

/** Hands what the stream reads to the event loop, in slices that do not hold it up; the stream's thread owns it. */
final class Intake implements RecordHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final Duration PAST_LIMIT = Duration.ofSeconds(30);
    /** Bytes of a slice: some 2,000 points, a few milliseconds. */
    private static final int SLICE = 256 << 10;

    private final EventLoop loop;
    private final KafkaSettings kafka;
    private final BooleanSupplier stopped;
    private final Loop target;
    private final Map<Integer, PartitionLease> leases = new HashMap<>();

    /** The event loop's side; all of it is called there. */
    interface Loop {
        /** These partitions are new here, their records follow from the first on. */
        void assigned(Map<Integer, PartitionLease> partitions, PublishedHistory past);

        /** These partitions are here no more. */
        void revoked(Set<Integer> partitions);

        /** Everything that an earlier run had committed of these partitions has been folded. */
        void replayed(Set<Integer> partitions);

        /** Everything that stood in these partitions when they were assigned has been folded. */
        void live(Set<Integer> partitions);

        /** Completes when the records have been folded and what they led to is published. */
        Future<?> fold(List<RawRecord> records);

        /** The stream has ended; called on its thread. */
        void failed(Throwable cause);
    }

    Intake(EventLoop loop, KafkaSettings kafka, BooleanSupplier stopped, Loop target) {
        this.loop = loop;
        this.kafka = kafka;
        this.stopped = stopped;
        this.target = target;
    }

    @Override
    public CompletionStage<?> onRecords(List<RawRecord> records) {
        List<CompletableFuture<Void>> slices = new ArrayList<>();
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < records.size(); i++) {
            bytes += records.get(i).size();
            if (bytes >= SLICE || i == records.size() - 1) {
                slices.add(fold(records.subList(from, i + 1)));
                from = i + 1;
                bytes = 0;
            }
        }
        return CompletableFuture.allOf(slices.toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> fold(List<RawRecord> slice) {
        CompletableFuture<Void> folded = new CompletableFuture<>();
        loop.run(() -> target.fold(slice).onComplete(x -> folded.complete(null)));
        return folded;
    }

    @Override
    public Map<TopicPartition, Long> onAssigned(Map<TopicPartition, Long> committed, Map<TopicPartition, Long> needed) {
        Map<Integer, Map<TopicPartition, Long>> numbers = new HashMap<>();
        committed.forEach((p, offset) ->
                numbers.computeIfAbsent(p.partition(), k -> new HashMap<>()).put(p, offset));
        PublishedHistory past = past(numbers.keySet());
        Map<Integer, PartitionLease> fresh = new HashMap<>();
        numbers.forEach((number, offsets) -> fresh.put(number, new PartitionLease(number, offsets, needed)));
        leases.putAll(fresh);
        loop.run(() -> target.assigned(fresh, past));
        return past.folded(kafka);
    }

    /** Asks until Kafka answers: without its own outputs a scan would be told anew what it was told before. */
    private PublishedHistory past(Set<Integer> partitions) {
        for (int failures = 1; !stopped.getAsBoolean(); failures++) {
            try {
                return PublishedHistory.read(kafka, partitions, PAST_LIMIT);
            } catch (IllegalStateException e) {
                LOG.warn("{}; tried again", e.getMessage());
                LockSupport.parkNanos(Backoff.PROMPT.after(failures).toNanos());
            }
        }
        return PublishedHistory.none();
    }

    @Override
    public void onRevoked(Set<Integer> partitions) {
        for (int p : partitions) {
            PartitionLease lease = leases.remove(p);
            if (lease != null) {
                lease.end(); // at once: a transaction may be on its way on another thread
            }
        }
        loop.run(() -> target.revoked(partitions));
    }

    @Override
    public void onLive(Set<Integer> numbers) {
        loop.run(() -> target.replayed(numbers));
    }

    @Override
    public void onCaughtUp(Set<Integer> numbers) {
        loop.run(() -> target.live(numbers));
    }

    @Override
    public void onFailure(Throwable cause) {
        target.failed(cause);
    }
}
