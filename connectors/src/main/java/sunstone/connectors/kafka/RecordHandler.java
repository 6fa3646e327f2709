package sunstone.connectors.kafka;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;

/** Receives what a {@link RecordStream} reads, always on the stream's own thread. */
public interface RecordHandler {
    /**
     * Records in the order in which they are to be folded: within a partition by offset, a scan's {@code opened} before
     * everything else of the scan.
     *
     * @return completes, on any thread, when the records have been folded; until then they count against the stream's
     *     bounds
     */
    CompletionStage<?> onRecords(List<RawRecord> records);

    /** Everything that an earlier run had committed of all partitions has been handed over; what follows is new. */
    default void onLive() {}

    /**
     * The same of the partitions of these numbers; nothing new of them is handed over before, but for openings of
     * scans, which come before everything else of their scan.
     */
    default void onLive(Set<Integer> numbers) {}

    /**
     * Everything that stood in the partitions of these numbers when they were assigned has been handed over, what is
     * new included.
     */
    default void onCaughtUp(Set<Integer> numbers) {}

    /**
     * Partitions are new here; their records follow from the first on that is needed.
     *
     * @param committed per partition the offset below which an earlier run has committed, 0 if none has
     * @param needed per partition the offset of the first record that follows, if it is there; 0 if all do
     * @return offsets below which an earlier run is known to have worked, though Kafka may have forgotten that it
     *     committed; they count as if it had not
     */
    default Map<TopicPartition, Long> onAssigned(
            Map<TopicPartition, Long> committed, Map<TopicPartition, Long> needed) {
        return Map.of();
    }

    /** Partitions of these numbers went elsewhere: forget their scans, publish nothing more of them. */
    default void onRevoked(Set<Integer> partitions) {}

    /** The stream has ended and will not come back by itself. */
    void onFailure(Throwable cause);
}
