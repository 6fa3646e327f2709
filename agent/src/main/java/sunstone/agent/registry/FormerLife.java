package sunstone.agent.registry;

import java.util.EnumMap;
import java.util.Map;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;

/**
 * Line in the topics between a scan and an earlier one of the same id: what was written for the earlier one stands
 * before it. Part of a scan; empty if its id has had no other.
 */
public final class FormerLife {
    private final Map<Topic, Long> since = new EnumMap<>(Topic.class);
    private boolean ofReplay;

    /** Moves the line to these offsets, where this life begins in the topics. */
    public void until(Map<Topic, Long> offsets) {
        since.putAll(offsets);
    }

    /** Whatever an earlier run has folded belongs to the former life. */
    public void ofReplay() {
        ofReplay = true;
    }

    /** To be told of every record of the id before it is folded. */
    public void before(RawRecord r) {
        if (ofReplay && r.replayed()) {
            since.merge(r.topic(), r.offset() + 1, Math::max);
        }
    }

    /** Whether a record was written for the former life. */
    public boolean has(RawRecord r) {
        return r.offset() < since.getOrDefault(r.topic(), 0L);
    }

    /** Per topic the first offset of this life. */
    public Map<Topic, Long> since() {
        return Map.copyOf(since);
    }
}
