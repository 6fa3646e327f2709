package sunstone.agent.loop;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordHandler;
import sunstone.connectors.kafka.RecordStream;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.MapRevision;
import sunstone.connectors.message.Status;
import sunstone.connectors.message.Suggestion;
import sunstone.connectors.message.codec.JsonCodec;
import sunstone.connectors.message.codec.Keyed;

/** Reads topics from the beginning and keeps everything, for tests. */
public final class Spy implements AutoCloseable {
    private final List<RawRecord> seen = new CopyOnWriteArrayList<>();
    private final RecordStream stream;

    /**
     * Reads until it is closed.
     *
     * @param onFailure told when it cannot go on
     */
    public Spy(KafkaSettings client, Set<Topic> topics, Consumer<Throwable> onFailure) {
        stream = RecordStream.reader(client, topics, new RecordHandler() {
            @Override
            public CompletionStage<?> onRecords(List<RawRecord> records) {
                seen.addAll(records);
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public void onFailure(Throwable cause) {
                onFailure.accept(cause);
            }
        });
    }

    /** Every record so far. */
    public List<RawRecord> seen() {
        return seen;
    }

    /** The records of a topic so far. */
    public List<RawRecord> of(Topic topic) {
        return seen.stream().filter(r -> r.topic() == topic).toList();
    }

    private <M extends Keyed> List<M> decoded(Topic topic, JsonCodec<M> codec) {
        return of(topic).stream()
                .map(r -> r.decode(codec).value().orElseThrow())
                .toList();
    }

    public List<Suggestion> suggestions() {
        return decoded(Topic.SUGGESTIONS, Codecs.SUGGESTION);
    }

    public List<Command> commands() {
        return decoded(Topic.COMMANDS, Codecs.COMMAND);
    }

    public List<MapRevision> maps() {
        return decoded(Topic.MAPS, Codecs.MAP);
    }

    public List<Status> statuses() {
        return decoded(Topic.STATUS, Codecs.STATUS);
    }

    /** Pixels of all commands, {@code row,col}. */
    public Set<String> commanded() {
        Set<String> pixels = new TreeSet<>();
        commands().forEach(c -> c.points().forEach(p -> pixels.add(p.row() + "," + p.col())));
        return pixels;
    }

    /** Pixels that were measured, {@code row,col}; what cannot be read is passed over. */
    public Set<String> measured() {
        Set<String> pixels = new TreeSet<>();
        of(Topic.EBSD_POINTS).stream()
                .flatMap(r -> r.decode(Codecs.EBSD_POINTS).value().stream())
                .forEach(batch -> batch.points().forEach(p -> pixels.add(p.row() + "," + p.col())));
        return pixels;
    }

    @Override
    public void close() {
        stream.close();
    }
}
