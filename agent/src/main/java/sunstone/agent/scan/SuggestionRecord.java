package sunstone.agent.scan;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A published suggestion, as far as its scan has to remember it.
 *
 * @param suggestionId id, derived from scan and revision
 * @param revision number within the scan, from 1
 * @param points proposed pixels, best first
 * @param createdAt when it was made
 * @param expiresAt from when on it cannot be approved any more
 * @param stop why nothing more is proposed, or null
 */
public record SuggestionRecord(
        String suggestionId,
        int revision,
        List<Pixel> points,
        Instant createdAt,
        Instant expiresAt,
        @Nullable String stop) {
    public SuggestionRecord {
        points = List.copyOf(points);
    }
}
