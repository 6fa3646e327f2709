package sunstone.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;

class PartitionLeaseTest {
    private final TopicPartition points = new TopicPartition("sunstone.ebsd-points", 0);
    private final TopicPartition frames = new TopicPartition("sunstone.pl-frames", 0);
    private final PartitionLease lease = new PartitionLease(0, Map.of(points, 5L, frames, 18_900L), Map.of());

    @Test
    void needsCommit_foldedAndNotSent_isTrueOnceItHasAged() {
        lease.folded(record(7, false));
        assertThat(lease.needsCommit()).as("a suggestion may take it along").isFalse();

        lease.age();

        assertThat(lease.needsCommit()).isTrue();
        assertThat(lease.needsCommit()).as("a question changes nothing").isTrue();
    }

    @Test
    void needsCommit_sentMeanwhile_isFalse() {
        lease.folded(record(7, false));
        lease.age();

        lease.sent();
        lease.age();

        assertThat(lease.needsCommit()).isFalse();
    }

    @Test
    void needsCommit_onlyWhatWasCommittedBefore_isFalse() {
        lease.folded(record(3, true));
        lease.age();

        assertThat(lease.needsCommit()).isFalse();
    }

    @Test
    void offsets_halfWayThroughTheReplay_areNeverBelowWhatWasCommitted() {
        lease.folded(record(3, true));
        assertThat(lease.offsets()).isEqualTo(Map.of(points, 5L, frames, 18_900L));

        lease.folded(record(4, true));
        lease.folded(record(7, false));

        assertThat(lease.offsets()).isEqualTo(Map.of(points, 8L, frames, 18_900L));
    }

    /** A scan that was opened after a closed that is held back, then that closed. */
    @Test
    void offsets_recordHeldBack_areThoseOfARestartAndNeverGoBack() {
        TopicPartition scans = new TopicPartition("sunstone.scans", 0);
        PartitionLease fresh = new PartitionLease(0, Map.of(), Map.of());

        fresh.folded(scan(scans, 6, 5));
        assertThat(fresh.offsets()).containsEntry(scans, 5L);
        assertThat(fresh.folded(KafkaSettings.of("b:1", "a", "g")))
                .as("what a round rests on")
                .containsEntry(Topic.SCANS, 7L);

        fresh.folded(scan(scans, 5, 7));
        assertThat(fresh.offsets()).containsEntry(scans, 7L);
        assertThat(fresh.folded(KafkaSettings.of("b:1", "a", "g"))).containsEntry(Topic.SCANS, 7L);
    }

    @Test
    void needed_scansThatHaveEnded_areNotReadAgain() {
        PartitionLease fresh = new PartitionLease(0, Map.of(), Map.of());
        fresh.goLive();
        fresh.open(Set.of("a"));
        fresh.folded(record(0, false));
        fresh.open(Set.of("a", "b"));
        fresh.folded(record(1, false));
        assertThat(fresh.needed("sunstone.scans")).as("all of a").containsEntry(points, 0L);

        fresh.open(Set.of("b"));
        fresh.folded(record(2, false));
        assertThat(fresh.needed("sunstone.scans")).as("all of b").containsEntry(points, 1L);

        fresh.open(Set.of());
        fresh.folded(record(3, false));
        assertThat(fresh.needed("sunstone.scans")).as("nothing").containsEntry(points, 4L);
    }

    @Test
    void needed_whileTheReplayGoesOn_staysWhereItWas() {
        PartitionLease again = new PartitionLease(0, Map.of(points, 9L), Map.of(points, 4L));
        again.folded(record(4, true));
        assertThat(again.needed("sunstone.scans")).containsEntry(points, 4L);

        again.goLive();

        assertThat(again.needed("sunstone.scans")).containsEntry(points, 9L);
        assertThat(again.needed(points.topic()))
                .as("the topic of scans is read as a whole")
                .isEmpty();
    }

    private static RawRecord scan(TopicPartition scans, long offset, long next) {
        return new RawRecord(Topic.SCANS, scans, offset, 0, "s", new byte[0], Map.of(), false, next);
    }

    private RawRecord record(long offset, boolean replayed) {
        return new RawRecord(Topic.EBSD_POINTS, points, offset, 0, "s", new byte[0], Map.of(), replayed);
    }
}
