package sunstone.agent.loop;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.Published;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;

/**
 * What goes out, under the lease of its partition and with the offsets that were folded meanwhile, and what Kafka's answer means for
 * the loop. The {@link Outbox} sends it.
 *
 * <p>The loop's event loop owns it.
 */
final class Dispatch {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

    private final String agentId;
    private final ScanRegistry fold;
    private final Supplier<@Nullable Wiring> wiring;
    private final Consumer<Throwable> onFatal;
    private final Map<Integer, PartitionLease> leases = new HashMap<>();

    Dispatch(String agentId, ScanRegistry fold, Supplier<@Nullable Wiring> wiring, Consumer<Throwable> onFatal) {
        this.agentId = agentId;
        this.fold = fold;
        this.wiring = wiring;
        this.onFatal = onFatal;
    }

    void assigned(Map<Integer, PartitionLease> partitions) {
        leases.putAll(partitions);
    }

    void revoked(Set<Integer> partitions) {
        leases.keySet().removeAll(partitions);
    }

    /** What stood in these partitions when they were assigned has been folded. */
    void live(Set<Integer> partitions) {
        partitions.forEach(p -> {
            PartitionLease lease = leases.get(p);
            if (lease != null) {
                lease.goLive();
            }
        });
    }

    /** Whether what stood in a partition when it was assigned has been folded, so that rounds may begin. */
    boolean live(int partition) {
        PartitionLease lease = leases.get(partition);
        return lease != null && lease.live();
    }

    /** Whether some partition still has to be read up to where it ended when it was assigned. */
    boolean replays() {
        return leases.values().stream().anyMatch(lease -> !lease.live());
    }

    /** Whether a partition is this process's. */
    boolean holds(int partition) {
        return leases.containsKey(partition);
    }

    /**
     * Notes that records of a partition have been folded.
     *
     * @param open scans of the partition that are open now
     */
    void folded(int partition, List<RawRecord> records, Set<String> open) {
        PartitionLease lease = leases.get(partition);
        if (lease != null) {
            lease.open(open);
            records.forEach(lease::folded);
        }
    }

    /** Per topic the offset up to which a partition has been folded, exclusive. */
    Map<Topic, Long> folded(int partition, KafkaSettings kafka) {
        PartitionLease lease = leases.get(partition);
        return lease == null ? Map.of() : lease.folded(kafka);
    }

    /** Sends what belongs to a scan; nothing if its partition has gone elsewhere. */
    Future<Published> send(LiveScan scan, List<Outgoing> out) {
        return fold.has(scan)
                ? send(scan.partition, out)
                : Future.succeededFuture(new Published.PartitionLost(scan.opened.scanId()));
    }

    /** Sends records with all offsets of a partition so far; nothing if it has gone elsewhere. */
    Future<Published> send(int partition, List<Outgoing> out) {
        PartitionLease lease = leases.get(partition);
        return lease == null
                ? Future.succeededFuture(new Published.PartitionLost("partition " + partition))
                : send(lease, out);
    }

    /**
     * Sends to the partitions of the lease's number, whatever the keys say: clients may hash them differently. What
     * Kafka finally refuses is logged, and fatal if this agent is refused.
     */
    private Future<Published> send(PartitionLease lease, List<Outgoing> out) {
        Wiring w = wiring.get();
        if (w == null) { // what was under way is made again at the next start
            return Future.succeededFuture(new Published.PartitionLost("the loop has stopped"));
        }
        List<Outgoing> placed = out.stream().map(o -> o.to(lease.number())).toList();
        return w.outbox().send(placed, lease).onSuccess(answer -> {
            if (answer instanceof Published.Fenced fenced) {
                onFatal.accept(new IllegalStateException("another agent runs under the id " + agentId
                        + ", or this one may not write: " + fenced.detail()));
            } else if (answer instanceof Published.PartitionLost other) {
                LOG.warn("the scan belongs to another agent now: {}", other.detail());
            }
        });
    }

    /** Commits the offsets of what was folded and led to nothing, unless something else is on its way. */
    void commit() {
        Wiring w = wiring.get();
        if (w != null && w.outbox().idle()) {
            leases.values().stream().filter(PartitionLease::waits).forEach(t -> send(t, List.of()));
            leases.values().forEach(PartitionLease::age);
        }
    }
}
