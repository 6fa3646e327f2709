package sunstone.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordHandler;
import sunstone.connectors.kafka.RecordStream;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Command;

/**
 * What the agent itself (or the one before it) has published, read to the end before anything is folded: a revision
 * number is never issued twice, and points under way stay under way.
 */
final class PastOutputs {
    private final Map<String, List<Offer>> offers = new HashMap<>();
    private final Map<String, List<Sent>> commands = new HashMap<>();
    private final Map<String, Resumption.Published> newest = new HashMap<>();

    /** A command and when it was sent. */
    record Sent(Command command, Instant at) {}

    private PastOutputs() {}

    /**
     * Reads the outputs on some partitions; blocks.
     *
     * @throws IllegalStateException if that takes longer than the limit
     */
    static PastOutputs read(KafkaSettings settings, Set<Integer> partitions, Duration limit) {
        PastOutputs past = new PastOutputs();
        CompletableFuture<Void> done = new CompletableFuture<>();
        RecordHandler handler = new RecordHandler() {
            @Override
            public CompletionStage<?> onRecords(List<RawRecord> records) {
                records.stream()
                        .filter(r -> partitions.contains(r.position().partition()))
                        .forEach(past::take);
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public void onLive() {
                done.complete(null);
            }

            @Override
            public void onFailure(Throwable cause) {
                done.completeExceptionally(cause);
            }
        };
        try (RecordStream stream = RecordStream.reader(settings, Set.of(Topic.SUGGESTIONS, Topic.COMMANDS), handler)) {
            done.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return past;
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "own suggestions and commands could not be read within " + limit.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("own suggestions and commands could not be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading own suggestions and commands", e);
        }
    }

    void take(RawRecord r) {
        if (r.topic() == Topic.SUGGESTIONS) {
            r.decode(Codecs.SUGGESTION).value().ifPresent(s -> {
                offers.computeIfAbsent(s.scanId(), k -> new ArrayList<>()).add(Publication.offer(s));
                newest.remove(s.scanId());
                Provenance.of(r.headers())
                        .ifPresent(p -> newest.put(s.scanId(), new Resumption.Published(s.revision(), p)));
            });
        } else {
            Instant at = Instant.ofEpochMilli(r.timestamp());
            r.decode(Codecs.COMMAND).value().ifPresent(c -> commands.computeIfAbsent(c.scanId(), k -> new ArrayList<>())
                    .add(new Sent(c, at)));
        }
    }

    /** Tells a new state what was published of its scan. */
    void restore(ScanState state) {
        String scanId = state.scan().scanId();
        offers.getOrDefault(scanId, List.of()).forEach(state::offered);
        for (Sent s : commands.getOrDefault(scanId, List.of())) {
            List<Pixel> pixels = s.command().points().stream()
                    .map(p -> new Pixel(p.row(), p.col()))
                    .toList();
            state.commanded(s.command().commandId(), s.command().suggestionId(), pixels, s.at());
        }
    }

    /** The round of a scan that was published last, if its record says what it rests on. */
    Optional<Resumption.Published> newest(String scanId) {
        return Optional.ofNullable(newest.get(scanId));
    }

    /** Takes in what was read of further partitions. */
    void add(PastOutputs other) {
        newest.putAll(other.newest);
        offers.putAll(other.offers);
        commands.putAll(other.commands);
    }

    /** Nothing published yet. */
    static PastOutputs none() {
        return new PastOutputs();
    }
}
