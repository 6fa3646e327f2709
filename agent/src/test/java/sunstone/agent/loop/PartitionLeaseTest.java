package sunstone.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;

class PartitionLeaseTest {
    private final TopicPartition points = new TopicPartition("sunstone.ebsd-points", 0);
    private final TopicPartition frames = new TopicPartition("sunstone.pl-frames", 0);
    private final PartitionLease lease = new PartitionLease(0, Map.of(points, 5L, frames, 18_900L));

    @Test
    void waits_foldedAndNotSent_isTrueOnceItHasAged() {
        lease.folded(record(7, false));
        assertThat(lease.waits()).as("a suggestion may take it along").isFalse();

        lease.age();

        assertThat(lease.waits()).isTrue();
        assertThat(lease.waits()).as("a question changes nothing").isTrue();
    }

    @Test
    void waits_sentMeanwhile_isFalse() {
        lease.folded(record(7, false));
        lease.age();

        lease.sent();
        lease.age();

        assertThat(lease.waits()).isFalse();
    }

    @Test
    void waits_onlyWhatWasCommittedBefore_isFalse() {
        lease.folded(record(3, true));
        lease.age();

        assertThat(lease.waits()).isFalse();
    }

    @Test
    void offsets_halfWayThroughTheReplay_areNeverBelowWhatWasCommitted() {
        lease.folded(record(3, true));
        assertThat(lease.offsets()).isEqualTo(Map.of(points, 5L, frames, 18_900L));

        lease.folded(record(4, true));
        lease.folded(record(7, false));

        assertThat(lease.offsets()).isEqualTo(Map.of(points, 8L, frames, 18_900L));
    }

    private RawRecord record(long offset, boolean replayed) {
        return new RawRecord(Topic.EBSD_POINTS, points, offset, 0, "s", new byte[0], Map.of(), replayed);
    }
}
