package sunstone.connectors.kafka;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Note beside a committed offset, as {@code id needed}.
 *
 * @param batch id of the transaction
 * @param needed offset below which a restart needs nothing of the partition, because all of it is of scans that have
 *     ended
 */
record CommitNote(String batch, long needed) {
    /**
     * The note beside an offset; one that says nothing, and needs everything, if it is not there or somebody else's.
     */
    static CommitNote of(@Nullable OffsetAndMetadata stored) {
        String text = stored == null || stored.metadata() == null ? "" : stored.metadata();
        int space = text.indexOf(' ');
        try {
            return space < 0
                    ? new CommitNote(text, 0)
                    : new CommitNote(text.substring(0, space), Math.max(0, Long.parseLong(text.substring(space + 1))));
        } catch (NumberFormatException e) {
            return new CommitNote(text, 0);
        }
    }

    OffsetAndMetadata beside(long offset) {
        return new OffsetAndMetadata(offset, batch + " " + needed);
    }
}
