package sunstone.agent.loop;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
    private volatile Instant kafkaAnswered = Instant.MIN;

    LoopHealth(LoopSettings settings, Clock clock, Supplier<@Nullable Wiring> wiring) {
        this.settings = settings;
        this.clock = clock;
        this.wiring = wiring;
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
                "sunstone.outbox.depth",
                "transactions",
                "Transactions that wait or run",
                () -> wired(w -> w.outbox().depth()));
        meters.gauge(
                "sunstone.degraded",
                "",
                "1 while the agent has to do without its sampler",
                () -> wired(w -> degraded(w) == null ? 0 : 1));
    }

    private Number wired(Function<Wiring, Number> number) {
        Wiring w = wiring.get();
        return w == null ? 0 : number.apply(w);
    }

    /** Sends a heartbeat, if the loop is wired. */
    void beat(Mode mode) {
        Wiring w = wiring.get();
        if (w == null) {
            return;
        }
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
                mode.word(),
                degraded(w),
                settings.engine().workers().orElse(null),
                w.rounds().light(),
                clock.instant());
        w.chores()
                .executeBlocking(() -> w.sink().send(Outgoing.of(status)), false)
                .compose(Future::fromCompletionStage)
                .onSuccess(x -> kafkaAnswered = clock.instant());
    }

    /** What the agent has to do without at the moment, or null. */
    private @Nullable String degraded(Wiring w) {
        String rounds = w.rounds().degraded();
        String missing = rounds != null ? rounds : settings.engine().trouble().orElse(null);
        return missing != null ? missing : w.outbox().trouble();
    }

    /**
     * How the loop is now.
     *
     * @param live whether it has caught up
     */
    CopilotVerticle.Health health(boolean live) {
        Wiring w = wiring.get();
        Duration silence = settings.heartbeat().multipliedBy(3).plusSeconds(5);
        boolean kafkaThere = kafkaAnswered.isAfter(clock.instant().minus(silence));
        int partitions = w == null ? 0 : w.stream().assigned().size();
        return new CopilotVerticle.Health(
                live && kafkaThere && partitions > 0,
                kafkaThere ? "Kafka answers" : "no answer from Kafka for " + silence.toSeconds() + " s",
                live ? "up to date" : "reading the topics from the beginning",
                partitions + " partitions");
    }
}
