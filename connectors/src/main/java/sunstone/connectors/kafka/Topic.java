package sunstone.connectors.kafka;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The topics of the contract; {@link KafkaSettings#name} puts the prefix before them. */
public enum Topic {
    /**
     * Sections under the instrument. Not compacted: that would remove the former lives of a scan and what was closed.
     */
    SCANS(Kept.ALL),
    /** Raw polarized-light frames. */
    PL_FRAMES(Kept.ALL),
    /** EBSD measurements. */
    EBSD_POINTS(Kept.ALL),
    /** Where to measure next. */
    SUGGESTIONS(Kept.ALL),
    /** What operators say to that. */
    DECISIONS(Kept.ALL),
    /** What operators want of a scan as a whole: pause, stop, regions. */
    CONTROLS(Kept.ALL),
    /** What instruments obey. */
    COMMANDS(Kept.ALL),
    /** What instruments say to that. */
    RECEIPTS(Kept.ALL),
    /** The newest map of each scan; compacted, and one record can be large. */
    MAPS(Kept.NEWEST_LARGE),
    /** What each section leaves to the next of its specimen; compacted, and one record can be large. */
    SECTIONS(Kept.NEWEST_LARGE),
    /** Heartbeats; compacted. */
    STATUS(Kept.NEWEST),
    /** Records that could not be taken, as large as any that came in. */
    DEAD_LETTERS(Kept.ALL_LARGE),
    /** Members of ensembles that agents want drawn; forgotten after minutes. Only where workers share that work. */
    SAMPLING(Kept.MINUTES_LARGE),
    /** Members that workers have drawn, likewise. */
    MEMBERS(Kept.MINUTES_LARGE);

    /** What every agent needs; the others are for agents that share their work with workers. */
    public static final Set<Topic> CONTRACT =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(SAMPLING, MEMBERS)));

    /** Largest record of the large topics, and of what a producer sends, bytes. */
    static final int LARGEST_RECORD = 16 << 20;

    private final Kept kept;

    Topic(Kept kept) {
        this.kept = kept;
    }

    /** Whether scans are folded from its records, so that it has to hold every one of them. */
    boolean whole() {
        return kept == Kept.ALL;
    }

    /** The name behind the prefix. */
    public String suffix() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Settings of a topic that is created. Nothing expires: the state of a scan is a fold over its topics, so a restart
     * reads them from the beginning.
     */
    Map<String, String> config() {
        return kept.config;
    }

    private enum Kept {
        ALL(Map.of("cleanup.policy", "delete", "retention.ms", "-1")),
        ALL_LARGE(Map.of("cleanup.policy", "delete", "retention.ms", "-1", "max.message.bytes", "" + LARGEST_RECORD)),
        /** Only closed segments are compacted: one an hour, so that a week of heartbeats or maps does not pile up. */
        NEWEST(Map.of("cleanup.policy", "compact", "segment.ms", "3600000", "min.cleanable.dirty.ratio", "0.1")),
        NEWEST_LARGE(Map.of(
                "cleanup.policy",
                "compact",
                "segment.ms",
                "3600000",
                "segment.bytes",
                "" + 4 * LARGEST_RECORD,
                "min.cleanable.dirty.ratio",
                "0.1",
                "max.message.bytes",
                "" + LARGEST_RECORD)),
        /** Segments are small and short-lived, since only whole ones are deleted. */
        MINUTES_LARGE(Map.of(
                "cleanup.policy",
                "delete",
                "retention.ms",
                "600000",
                "segment.ms",
                "600000",
                "segment.bytes",
                "" + 4 * LARGEST_RECORD,
                "max.message.bytes",
                "" + LARGEST_RECORD));

        private final Map<String, String> config;

        Kept(Map<String, String> config) {
            this.config = config;
        }
    }
}
