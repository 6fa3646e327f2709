package sunstone.agent.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.OutgoingBatch;
import sunstone.connectors.kafka.Published;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.kafka.Transactions;

/** Transactions in memory: committed, unless the test has said what comes next instead. */
final class MemoryTransactions implements Transactions {
    private final List<OutgoingBatch> attempts = new ArrayList<>();
    private final List<OutgoingBatch> committed = new ArrayList<>();
    private final ArrayDeque<Published> answers = new ArrayDeque<>();

    @Override
    public Published publish(OutgoingBatch batch, Supplier<Optional<ConsumerGroupMetadata>> reader) {
        attempts.add(batch);
        Published answer = answers.isEmpty() ? new Published.Committed() : answers.remove();
        if (answer instanceof Published.Committed) {
            committed.add(batch);
        }
        return answer;
    }

    /** What the next attempt comes to; further ones wait behind it. */
    void next(Published answer) {
        answers.add(answer);
    }

    /** Batches that were tried, in order. */
    List<OutgoingBatch> attempts() {
        return attempts;
    }

    /** Batches that were committed, in order. */
    List<OutgoingBatch> committed() {
        return committed;
    }

    /** Records of a topic that were committed. */
    List<Outgoing> records(Topic topic) {
        return committed.stream()
                .flatMap(b -> b.records().stream())
                .filter(r -> r.topic() == topic)
                .toList();
    }
}
