package sunstone.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;

class TenureTest {
    private final TopicPartition points = new TopicPartition("sunstone.ebsd-points", 0);
    private final Tenure tenure = new Tenure();

    @Test
    void waits_foldedAndNotSent_isTrueFromTheSecondLookOn() {
        assertThat(tenure.waits()).isFalse();
        tenure.folded(record(7));

        assertThat(tenure.waits()).isFalse(); // a suggestion may take it along
        tenure.folded(record(8));
        assertThat(tenure.waits()).isTrue();
    }

    @Test
    void waits_sentMeanwhile_isFalse() {
        tenure.folded(record(7));
        assertThat(tenure.waits()).isFalse();

        assertThat(tenure.offsets()).isEqualTo(Map.of(points, 8L));

        assertThat(tenure.waits()).isFalse();
        assertThat(tenure.waits()).isFalse();
    }

    private RawRecord record(long offset) {
        return new RawRecord(Topic.EBSD_POINTS, points, offset, 0, "s", new byte[0], Map.of(), false);
    }
}
