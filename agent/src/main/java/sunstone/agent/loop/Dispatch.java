package sunstone.agent.loop;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.agent.registry.LoopThread;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.Published;

/**
 * Departure of records under the lease of their partition, with the offsets that were folded meanwhile, and what
 * Kafka's answer means for the loop. The {@link Outbox} sends them.
 *
 * <p>The loop's event loop owns it.
 */
final class Dispatch {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

    private final LoopThread thread = new LoopThread();
    private final String agentId;
    private final PartitionLeases leases;
    private final Outbox outbox;
    private final Consumer<Throwable> onFatal;

    /**
     * Sends nothing yet.
     *
     * @param agentId name of this process
     * @param onFatal told when Kafka refuses this process
     */
    Dispatch(String agentId, PartitionLeases leases, Outbox outbox, Consumer<Throwable> onFatal) {
        this.agentId = agentId;
        this.leases = leases;
        this.outbox = outbox;
        this.onFatal = onFatal;
    }

    /** Sends records with all offsets of the partitions of a number so far; nothing if they have gone elsewhere. */
    Future<Published> send(int partition, List<Outgoing> out) {
        thread.assertOnLoop();
        return leases.of(partition)
                .map(lease -> send(lease, out))
                .orElseGet(() -> Future.succeededFuture(new Published.PartitionLost("partition " + partition)));
    }

    /** Commits the offsets of what was folded and led to nothing, unless something else is on its way. */
    void commit() {
        thread.assertOnLoop();
        if (outbox.idle()) {
            leases.all().stream().filter(PartitionLease::needsCommit).forEach(lease -> send(lease, List.of()));
            leases.all().forEach(PartitionLease::age);
        }
    }

    /**
     * Sends to the partitions of the lease's number, whatever the keys say: clients may hash them differently. What
     * Kafka finally refuses is logged, and fatal if this agent is refused.
     */
    private Future<Published> send(PartitionLease lease, List<Outgoing> out) {
        List<Outgoing> placed = out.stream().map(o -> o.to(lease.number())).toList();
        return outbox.send(placed, lease).onSuccess(answer -> {
            if (answer instanceof Published.Fenced fenced) {
                onFatal.accept(new IllegalStateException("another agent runs under the id " + agentId
                        + ", or this one may not write: " + fenced.detail()));
            } else if (answer instanceof Published.PartitionLost other) {
                LOG.warn("the scan belongs to another agent now: {}", other.detail());
            }
        });
    }
}
