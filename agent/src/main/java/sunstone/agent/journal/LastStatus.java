package sunstone.agent.journal;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.PastRecords;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Status;

/** The last heartbeat of an agent, which holds the mode that somebody chose while it ran. */
public final class LastStatus {
    private LastStatus() {}

    /**
     * Reads it; blocks.
     *
     * @param limit longest wait for the next records
     * @return empty if the agent has never been heard of
     * @throws IllegalStateException with the reason, if the topic cannot be read
     */
    public static Optional<Status> read(KafkaSettings kafka, String agentId, Duration limit) {
        AtomicReference<@Nullable Status> last = new AtomicReference<>();
        PastRecords.read(kafka, Set.of(Topic.STATUS), limit, r -> {
            if (agentId.equals(r.key())) {
                r.decode(Codecs.STATUS).value().ifPresent(last::set);
            }
        });
        return Optional.ofNullable(last.get());
    }
}
