package sunstone.connectors.kafka;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Sends records one by one, for instruments and heartbeats; any thread may use it. */
public final class RecordSink implements AutoCloseable {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final KafkaSettings settings;
    private final KafkaProducer<byte[], byte[]> producer;

    public RecordSink(KafkaSettings settings) {
        this.settings = settings;
        this.producer = new KafkaProducer<>(settings.sink());
    }

    /**
     * Sends a record behind those sent before. Blocks while the producer's buffer is full, up to {@code max.block.ms}.
     *
     * @return completes when all replicas have the record, or with Kafka's exception
     */
    public CompletableFuture<Void> send(Outgoing record) {
        return send(() -> record.record(settings));
    }

    /**
     * As {@link #send(Outgoing)}, but to the partitions of its topic in turn.
     *
     * @param turn number in the turn, at least 0
     */
    public CompletableFuture<Void> send(Outgoing record, int turn) {
        return send(() -> record.to(turn
                        % producer.partitionsFor(settings.name(record.topic())).size())
                .record(settings));
    }

    private CompletableFuture<Void> send(Supplier<ProducerRecord<byte[], byte[]>> record) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            producer.send(record.get(), (metadata, e) -> {
                if (e == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(e);
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            done.completeExceptionally(e);
        }
        return done;
    }

    /** Waits until everything sent has been answered. */
    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close(CLOSE_LIMIT);
    }
}
