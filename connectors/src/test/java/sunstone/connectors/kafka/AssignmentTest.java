package sunstone.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
    private static final TopicPartition FIRST = new TopicPartition("first", 0);
    private static final TopicPartition B1 = new TopicPartition("b", 1);

    private final List<String> events = new ArrayList<>();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Assignment assignment = Assignment.shared(
            consumer,
            new RecordHandler() {
                @Override
                public CompletionStage<?> onRecords(List<RawRecord> records) {
                    return CompletableFuture.completedStage(null);
                }

                @Override
                public Map<TopicPartition, Long> onAssigned(
                        Map<TopicPartition, Long> committed, Map<TopicPartition, Long> needed) {
                    Set<Integer> numbers = new TreeSet<>();
                    committed.keySet().forEach(p -> numbers.add(p.partition()));
                    events.add("+" + numbers);
                    return known;
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
            FIRST::equals);

    private Map<TopicPartition, OffsetAndMetadata> stored = Map.of();
    private Map<TopicPartition, Long> known = Map.of();

    AssignmentTest() {
        consumer.updateBeginningOffsets(Map.of(A0, 0L, B0, 0L, A1, 0L, B1, 0L, FIRST, 0L));
        consumer.updateEndOffsets(Map.of(A0, 9L, B0, 9L, A1, 9L, B1, 9L, FIRST, 3L));
    }

    @Test
    void assigned_firstTime_replaysFromTheBeginningUpToWhatWasCommitted() {
        stored = Map.of(A0, new OffsetAndMetadata(4));
        rebalance(A0, B0);

        assertThat(assignment.committed(A0)).isEqualTo(4);
        assertThat(assignment.committed(B0)).isZero();
        assertThat(consumer.position(A0)).isZero();
        assertThat(assignment.turnLive()).isEmpty();
        assertThat(assignment.early()).containsExactly(B0);
        consumer.seek(A0, 4);
        assertThat(assignment.turnLive()).containsExactly(0);
        assertThat(assignment.early()).isEmpty();
        assertThat(assignment.turnLive()).isEmpty();
    }

    @Test
    void assigned_notesBesideTheOffsets_sayWhereToBegin() {
        stored = Map.of(
                A0, new CommitNote("batch", 3).beside(4),
                B0, new OffsetAndMetadata(7, "somebody else's"),
                A1, new CommitNote("batch", 8).beside(6));
        rebalance(A0, B0, A1, B1);

        assertThat(consumer.position(A0)).isEqualTo(3);
        assertThat(consumer.position(B0)).isZero();
        assertThat(consumer.position(A1)).as("never beyond what was committed").isEqualTo(6);
        assertThat(CommitNote.of(stored.get(A0)).batch()).isEqualTo("batch");
    }

    @Test
    void assigned_anotherNumber_leavesTheFirstLive() {
        stored = Map.of(A1, new OffsetAndMetadata(4));
        rebalance(A0, B0);
        assertThat(assignment.turnLive()).containsExactly(0);

        rebalance(A0, B0, A1, B1);

        assertThat(assignment.turnLive()).isEmpty();
        assertThat(assignment.live(0)).isTrue();
        assertThat(assignment.allLive()).isFalse();
        assertThat(assignment.early()).containsExactly(B1);
        consumer.seek(A1, 4);
        assertThat(assignment.turnLive()).containsExactly(1);
        assertThat(assignment.allLive()).isTrue();
    }

    @Test
    void assigned_offsetsForgottenByKafka_replaysUpToWhatTheHandlerKnows() {
        known = Map.of(A0, 6L, B0, 400L);
        rebalance(A0, B0);

        assertThat(assignment.committed(A0)).isEqualTo(6);
        assertThat(assignment.committed(B0)).as("no further than its end").isEqualTo(9);
    }

    @Test
    void assigned_offsetsThatKafkaHas_countWhateverTheHandlerKnows() {
        stored = Map.of(A0, new OffsetAndMetadata(4));
        known = Map.of(A0, 6L);
        rebalance(A0, B0);

        assertThat(assignment.committed(A0)).isEqualTo(4);
    }

    @Test
    void turnCaughtUp_onlyOnceWhatStoodThereAtTheAssignmentHasBeenRead() {
        stored = Map.of(A0, new OffsetAndMetadata(4));
        rebalance(A0, B0);
        consumer.seek(A0, 9);
        consumer.seek(B0, 8);
        assertThat(assignment.turnCaughtUp()).as("not live yet").isEmpty();
        assertThat(assignment.turnLive()).containsExactly(0);
        assertThat(assignment.turnCaughtUp()).as("a record of B0 is missing").isEmpty();

        consumer.updateEndOffsets(Map.of(A0, 20L, B0, 20L));
        consumer.seek(B0, 9);

        assertThat(assignment.turnCaughtUp()).containsExactly(0);
        assertThat(assignment.turnCaughtUp()).isEmpty();
    }

    @Test
    void assigned_topicThatComesFirst_isReadToItsEndBeforeAnythingIsNew() {
        stored = Map.of(A0, new OffsetAndMetadata(4), FIRST, new OffsetAndMetadata(1));
        rebalance(A0, FIRST);
        consumer.seek(A0, 4);
        consumer.seek(FIRST, 1);
        assertThat(assignment.turnLive()).isEmpty();

        consumer.seek(FIRST, 3);

        assertThat(assignment.turnLive()).containsExactly(0);
    }

    @Test
    void assigned_committedBeyondTheEnd_waitsForTheEndOnly() {
        stored = Map.of(A0, new OffsetAndMetadata(400));
        rebalance(A0, B0);

        assertThat(assignment.committed(A0)).isEqualTo(9);
    }

    @Test
    void revoked_oneNumber_leavesTheOtherWhereItWas() {
        rebalance(A0, B0, A1, B1);
        consumer.seek(A0, 7);
        rebalance(A0, B0);

        assertThat(consumer.position(A0)).isEqualTo(7);
        assertThat(assignment.has(A0)).isTrue();
        assertThat(assignment.has(A1)).isFalse();
        assertThat(events).containsExactly("+[0, 1]", "-[1]");
    }

    @Test
    void revoked_andGivenBack_beginsAgain() {
        rebalance(A0, B0, A1, B1);
        consumer.seek(A1, 7);
        rebalance(A0, B0);
        rebalance(A0, B0, A1, B1);

        assertThat(consumer.position(A1)).isZero();
        assertThat(events).containsExactly("+[0, 1]", "-[1]", "+[1]");
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

    /** As Kafka does it: only what goes and what comes is mentioned. */
    private void rebalance(TopicPartition... share) {
        Set<TopicPartition> old = Set.copyOf(consumer.assignment());
        Set<TopicPartition> now = Set.of(share);
        assignment.onPartitionsRevoked(
                old.stream().filter(p -> !now.contains(p)).toList());
        Map<TopicPartition, Long> positions = new HashMap<>();
        old.stream().filter(now::contains).forEach(p -> positions.put(p, consumer.position(p)));
        consumer.assign(now);
        positions.forEach(consumer::seek);
        consumer.commitSync(stored); // the mock forgets what was committed when its partitions change
        assignment.onPartitionsAssigned(
                now.stream().filter(p -> !old.contains(p)).toList());
    }
}
