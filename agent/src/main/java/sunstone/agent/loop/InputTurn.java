package sunstone.agent.loop;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.agent.journal.PublishedHistory;
import sunstone.agent.registry.ActivityLog;
import sunstone.agent.registry.ScanRegistry;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.RawRecord;

/**
 * One turn of the loop: what the stream reads is folded, what it leads to at once goes out, and rounds that are due
 * begin.
 */
final class InputTurn implements Intake.Loop {
    private static final Logger LOG = LoggerFactory.getLogger(InputTurn.class);

    private final ScanRegistry scans;
    private final PartitionLeases leases;
    private final Dispatch dispatch;
    private final RoundScheduler rounds;
    private final ActivityLog log;
    private final Consumer<Throwable> onFatal;

    InputTurn(
            ScanRegistry scans,
            PartitionLeases leases,
            Dispatch dispatch,
            RoundScheduler rounds,
            ActivityLog log,
            Consumer<Throwable> onFatal) {
        this.scans = scans;
        this.leases = leases;
        this.dispatch = dispatch;
        this.rounds = rounds;
        this.log = log;
        this.onFatal = onFatal;
    }

    @Override
    public void assigned(Map<Integer, PartitionLease> partitions, PublishedHistory past) {
        leases.assigned(partitions);
        scans.assigned(past);
        LOG.info("reads partitions {} from where their open scans begin", partitions.keySet());
    }

    @Override
    public void revoked(Set<Integer> partitions) {
        scans.revoked(partitions);
        leases.revoked(partitions);
        LOG.info("partitions {} went elsewhere", partitions);
    }

    @Override
    public void replayed(Set<Integer> partitions) {
        scans.replayed(partitions);
    }

    @Override
    public void live(Set<Integer> partitions) {
        leases.goLive(partitions);
        log.info(
                null,
                "agent is up to date on partitions " + partitions + ": "
                        + scans.scans().size() + " open scans");
        rounds.pump();
    }

    @Override
    public Future<?> fold(List<RawRecord> records) {
        Map<Integer, List<RawRecord>> ofPartition = new LinkedHashMap<>();
        for (RawRecord r : records) {
            ofPartition
                    .computeIfAbsent(r.position().partition(), k -> new ArrayList<>())
                    .add(r);
        }
        List<Future<?>> sent = new ArrayList<>();
        ofPartition.forEach((number, group) -> {
            if (leases.of(number).isPresent()) { // otherwise it has gone elsewhere since it was read
                List<Outgoing> out = scans.fold(group);
                leases.folded(number, group, scans.open(number));
                if (!out.isEmpty()) {
                    sent.add(dispatch.send(number, out));
                }
            }
        });
        rounds.pump();
        return sent.isEmpty() ? Future.succeededFuture() : Future.join(sent); // holds the stream back meanwhile
    }

    @Override
    public void failed(Throwable cause) {
        onFatal.accept(cause);
    }
}
