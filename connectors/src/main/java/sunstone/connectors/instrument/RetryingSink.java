package sunstone.connectors.instrument;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.RecordSink;

/** Writes records one after the other and waits as long as Kafka is away: a measured point is never dropped. */
final class RetryingSink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RetryingSink.class);

    private final RecordSink sink;

    RetryingSink(KafkaSettings settings) {
        sink = new RecordSink(settings);
    }

    /**
     * Returns when Kafka has the record. A record that was written although no answer came is written twice: batches of
     * points have a number, all else may be repeated.
     *
     * @throws IllegalStateException naming the topic, if Kafka will never take it
     */
    void write(Outgoing record) throws InterruptedException {
        while (true) {
            try {
                sink.send(record).get();
                return;
            } catch (ExecutionException e) {
                String topic = record.topic().suffix();
                if (!(e.getCause() instanceof RetriableException)) {
                    throw new IllegalStateException("cannot write to " + topic, e.getCause());
                }
                LOG.warn("{} not written, sent again: {}", topic, e.getCause().toString());
            }
        }
    }

    @Override
    public void close() {
        sink.close();
    }
}
