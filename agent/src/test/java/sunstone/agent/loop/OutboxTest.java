package sunstone.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.OutgoingBatch;
import sunstone.connectors.kafka.Published;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;

class OutboxTest {
    private static final TopicPartition POINTS = new TopicPartition("sunstone.ebsd-points", 0);
    private static final Published.Unreachable SILENCE = new Published.Unreachable("no answer");

    private final HandLoop loop = new HandLoop(Instant.EPOCH);
    private final HandWorker worker = new HandWorker();
    private final MemoryTransactions kafka = new MemoryTransactions();
    private final PartitionLease lease = new PartitionLease(0, Map.of(), Map.of());
    private final Outbox outbox = new Outbox(loop, worker, kafka, Optional::empty, "sunstone.scans");

    @Test
    void send_twoBatches_goOutOneAfterTheOtherInOrder() {
        lease.folded(point(4));
        Future<Published> first = outbox.send(List.of(record(Topic.COMMANDS, 1)), lease);
        lease.folded(point(5));
        Future<Published> second = outbox.send(List.of(record(Topic.COMMANDS, 2)), lease);

        assertThat(worker.waiting()).as("one transaction at a time").isOne();
        worker.step();
        assertThat(first.result()).isInstanceOf(Published.Committed.class);
        assertThat(second.isComplete()).isFalse();
        worker.step();

        assertThat(second.result()).isInstanceOf(Published.Committed.class);
        assertThat(kafka.committed())
                .extracting(b -> b.next().get(POINTS))
                .as("each with the offsets of its own moment")
                .containsExactly(5L, 6L);
        assertThat(outbox.idle()).isTrue();
    }

    @Test
    void send_kafkaDoesNotAnswer_sendsTheSameBatchAgainEverLater() {
        kafka.next(SILENCE);
        kafka.next(SILENCE);
        Future<Published> answer = outbox.send(List.of(record(Topic.COMMANDS, 1)), lease);

        worker.step();
        loop.pass(Duration.ofMillis(999));
        assertThat(worker.waiting()).isZero();
        loop.pass(Duration.ofMillis(1));
        worker.step();
        loop.pass(Duration.ofMillis(1999));
        assertThat(worker.waiting()).isZero();
        loop.pass(Duration.ofMillis(1));
        worker.step();

        assertThat(answer.result()).isInstanceOf(Published.Committed.class);
        assertThat(kafka.attempts())
                .extracting(OutgoingBatch::id)
                .hasSize(3)
                .containsOnly(kafka.attempts().get(0).id());
    }

    @Test
    void send_mapTooLarge_leavesTheMapOutAndSaysSo() {
        kafka.next(new Published.TooLarge("1048588 bytes"));
        Future<Published> answer = outbox.send(List.of(record(Topic.MAPS, 900), record(Topic.SUGGESTIONS, 30)), lease);
        worker.step();
        worker.step();

        assertThat(answer.result()).isInstanceOf(Published.Committed.class);
        assertThat(kafka.committed().get(0).records())
                .extracting(Outgoing::topic)
                .containsExactly(Topic.SUGGESTIONS);
        assertThat(outbox.fault()).contains("maps", "max.message.bytes");

        outbox.send(List.of(record(Topic.MAPS, 10)), lease);
        worker.step();
        assertThat(outbox.fault()).as("a map has gone out since").isNull();
    }

    @Test
    void send_suggestionTooLarge_waitsForTheTopicAndNothingOvertakes() {
        kafka.next(new Published.TooLarge("1048588 bytes"));
        Future<Published> first = outbox.send(List.of(record(Topic.SUGGESTIONS, 900)), lease);
        Future<Published> second = outbox.send(List.of(record(Topic.COMMANDS, 1)), lease);
        worker.step();

        assertThat(outbox.fault()).contains("900 bytes", "suggestions", "policy.batch");
        assertThat(first.isComplete() || second.isComplete()).isFalse();
        loop.pass(Duration.ofSeconds(1));
        worker.step();
        worker.step();

        assertThat(first.result()).isInstanceOf(Published.Committed.class);
        assertThat(second.result()).isInstanceOf(Published.Committed.class);
        assertThat(outbox.fault()).isNull();
    }

    @Test
    void send_closed_isLostAtOnceAndWhatWaitsStays() {
        kafka.next(SILENCE);
        outbox.send(List.of(record(Topic.COMMANDS, 1)), lease);
        worker.step();
        outbox.close();

        Future<Published> late = outbox.send(List.of(record(Topic.COMMANDS, 2)), lease);
        loop.pass(Duration.ofMinutes(1));

        assertThat(late.result()).isInstanceOf(Published.PartitionLost.class);
        assertThat(worker.waiting()).as("nothing is sent any more").isZero();
        assertThat(kafka.attempts()).hasSize(1);
    }

    @Test
    void send_fromAnotherThread_isRefused() throws InterruptedException {
        FutureTask<Future<Published>> elsewhere = new FutureTask<>(() -> outbox.send(List.of(), lease));
        Thread thread = new Thread(elsewhere);
        thread.start();
        thread.join();

        assertThatThrownBy(elsewhere::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(AssertionError.class);
    }

    private static Outgoing record(Topic topic, int bytes) {
        return new Outgoing(topic, "scan", new byte[bytes], Map.of());
    }

    private static RawRecord point(long offset) {
        return new RawRecord(Topic.EBSD_POINTS, POINTS, offset, 0, "scan", new byte[0], Map.of(), false);
    }
}
