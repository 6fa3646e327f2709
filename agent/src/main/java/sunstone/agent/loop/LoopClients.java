package sunstone.agent.loop;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import sunstone.agent.journal.LastStatus;
import sunstone.agent.journal.SectionLog;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.Published;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.TopicSetup;
import sunstone.connectors.kafka.TransactionalSink;
import sunstone.connectors.kafka.Transactions;
import sunstone.connectors.kafka.UndecidedRecords;
import sunstone.connectors.message.Status;

/**
 * Kafka as a loop finds it at its start: what writes to it, topics that are as they must be, and what this agent said
 * of itself last.
 *
 * @param transactions publish outputs with the offsets of their inputs
 * @param sink sends a record that rests on no input; completes when Kafka has it
 * @param open transactions of others that hold the inputs up
 * @param partitions number of partitions of every topic
 * @param warnings what the topics' settings may cost, one line each
 * @param last this agent's newest heartbeat, of an earlier run
 * @param sections reads what some scans left to the next sections of their specimens; blocks
 * @param release gives all of it back; blocks
 */
record LoopClients(
        Transactions transactions,
        Function<Outgoing, ? extends CompletionStage<?>> sink,
        OpenTransactions open,
        int partitions,
        List<String> warnings,
        Optional<Status> last,
        Function<Set<String>, SectionLog> sections,
        Runnable release) {
    private static final Duration KAFKA_LIMIT = Duration.ofSeconds(30);

    /**
     * Connects; blocks.
     *
     * @throws IllegalStateException with one line, if topics are missing or set so that records would be lost, or if
     *     the broker takes no transactions
     */
    static LoopClients connect(KafkaSettings kafka, String agentId) {
        TopicSetup.Result topics = TopicSetup.ensure(kafka, KAFKA_LIMIT);
        if (topics instanceof TopicSetup.Refused refused) {
            throw new IllegalStateException(refused.reason());
        }
        TopicSetup.Ready ready = (TopicSetup.Ready) topics;
        Optional<Status> last = LastStatus.read(kafka, agentId, KAFKA_LIMIT);
        TransactionalSink transactions = transactions(kafka);
        RecordSink sink = new RecordSink(kafka);
        UndecidedRecords undecided = new UndecidedRecords(kafka);
        return new LoopClients(
                transactions,
                sink::send,
                new OpenTransactions(undecided::of),
                ready.partitions(),
                ready.warnings(),
                last,
                scans -> SectionLog.read(kafka, scans, KAFKA_LIMIT),
                () -> {
                    transactions.close();
                    sink.close();
                    undecided.close();
                });
    }

    private static TransactionalSink transactions(KafkaSettings kafka) {
        TransactionalSink transactions = new TransactionalSink(kafka);
        // ends what a dead process of this id left half done: its partitions cannot be read before
        Published first = transactions.publish(List.of());
        if (!(first instanceof Published.Committed)) {
            transactions.close();
            throw new IllegalStateException(kafka.bootstrap() + " takes no transactions, which the agent needs: "
                    + first + "; transaction.state.log.replication.factor and .min.isr of the broker must not"
                    + " exceed the number of brokers, and this client must be allowed to write transactions");
        }
        return transactions;
    }
}
