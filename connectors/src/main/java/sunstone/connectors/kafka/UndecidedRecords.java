package sunstone.connectors.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Records that stand in the log and cannot be read, because a transaction that began before them has not been decided.
 * Whoever reads committed records only has no lag then and yet gets nothing. One thread at a time.
 */
public final class UndecidedRecords implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Admin admin;

    public UndecidedRecords(KafkaSettings settings) {
        this.admin = Admin.create(settings.admin());
    }

    /**
     * A partition that is held up.
     *
     * @param from offset of the first record that cannot be read
     * @param records as many as there are, markers included
     */
    public record Held(long from, long records) {}

    /**
     * Partitions that are held up now; blocks.
     *
     * @return empty too if Kafka does not answer
     */
    public Map<TopicPartition, Held> of(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        try { // in this order: what is written meanwhile is not taken for held up
            Map<TopicPartition, Long> all = ends(partitions, IsolationLevel.READ_UNCOMMITTED);
            Map<TopicPartition, Long> readable = ends(partitions, IsolationLevel.READ_COMMITTED);
            Map<TopicPartition, Held> held = new HashMap<>();
            all.forEach((p, end) -> {
                long from = readable.getOrDefault(p, end);
                if (from < end) {
                    held.put(p, new Held(from, end - from));
                }
            });
            return held;
        } catch (ExecutionException | TimeoutException e) {
            return Map.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        }
    }

    private Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions, IsolationLevel level)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> ask = new HashMap<>();
        partitions.forEach(p -> ask.put(p, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(ask, new ListOffsetsOptions(level))
                .all()
                .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .forEach((p, end) -> ends.put(p, end.offset()));
        return ends;
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
