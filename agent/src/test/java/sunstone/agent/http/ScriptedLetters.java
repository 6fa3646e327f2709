package sunstone.agent.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.TopicPartition;
import sunstone.agent.journal.Letters;
import sunstone.agent.scan.Answer;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;

/** A log that holds one text at every place, and notes what is sent again. */
final class ScriptedLetters implements Letters {
    static final String TEXT = "{not json";

    private final List<RawRecord> sent = new CopyOnWriteArrayList<>();

    List<RawRecord> sent() {
        return sent;
    }

    @Override
    public Optional<RawRecord> read(String topic, int partition, long offset) {
        return Optional.of(new RawRecord(
                Topic.EBSD_POINTS,
                new TopicPartition(topic, partition),
                offset,
                0,
                "s1",
                TEXT.getBytes(StandardCharsets.UTF_8),
                Map.of("origin", "a test"),
                false));
    }

    @Override
    public Answer sendAgain(RawRecord record) {
        sent.add(record);
        return new Answer(true, "sent again to its topic");
    }
}
