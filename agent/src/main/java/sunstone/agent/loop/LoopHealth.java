package sunstone.agent.loop;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import sunstone.agent.registry.LiveScan;
import sunstone.agent.registry.LoopMeters;
import sunstone.agent.registry.LoopThread;
import sunstone.agent.registry.OperatorDesk;
import sunstone.agent.registry.ScanRegistry;
import sunstone.agent.wire.LightRecords;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.StreamStatus;
import sunstone.connectors.message.LightOptics;
import sunstone.connectors.message.Status;

/**
 * State of the loop, for machines: gauges, the heartbeat on {@code status}, and whether it is ready.
 *
 * <p>The loop's event loop owns it; gauges are read by any thread.
 */
final class LoopHealth {
    private final LoopThread thread = new LoopThread();
    private final LoopSettings settings;
    private final Clock clock;
    private final ScanRegistry scans;
    private final OperatorDesk desk;
    private final PartitionLeases leases;
    private final Outbox outbox;
    private final StreamStatus stream;
    private final OpenTransactions open;
    private final RecordWriter writer;
    private final Worker chores;
    private volatile Instant kafkaAnswered = Instant.MIN;
    private volatile int frozen;
    private volatile boolean degraded;
    private Future<?> looked = Future.succeededFuture();

    /**
     * Health of a loop.
     *
     * @param stream how far it has read
     * @param open transactions of others that hold the inputs up
     * @param writer sends the heartbeats
     * @param chores thread on which those transactions are looked for
     */
    LoopHealth(
            LoopSettings settings,
            Clock clock,
            ScanRegistry scans,
            OperatorDesk desk,
            PartitionLeases leases,
            Outbox outbox,
            StreamStatus stream,
            OpenTransactions open,
            RecordWriter writer,
            Worker chores) {
        this.settings = settings;
        this.clock = clock;
        this.scans = scans;
        this.desk = desk;
        this.leases = leases;
        this.outbox = outbox;
        this.stream = stream;
        this.open = open;
        this.writer = writer;
        this.chores = chores;
    }

    /** Offers what can be measured at any time. */
    void watch(LoopMeters meters) {
        meters.gauge("sunstone.queue.depth", "records", "Records read and not yet folded", stream::recordsOut);
        meters.gauge("sunstone.kafka.lag", "records", "Records on the assigned partitions not yet read", stream::lag);
        meters.gauge(
                "sunstone.kafka.undecided",
                "records",
                "Records on the assigned partitions behind transactions that somebody left open",
                open::records);
        meters.gauge("sunstone.outbox.depth", "transactions", "Transactions that wait or run", outbox::depth);
        meters.gauge(
                "sunstone.degraded", "", "1 while the agent has to do without its sampler", () -> degraded ? 1 : 0);
        meters.gauge(
                "sunstone.scans.frozen",
                "scans",
                "Scans without further maps because records of theirs are gone",
                () -> frozen);
    }

    /** Sends a heartbeat; completes when Kafka has it. */
    Future<?> beat() {
        thread.assertOnLoop();
        List<String> frozenScans = scans.frozen();
        String without = degraded();
        frozen = frozenScans.size();
        degraded = without != null;
        Status status = new Status(
                settings.agentId(),
                settings.version(),
                settings.engine().model().orElse(null),
                stream.assigned().stream()
                        .map(TopicPartition::toString)
                        .sorted()
                        .toList(),
                stream.recordsOut(),
                settings.engine().device(),
                desk.mode().word(),
                without,
                settings.engine().workers().orElse(null),
                light(),
                carried(),
                settings.mode().word(),
                state(),
                frozenScans.isEmpty() ? null : frozenScans,
                clock.instant());
        Future<?> sent = writer.write(Outgoing.of(status)).onSuccess(x -> kafkaAnswered = clock.instant());
        if (looked.isComplete()) {
            Set<TopicPartition> here = stream.assigned();
            looked = chores.run(() -> {
                open.look(here);
                return null;
            });
        }
        return sent;
    }

    private String state() {
        return standby() ? "standby" : leases.replays() || stream.assigned().isEmpty() ? "replaying" : "live";
    }

    /** Whether the agent has its place in the group and others have all the partitions. */
    private boolean standby() {
        return stream.assigned().isEmpty()
                && stream.membership().filter(m -> m.generationId() >= 0).isPresent();
    }

    /** What the agent has to do without at the moment, or null. */
    private @Nullable String degraded() {
        Optional<String> rounds = scans.scans().stream()
                .map(scan -> scan.rounds().degraded())
                .flatMap(Optional::stream)
                .findFirst();
        return rounds.or(() -> settings.engine().trouble())
                .or(() -> Optional.ofNullable(outbox.fault()))
                .or(() -> Optional.ofNullable(open.trouble()))
                .orElse(null);
    }

    /** What is learnt of the light of every scan that has some, or null if none has. */
    private @Nullable List<Status.Light> light() {
        List<Status.Light> all = new ArrayList<>();
        for (LiveScan scan : scans.scans()) {
            LightOptics optics = LightRecords.of(scan.rounds().light().orElse(null));
            if (optics != null) {
                all.add(new Status.Light(scan.scanId(), optics));
            }
        }
        return all.isEmpty() ? null : all;
    }

    /** What the section below told of every scan that was opened on one, or null if none was. */
    private @Nullable List<Status.Carried> carried() {
        List<Status.Carried> all = new ArrayList<>();
        for (LiveScan scan : scans.scans()) {
            scan.rounds()
                    .carried()
                    .ifPresent(c -> all.add(new Status.Carried(
                            scan.scanId(), String.valueOf(scan.below().name()), c.share(), c.takenBack(), c.why())));
        }
        return all.isEmpty() ? null : all;
    }

    /** How the loop is now. */
    Health health() {
        thread.assertOnLoop();
        Duration silence = settings.heartbeat().multipliedBy(3).plusSeconds(5);
        boolean kafkaThere = kafkaAnswered.isAfter(clock.instant().minus(silence));
        boolean standby = standby();
        boolean live = state().equals("live");
        return new Health(
                (live || standby) && kafkaThere,
                kafkaThere ? "Kafka answers" : "no answer from Kafka for " + silence.toSeconds() + " s",
                standby
                        ? "standby, other agents of the group have all partitions"
                        : live ? "up to date" : "reading the topics from the beginning",
                stream.assigned().size() + " partitions");
    }
}
