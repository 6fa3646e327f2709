package sunstone.agent.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be taken.
 *
 * @param at when it was read
 * @param topic where it stands
 * @param partition partition of the topic
 * @param offset place in the partition
 * @param key its key, or null
 * @param reason code of the fault
 * @param detail one line with value, unit and limit
 */
public record DeadLetter(
        Instant at,
        String topic,
        int partition,
        long offset,
        @Nullable String key,
        String reason,
        String detail) {}
