package sunstone.connectors.kafka;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

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

    /** Everything that an earlier run had committed has been handed over; what follows is new. */
    default void onLive() {}

    /** Partitions of these numbers are new here; their records follow from the first on. */
    default void onAssigned(Set<Integer> partitions) {}

    /** Partitions of these numbers went elsewhere: forget their scans, publish nothing more of them. */
    default void onRevoked(Set<Integer> partitions) {}

    /** The stream has ended and will not come back by itself. */
    void onFailure(Throwable cause);
}
