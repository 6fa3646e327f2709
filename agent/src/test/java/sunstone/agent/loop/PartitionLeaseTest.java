package sunstone.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;

class PartitionLeaseTest {
    private final TopicPartition points = new TopicPartition("sunstone.ebsd-points", 0);
    private final PartitionLease lease = new PartitionLease();

    @Test
    void waits_foldedAndNotSent_isTrueFromTheSecondLookOn() {
        assertThat(lease.waits()).isFalse();
        lease.folded(record(7));

        assertThat(lease.waits()).isFalse(); // a suggestion may take it along
        lease.folded(record(8));
        assertThat(lease.waits()).isTrue();
    }

    @Test
    void waits_sentMeanwhile_isFalse() {
        lease.folded(record(7));
        assertThat(lease.waits()).isFalse();

        assertThat(lease.offsets()).isEqualTo(Map.of(points, 8L));

        assertThat(lease.waits()).isFalse();
        assertThat(lease.waits()).isFalse();
    }

    private RawRecord record(long offset) {
        return new RawRecord(Topic.EBSD_POINTS, points, offset, 0, "s", new byte[0], Map.of(), false);
    }
}
