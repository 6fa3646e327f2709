package sunstone.agent.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.agent.loop.Announcement;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordHandler;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.RecordStream;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.kafka.TopicSetup;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.Suggestion;

/**
 * An instrument that sends 50,000 points a second, each pixel over and over, through a real broker to an agent of its
 * own process and 400 MB of heap. {@code -Dflood.seconds=60} floods for a minute.
 */
class FloodIT {
    private static final Logger LOG = LoggerFactory.getLogger(FloodIT.class);
    private static final int SECONDS = Integer.getInteger("flood.seconds", 6);
    private static final int RATE = 50_000;
    private static final int BATCH = 500;
    private static final int SIZE = 96;
    private static final int MOST_UNDER_WAY = 200;
    private static final Path DIR = Path.of("target", "chaos").toAbsolutePath();

    private final AtomicReference<@Nullable Suggestion> newest = new AtomicReference<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    @Test
    void flood_ofPoints_leavesMemoryFlatAndIsKnownToASuggestion() throws Exception {
        Files.createDirectories(DIR);
        try (BrokerProcess broker = BrokerProcess.start(DIR)) {
            KafkaSettings settings = new KafkaSettings(broker.bootstrap(), "f.", "flood", "flood", 1, Map.of());
            await().until(() -> TopicSetup.ensure(settings, Duration.ofSeconds(20)) instanceof TopicSetup.Ready);
            Path config = DIR.resolve("flood.yaml");
            Files.writeString(config, yaml(broker.bootstrap()));
            try (Child agent = Child.start(
                            DIR.resolve("flood.out"), DIR.resolve("flood.log"), "run", "--config", config.toString());
                    RecordSink instrument = new RecordSink(settings);
                    RecordStream spy = RecordStream.reader(settings, Set.of(Topic.SUGGESTIONS), spy())) {
                open(instrument);
                await().atMost(Duration.ofSeconds(60)).until(() -> newest.get() != null);

                flood(agent, instrument);

                assertThat(failure.get()).isNull();
                assertThat(spy.status().assigned()).isNotEmpty();
            }
        }
    }

    private void flood(Child agent, RecordSink instrument) throws InterruptedException, IOException {
        List<Outgoing> batches = batches();
        Semaphore room = new Semaphore(MOST_UNDER_WAY);
        List<Long> memory = new ArrayList<>();
        int records = SECONDS * RATE / BATCH;
        long start = System.nanoTime();
        for (int k = 0; k < records; k++) {
            long due = start + k * (BATCH * 1_000_000_000L / RATE);
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
            room.acquire();
            instrument.send(batches.get(k % batches.size())).whenComplete((ok, e) -> room.release());
            if (k % (RATE / BATCH) == 0) {
                memory.add(agent.residentBytes() >> 20);
            }
        }
        room.acquire(MOST_UNDER_WAY);
        long sent = System.nanoTime();
        // a point that nobody has sent before: the suggestion that knows it knows the whole flood
        long last = batches.size() + 1L;
        instrument.send(Outgoing.of(new EbsdPoints("flood", last, List.of(point(0, 89)))));
        await("a suggestion that knows the last point")
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(60))
                .until(() -> String.valueOf(newest.get()).contains("seq=" + last + ","));
        double rate = records * (double) BATCH / ((sent - start) / 1e9);
        double fresh = (System.nanoTime() - sent) / 1e9;
        String line = String.format(
                Locale.ROOT,
                "%d s at %.0f points/s; next suggestion that knows all after %.2f s; resident memory each second, MB: %s",
                SECONDS,
                rate,
                fresh,
                memory);
        LOG.info(line);
        Files.writeString(DIR.resolve("flood.txt"), line + "\n");
        assertThat(memory.get(memory.size() - 1))
                .as("resident MB of a heap of 400: %s", memory)
                .isLessThan(800);
        long middle = memory.get(memory.size() / 2);
        assertThat(memory.get(memory.size() - 1)).as("flat: %s", memory).isLessThan(middle + middle / 4);
    }

    private RecordHandler spy() {
        return new RecordHandler() {
            @Override
            public CompletionStage<?> onRecords(List<RawRecord> records) {
                records.forEach(
                        r -> newest.set(r.decode(Codecs.SUGGESTION).value().orElseThrow()));
                return CompletableFuture.completedStage(null);
            }

            @Override
            public void onFailure(Throwable cause) {
                failure.set(cause);
            }
        };
    }

    /** The whole grid once, 500 points a record. */
    private static List<Outgoing> batches() {
        List<Outgoing> batches = new ArrayList<>();
        for (int from = 0; from < SIZE * SIZE; from += BATCH) {
            List<EbsdPoints.Point> points = new ArrayList<>();
            for (int i = from; i < Math.min(SIZE * SIZE, from + BATCH); i++) {
                points.add(point(i, 5 + 80.0 * i / (SIZE * SIZE)));
            }
            batches.add(Outgoing.of(new EbsdPoints("flood", batches.size(), points)));
        }
        return batches;
    }

    private static EbsdPoints.Point point(int pixel, double tiltDeg) {
        return new EbsdPoints.Point(pixel / SIZE, pixel % SIZE, 1, 10, tiltDeg, 30, 0.9, null, Instant.EPOCH);
    }

    private static void open(RecordSink instrument) {
        instrument.send(Outgoing.of(Announcement.of("flood", SIZE, SIZE, 0))).join();
    }

    private static String yaml(String bootstrap) {
        return """
                agentId: flood-agent
                kafka:
                  bootstrap: %s
                  prefix: f.
                  groupId: flood-agents
                model:
                  path: none
                policy:
                  name: random
                http:
                  enabled: false
                """.formatted(bootstrap);
    }
}
