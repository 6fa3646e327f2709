package sunstone.agent.cli.bench;

import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordHandler;
import sunstone.connectors.kafka.RecordStream;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Codecs;

/** A reader of suggestions and maps that notes when each suggestion came, and how long its round took. */
final class SuggestionReader implements AutoCloseable {
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final long limitSeconds;
    private final RecordStream stream;

    /** A suggestion on so many points and when it was read, or the time that the round of a map on so many took. */
    record Answer(int points, long nanos, double inferenceMs) {}

    SuggestionReader(KafkaSettings client, long limitSeconds) {
        this.limitSeconds = limitSeconds;
        this.stream = RecordStream.reader(client, Set.of(Topic.SUGGESTIONS, Topic.MAPS), new Handler());
    }

    private final class Handler implements RecordHandler {
        @Override
        public CompletionStage<?> onRecords(List<RawRecord> records) {
            long now = System.nanoTime();
            for (RawRecord r : records) {
                if (r.topic() == Topic.SUGGESTIONS) {
                    r.decode(Codecs.SUGGESTION)
                            .value()
                            .ifPresent(s -> answers.add(new Answer(s.basedOn().points(), now, Double.NaN)));
                } else {
                    r.decode(Codecs.MAP)
                            .value()
                            .ifPresent(m -> answers.add(new Answer(m.points(), now, m.inferenceMs())));
                }
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onFailure(Throwable cause) {
            answers.add(new Answer(-1, 0, 0));
        }
    }

    /**
     * Waits for the suggestion and the map on so many points.
     *
     * @throws IllegalStateException if they do not come within the limit
     */
    Answer await(int points) throws InterruptedException {
        long nanos = 0;
        double inference = Double.NaN;
        while (nanos == 0 || Double.isNaN(inference)) {
            Answer a = answers.poll(limitSeconds, TimeUnit.SECONDS);
            if (a == null || a.points < 0) {
                throw new IllegalStateException("no suggestion on " + points + " points within " + limitSeconds + " s");
            }
            if (a.points == points && Double.isNaN(a.inferenceMs)) {
                nanos = a.nanos;
            } else if (a.points == points) {
                inference = a.inferenceMs;
            }
        }
        return new Answer(points, nanos, inference);
    }

    @Override
    public void close() {
        stream.close();
    }
}
