package sunstone.agent;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.connectors.kafka.Membership;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.Published;
import sunstone.connectors.kafka.TransactionalSink;

/**
 * Outputs on their way to Kafka, one transaction after the other, in order. A transaction that Kafka does not answer is
 * sent again until it does: nothing is lost and nothing overtakes.
 *
 * <p>The loop's event loop owns it; transactions run on a thread of their own.
 */
final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final long RETRY_MS = 1000;

    private final Vertx vertx;
    private final WorkerExecutor worker;
    private final TransactionalSink sink;
    private final Supplier<Optional<Membership>> membership;
    private final ArrayDeque<Letter> queue = new ArrayDeque<>();
    private boolean sending;
    private boolean closed;

    private record Letter(List<Outgoing> records, Map<TopicPartition, Long> next, Promise<Published> answer) {}

    Outbox(Vertx vertx, WorkerExecutor worker, TransactionalSink sink, Supplier<Optional<Membership>> membership) {
        this.vertx = vertx;
        this.worker = worker;
        this.sink = sink;
        this.membership = membership;
    }

    /**
     * Publishes records and offsets together.
     *
     * @param next offsets that a restart begins with
     * @return completes with Kafka's final answer, never {@link Published.Unreachable}
     */
    Future<Published> send(List<Outgoing> records, Map<TopicPartition, Long> next) {
        Promise<Published> answer = Promise.promise();
        queue.add(new Letter(List.copyOf(records), Map.copyOf(next), answer));
        drain();
        return answer.future();
    }

    /** Whether nothing is waiting. */
    boolean idle() {
        return queue.isEmpty();
    }

    /** Transactions that wait or run. */
    int depth() {
        return queue.size();
    }

    private void drain() {
        Letter letter = queue.peek();
        if (sending || closed || letter == null) {
            return;
        }
        sending = true;
        worker.executeBlocking(() -> sink.publish(letter.records(), letter.next(), membership))
                .onComplete(result -> {
                    sending = false;
                    if (result.failed() || result.result() instanceof Published.Unreachable) {
                        LOG.warn(
                                "Kafka does not answer, {} records wait and are sent again",
                                letter.records().size());
                        vertx.setTimer(RETRY_MS, t -> drain());
                        return;
                    }
                    queue.remove();
                    letter.answer().complete(result.result());
                    drain();
                });
    }

    /** Sends nothing more. */
    void close() {
        closed = true;
    }
}
