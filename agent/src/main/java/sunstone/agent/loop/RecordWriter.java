package sunstone.agent.loop;

import io.vertx.core.Future;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import sunstone.connectors.kafka.Outgoing;

/** Records that rest on no input, so that they need no transaction: heartbeats, and what comes in through the door. */
final class RecordWriter {
    private final Worker worker;
    private final Function<Outgoing, ? extends CompletionStage<?>> sink;

    /**
     * Nothing on its way.
     *
     * @param worker thread that may wait while the sink's buffer is full
     * @param sink sends a record; completes when Kafka has it
     */
    RecordWriter(Worker worker, Function<Outgoing, ? extends CompletionStage<?>> sink) {
        this.worker = worker;
        this.sink = sink;
    }

    /** Sends a record behind those before; completes, on any thread, when Kafka has it. */
    Future<?> write(Outgoing record) {
        return worker.run(() -> sink.apply(record)).compose(Future::fromCompletionStage);
    }
}
