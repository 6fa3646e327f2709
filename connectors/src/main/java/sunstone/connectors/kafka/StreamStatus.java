package sunstone.connectors.kafka;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Progress of a {@link RecordStream}, for whoever works on what it reads. Whoever needs it may have it before the
 * stream begins. The stream's thread writes it, any thread may read.
 */
public final class StreamStatus {
    private final AtomicLong recordsOut = new AtomicLong();
    private volatile Optional<ConsumerGroupMetadata> membership = Optional.empty();
    private volatile Set<TopicPartition> assigned = Set.of();
    private volatile long lag;

    /** The place in the group, which {@link Transactions} need to commit offsets; empty outside every group. */
    public Optional<ConsumerGroupMetadata> membership() {
        return membership;
    }

    /** Partitions that this process reads now. */
    public Set<TopicPartition> assigned() {
        return assigned;
    }

    /** Records that are with the handler. */
    public long recordsOut() {
        return recordsOut.get();
    }

    /** Records on the assigned partitions that have not been read yet, as of the last poll. */
    public long lag() {
        return lag;
    }

    void handed(int records) {
        recordsOut.addAndGet(records);
    }

    void polled(Set<TopicPartition> partitions, long unread) {
        assigned = Set.copyOf(partitions);
        lag = unread;
    }

    void joined(ConsumerGroupMetadata place) {
        membership = Optional.of(place);
    }
}
