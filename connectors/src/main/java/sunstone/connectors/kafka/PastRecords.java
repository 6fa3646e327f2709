package sunstone.connectors.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/** Content of topics at this moment, from the first record to the last. */
public final class PastRecords {
    private PastRecords() {}

    /**
     * Reads topics up to their present end, outside every group; blocks.
     *
     * @param silence longest wait for the next records
     * @param take receives every record, on another thread, one at a time
     * @throws IllegalStateException with the reason, if they cannot be read to the end
     */
    public static void read(KafkaSettings settings, Set<Topic> topics, Duration silence, Consumer<RawRecord> take) {
        read(settings, topics, number -> true, silence, take);
    }

    /** As {@link #read(KafkaSettings, Set, Duration, Consumer)}, but the partitions of some numbers only. */
    public static void read(
            KafkaSettings settings,
            Set<Topic> topics,
            IntPredicate numbers,
            Duration silence,
            Consumer<RawRecord> take) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        AtomicLong taken = new AtomicLong();
        RecordHandler handler = new RecordHandler() {
            @Override
            public CompletionStage<?> onRecords(List<RawRecord> records) {
                records.stream().filter(RawRecord::replayed).forEach(take);
                taken.addAndGet(records.size());
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
        String names = topics.stream().map(settings::name).sorted().toList().toString();
        try (RecordStream stream = RecordStream.reader(settings, topics, numbers, handler)) {
            while (true) {
                long before = taken.get();
                try {
                    done.get(silence.toMillis(), TimeUnit.MILLISECONDS);
                    return;
                } catch (TimeoutException e) {
                    if (taken.get() == before) {
                        throw new IllegalStateException(
                                settings.bootstrap() + " gave nothing of " + names + " for " + silence.toSeconds()
                                        + " s; is it reachable, and may this client read there?",
                                e);
                    }
                }
            }
        } catch (ExecutionException e) {
            Throwable cause = e;
            for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
                cause = t;
            }
            throw new IllegalStateException(names + " cannot be read: " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading " + names, e);
        }
    }
}
