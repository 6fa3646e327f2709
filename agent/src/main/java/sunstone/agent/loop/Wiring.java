package sunstone.agent.loop;

import io.vertx.core.Context;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.CompletableFuture;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.RecordStream;
import sunstone.connectors.kafka.TransactionalSink;

/**
 * What the loop has between start and stop.
 *
 * @param context the event loop
 * @param publishing thread of the transactions
 * @param chores thread of whatever else blocks
 * @param open transactions of others that hold the inputs up
 * @param started completes with the stream before that hands over its first record
 */
record Wiring(
        Context context,
        WorkerExecutor publishing,
        WorkerExecutor chores,
        TransactionalSink transactions,
        RecordSink sink,
        Outbox outbox,
        RoundRunner rounds,
        OpenTransactions open,
        CompletableFuture<RecordStream> started) {
    RecordStream stream() {
        return started.join();
    }
}
