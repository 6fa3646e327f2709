package sunstone.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class AssignmentTest {
    private static final TopicPartition A0 = new TopicPartition("a", 0);
    private static final TopicPartition B0 = new TopicPartition("b", 0);
    private static final TopicPartition A1 = new TopicPartition("a", 1);
    private static final TopicPartition B1 = new TopicPartition("b", 1);

    private final List<String> events = new ArrayList<>();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Assignment assignment = new Assignment(
            consumer,
            new RecordHandler() {
                @Override
                public CompletionStage<?> onRecords(List<RawRecord> records) {
                    return CompletableFuture.completedStage(null);
                }

                @Override
                public void onAssigned(Set<Integer> partitions) {
                    events.add("+" + partitions);
                }

                @Override
                public void onRevoked(Set<Integer> partitions) {
                    events.add("-" + partitions);
                }

                @Override
                public void onFailure(Throwable cause) {
                    events.add(cause.toString());
                }
            },
            true);

    private Map<TopicPartition, OffsetAndMetadata> stored = Map.of();

    AssignmentTest() {
        consumer.updateBeginningOffsets(Map.of(A0, 0L, B0, 0L, A1, 0L, B1, 0L));
        consumer.updateEndOffsets(Map.of(A0, 9L, B0, 9L, A1, 9L, B1, 9L));
    }

    @Test
    void assigned_firstTime_replaysFromTheBeginningUpToWhatWasCommitted() {
        stored = Map.of(A0, new OffsetAndMetadata(4));
        rebalance(A0, B0);

        assertThat(assignment.committed(A0)).isEqualTo(4);
        assertThat(assignment.committed(B0)).isZero();
        assertThat(consumer.position(A0)).isZero();
        assertThat(assignment.turnsLive()).isFalse();
        consumer.seek(A0, 4);
        assertThat(assignment.turnsLive()).isTrue();
        assertThat(assignment.turnsLive()).isFalse();
    }

    @Test
    void assigned_committedBeyondTheEnd_waitsForTheEndOnly() {
        stored = Map.of(A0, new OffsetAndMetadata(400));
        rebalance(A0, B0);

        assertThat(assignment.committed(A0)).isEqualTo(9);
    }

    @Test
    void assigned_givenBackAtOnce_goesOnWhereItWas() {
        rebalance(A0, B0, A1, B1);
        consumer.seek(A0, 7);
        consumer.seek(B0, 3);
        rebalance(A0, B0);

        assertThat(consumer.position(A0)).isEqualTo(7);
        assertThat(consumer.position(B0)).isEqualTo(3);
        assertThat(assignment.has(A0)).isTrue();
        assertThat(assignment.has(A1)).isFalse();
        assertThat(events).containsExactly("+[0, 1]", "-[1]");
    }

    @Test
    void lost_partitions_areForgottenAndBeginAgain() {
        rebalance(A0, B0);
        consumer.seek(A0, 7);
        assignment.onPartitionsLost(List.of(A0, B0));
        assignment.onPartitionsAssigned(List.of(A0, B0));

        assertThat(consumer.position(A0)).isZero();
        assertThat(events).containsExactly("+[0]", "-[0]", "+[0]");
    }

    /** As Kafka does it: everything is revoked, then the new share is assigned. */
    private void rebalance(TopicPartition... share) {
        Set<TopicPartition> old = Set.copyOf(consumer.assignment());
        if (!old.isEmpty()) {
            assignment.onPartitionsRevoked(old);
        }
        consumer.assign(List.of());
        consumer.assign(List.of(share));
        consumer.commitSync(stored); // the mock forgets what was committed when its partitions change
        assignment.onPartitionsAssigned(List.of(share));
    }
}
