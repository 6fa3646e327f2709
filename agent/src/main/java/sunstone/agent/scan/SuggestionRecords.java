package sunstone.agent.scan;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The suggestions of one scan and whether one can still be decided on; part of its state. */
final class SuggestionRecords {
    private final Map<String, SuggestionRecord> byId = new HashMap<>();
    private final NavigableMap<Integer, SuggestionRecord> revisions = new TreeMap<>();
    private final Set<String> decided = new HashSet<>();
    private @Nullable SuggestionRecord current;
    private int revision;

    /** Notes a suggestion that was published, in a replay or now; the newest revision is the one that counts. */
    void add(SuggestionRecord offer) {
        byId.put(offer.suggestionId(), offer);
        revisions.put(offer.revision(), offer);
        revisionTaken(offer.revision());
        if (current == null || offer.revision() >= current.revision()) {
            current = offer;
        }
    }

    /** Notes that a revision number is used up. */
    void revisionTaken(int used) {
        revision = Math.max(revision, used);
    }

    /** A suggestion, or null if there never was one of this id. */
    @Nullable
    SuggestionRecord of(String suggestionId) {
        return byId.get(suggestionId);
    }

    /** The suggestion that stands, or null. */
    @Nullable
    SuggestionRecord current() {
        return current;
    }

    /** Highest revision that was published, 0 before the first. */
    int revision() {
        return revision;
    }

    void decide(String suggestionId) {
        decided.add(suggestionId);
    }

    boolean decided(String suggestionId) {
        return decided.contains(suggestionId);
    }

    /** Whether the suggestion that stands can be approved no more, though nobody has decided on it. */
    boolean expired(Instant now) {
        return current != null
                && current.stop() == null
                && !decided.contains(current.suggestionId())
                && !now.isBefore(current.expiresAt());
    }

    /** Why a suggestion cannot be decided on now, or null if it can. */
    @Nullable
    String fault(String suggestionId, Instant now) {
        SuggestionRecord offer = byId.get(suggestionId);
        if (offer == null) {
            return "no such suggestion";
        }
        if (decided.contains(suggestionId)) {
            return "decided before";
        }
        Map.Entry<Integer, SuggestionRecord> newer = revisions.higherEntry(offer.revision());
        if (newer != null && !newer.getValue().createdAt().isAfter(now)) { // in a replay, it may come later
            return "overtaken by revision " + revisions.lastKey();
        }
        if (!now.isBefore(offer.expiresAt())) {
            return "expired at " + offer.expiresAt();
        }
        return null;
    }
}
