package sunstone.agent.loop;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.message.Status;

/**
 * How the loop is, for machines: gauges, the heartbeat on {@code status}, and whether it is ready.
 *
 * <p>The loop's event loop calls it; gauges are read by any thread.
 */
final class LoopHealth {
    private final LoopSettings settings;
    private final Clock clock;
    private final Supplier<@Nullable Wiring> wiring;
    private final ScanRegistry fold;
    private final BooleanSupplier replays;
    private volatile Instant kafkaAnswered = Instant.MIN;
    private volatile int frozen;
    private Future<?> looked = Future.succeededFuture();

    /**
     * Health of a loop.
     *
     * @param replays whether some partition still has to be read up to where an earlier run had come
     */
    LoopHealth(
            LoopSettings settings,
            Clock clock,
            Supplier<@Nullable Wiring> wiring,
            ScanRegistry fold,
            BooleanSupplier replays) {
        this.settings = settings;
        this.clock = clock;
        this.wiring = wiring;
        this.fold = fold;
        this.replays = replays;
    }

    /** Offers what can be measured at any time; it is 0 while the loop is not wired. */
    void watch(LoopMeters meters) {
        meters.gauge(
                "sunstone.queue.depth",
                "records",
                "Records read and not yet folded",
                () -> wired(w -> w.stream().recordsOut()));
        meters.gauge(
                "sunstone.kafka.lag",
                "records",
                "Records on the assigned partitions not yet read",
                () -> wired(w -> w.stream().lag()));
        meters.gauge(
                "sunstone.kafka.undecided",
                "records",
                "Records on the assigned partitions behind transactions that somebody left open",
                () -> wired(w -> w.open().records()));
        meters.gauge(
                "sunstone.outbox.depth",
                "transactions",
                "Transactions that wait or run",
                () -> wired(w -> w.outbox().depth()));
        meters.gauge(
                "sunstone.degraded",
                "",
                "1 while the agent has to do without its sampler",
                () -> wired(w -> degraded(w) == null ? 0 : 1));
        meters.gauge(
                "sunstone.scans.frozen",
                "scans",
                "Scans without further maps because records of theirs are gone",
                () -> frozen);
    }

    private Number wired(Function<Wiring, Number> number) {
        Wiring w = wiring.get();
        return w == null ? 0 : number.apply(w);
    }

    /** Sends a heartbeat, if the loop is wired; completes when Kafka has it. */
    Future<?> beat() {
        Wiring w = wiring.get();
        if (w == null) {
            return Future.succeededFuture();
        }
        List<String> frozenScans = fold.frozen();
        frozen = frozenScans.size();
        Status status = new Status(
                settings.agentId(),
                settings.version(),
                settings.engine().model().orElse(null),
                w.stream().assigned().stream()
                        .map(TopicPartition::toString)
                        .sorted()
                        .toList(),
                w.stream().recordsOut(),
                settings.engine().device(),
                fold.desk().mode().word(),
                degraded(w),
                settings.engine().workers().orElse(null),
                w.rounds().light(),
                w.rounds().carried(),
                settings.mode().word(),
                state(w),
                frozenScans.isEmpty() ? null : frozenScans,
                clock.instant());
        Future<?> sent = w.chores()
                .executeBlocking(() -> w.sink().send(Outgoing.of(status)), false)
                .compose(Future::fromCompletionStage)
                .onSuccess(x -> kafkaAnswered = clock.instant());
        if (looked.isComplete()) {
            looked = w.chores()
                    .executeBlocking(
                            () -> {
                                w.open().look(w.stream().assigned());
                                return null;
                            },
                            false);
        }
        return sent;
    }

    private String state(Wiring w) {
        return standby(w)
                ? "standby"
                : replays.getAsBoolean() || w.stream().assigned().isEmpty() ? "replaying" : "live";
    }

    /** Whether the agent has its place in the group and others have all the partitions. */
    private static boolean standby(Wiring w) {
        return w.stream().assigned().isEmpty()
                && w.stream().membership().filter(m -> m.generationId() >= 0).isPresent();
    }

    /** What the agent has to do without at the moment, or null. */
    private @Nullable String degraded(Wiring w) {
        String rounds = w.rounds().degraded();
        String missing = rounds != null ? rounds : settings.engine().trouble().orElse(null);
        String unsent = missing != null ? missing : w.outbox().trouble();
        return unsent != null ? unsent : w.open().trouble();
    }

    /** How the loop is now. */
    CopilotVerticle.Health health() {
        Wiring w = wiring.get();
        Duration silence = settings.heartbeat().multipliedBy(3).plusSeconds(5);
        boolean kafkaThere = kafkaAnswered.isAfter(clock.instant().minus(silence));
        int partitions = w == null ? 0 : w.stream().assigned().size();
        boolean standby = w != null && standby(w);
        boolean live = w != null && state(w).equals("live");
        return new CopilotVerticle.Health(
                (live || standby) && kafkaThere,
                kafkaThere ? "Kafka answers" : "no answer from Kafka for " + silence.toSeconds() + " s",
                standby
                        ? "standby, other agents of the group have all partitions"
                        : live ? "up to date" : "reading the topics from the beginning",
                partitions + " partitions");
    }
}
