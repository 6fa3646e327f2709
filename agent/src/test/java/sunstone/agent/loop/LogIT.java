package sunstone.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sunstone.agent.replay.Replay;
import sunstone.connectors.kafka.PastRecords;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;
import sunstone.simulators.broker.EmbeddedBroker;

/**
 * What others do to the log while an agent is away: topics of their own making, records removed, segments compacted.
 */
class LogIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static EmbeddedBroker broker;
    private static Admin admin;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
    }

    @AfterAll
    static void stopBroker() {
        admin.close();
        broker.close();
    }

    @Test
    void start_topicMadeByOthersThatForgetsWithinTheHour_isRefusedByName() throws Exception {
        String name = "foreign.ebsd-points";
        make(name, Map.of("cleanup.policy", "delete", "retention.ms", "3600000"));
        try (DeskLoop desk = new DeskLoop(broker.bootstrap(), "foreign.")) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(desk::start))
                    .hasMessageContaining(name + " has retention.ms=3600000")
                    .hasMessageContaining("--add-config cleanup.policy=delete,retention.ms=-1");
        }
    }

    @Test
    void start_topicOfScansThatIsCompacted_isRefusedByName() throws Exception {
        make("old.scans", Map.of("cleanup.policy", "compact"));
        try (DeskLoop desk = new DeskLoop(broker.bootstrap(), "old.")) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(desk::start))
                    .hasMessageContaining("old.scans has cleanup.policy=compact");
        }
    }

    @Test
    void restart_pointsRemovedMeanwhile_freezesTheScanAndKeepsItsMapWhileOthersGoOn() throws Exception {
        try (DeskLoop desk = new DeskLoop(broker.bootstrap(), "gone.")) {
            desk.start();
            desk.open("s");
            for (int revision = 1; revision <= 3; revision++) {
                int wanted = revision;
                await().atMost(LIMIT).until(() -> desk.commands("s") >= wanted);
                desk.measure("s", revision);
            }
            await().atMost(LIMIT).until(() -> desk.suggestions("s").size() == 4);
            desk.stop();
            TopicPartition points = new TopicPartition("gone.ebsd-points", 0);
            admin.deleteRecords(Map.of(points, RecordsToDelete.beforeOffset(end(points) - 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);

            desk.start();
            await().atMost(LIMIT)
                    .until(() -> desk.view("s").map(v -> v.frozen() != null).orElse(false));
            desk.measure("s", 4);
            desk.open("t");
            await().atMost(LIMIT).until(() -> desk.commands("t") == 1);
            await().atMost(LIMIT).until(() -> desk.view("s").orElseThrow().measurements() > 3);

            assertThat(desk.view("s").orElseThrow().frozen())
                    .matches("revision 4 rested on \\d+ points, \\d+ are left.*");
            assertThat(desk.suggestions("s")).as("nothing after the good map").hasSize(4);
            assertThat(records(desk, Topic.MAPS, "s")).hasSize(4);
            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(desk.statuses()).last().satisfies(status -> assertThat(status.frozen())
                                    .singleElement()
                                    .matches(text -> text.startsWith("s: revision 4 rested on"))));
        }
    }

    @Test
    void restart_oneScanHasEnded_readsFromWhereTheOpenOneBeginsAndStillKnowsTheOther() throws Exception {
        try (DeskLoop desk = new DeskLoop(broker.bootstrap(), "ended.")) {
            desk.start();
            desk.open("a");
            await().atMost(LIMIT).until(() -> desk.commands("a") == 1);
            desk.measure("a", 1);
            await().atMost(LIMIT).until(() -> desk.commands("a") == 2);
            desk.open("b");
            await().atMost(LIMIT).until(() -> desk.commands("b") == 1);
            desk.measure("a", 2); // lies among what has to be read again
            await().atMost(LIMIT).until(() -> desk.suggestions("a").size() == 3);
            int measured = desk.view("a").orElseThrow().measurements();
            desk.close("a");
            TopicPartition frames = new TopicPartition("ended.pl-frames", 0);
            await().atMost(LIMIT).until(() -> needed(frames) == 6);
            desk.stop();
            admin.deleteRecords(Map.of(frames, RecordsToDelete.beforeOffset(6)))
                    .all()
                    .get(30, TimeUnit.SECONDS);

            desk.start();
            desk.measure("b", 1);
            await().atMost(LIMIT).until(() -> desk.suggestions("b").size() == 2);

            assertThat(desk.view("b").orElseThrow()).satisfies(b -> {
                assertThat(b.frames()).isEqualTo(6);
                assertThat(b.frozen()).isNull();
            });
            assertThat(desk.view("a").orElseThrow()).satisfies(a -> {
                assertThat(a.closed()).isTrue();
                assertThat(a.measurements()).isEqualTo(measured);
            });
            assertThat(desk.deadLetters()).as("of a scan that was closed").isEmpty();
        }
    }

    @Test
    void input_behindATransactionThatSomebodyLeftOpen_isToldUntilThatIsDecided() throws Exception {
        try (DeskLoop desk = new DeskLoop(broker.bootstrap(), "left.");
                KafkaProducer<byte[], byte[]> foreign = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrap(), "transactional.id", "foreign"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            desk.start();
            foreign.initTransactions();
            foreign.beginTransaction();
            foreign.send(new ProducerRecord<>("left.ebsd-points", new byte[1], new byte[1]))
                    .get(30, TimeUnit.SECONDS);

            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(desk.statuses()).last().satisfies(status -> assertThat(status.degraded())
                                    .startsWith("left.ebsd-points-0 cannot be read beyond offset 0")));

            foreign.abortTransaction();
            await().atMost(LIMIT).untilAsserted(() -> assertThat(desk.statuses())
                    .last()
                    .satisfies(status -> assertThat(status.degraded()).isNull()));
        }
    }

    /** What the agent has noted beside a committed offset: where a restart begins to read. */
    private static long needed(TopicPartition partition) throws Exception {
        OffsetAndMetadata stored = admin.listConsumerGroupOffsets("agents")
                .partitionsToOffsetAndMetadata()
                .get(30, TimeUnit.SECONDS)
                .get(partition);
        return stored == null
                ? 0
                : Long.parseLong(stored.metadata().substring(stored.metadata().indexOf(' ') + 1));
    }

    @Test
    void restart_idOfTwoLivesAfterCompaction_givesTheSameSuggestionsByteForByte() throws Exception {
        List<String> whole = twoLives("whole.", false);

        assertThat(twoLives("compacted.", true)).isEqualTo(whole);
    }

    /** Three revisions, the end, the same id again and two more, a restart with or without compaction, one more. */
    private static List<String> twoLives(String prefix, boolean compacted) throws Exception {
        try (DeskLoop desk = new DeskLoop(broker.bootstrap(), prefix)) {
            desk.start();
            desk.open("s");
            for (int revision = 1; revision <= 6; revision++) {
                int wanted = revision;
                await().atMost(LIMIT).until(() -> desk.commands("s") >= wanted);
                if (revision == 5 && compacted) {
                    desk.stop();
                    compact(desk, prefix);
                    desk.start();
                }
                if (revision == 3) {
                    desk.close("s");
                    desk.open("s");
                } else if (revision < 6) {
                    desk.measure("s", revision);
                }
            }
            List<Replay.Step> steps = new ArrayList<>();
            Replay.read(desk.kafka(), "s", Duration.ofSeconds(30))
                    .run(DeskLoop.copilot(1), DeskLoop.settings("test"), 6, steps::add);
            assertThat(steps).hasSize(6).allMatch(step -> step.difference() == null);
            return desk.suggestions("s").stream()
                    .map(b -> new String(b, StandardCharsets.UTF_8))
                    .toList();
        }
    }

    /** Has the broker compact whatever may be compacted, and waits until it has: until only the newest map is left. */
    private static void compact(DeskLoop desk, String prefix) throws Exception {
        Map<ConfigResource, Collection<AlterConfigOp>> eager = new HashMap<>();
        for (Topic topic : Topic.CONTRACT) {
            List<AlterConfigOp> settings = new ArrayList<>();
            Map.of("segment.ms", "100", "min.cleanable.dirty.ratio", "0.0", "max.compaction.lag.ms", "100")
                    .forEach((key, value) ->
                            settings.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
            eager.put(new ConfigResource(ConfigResource.Type.TOPIC, prefix + topic.suffix()), settings);
        }
        admin.incrementalAlterConfigs(eager).all().get(30, TimeUnit.SECONDS);
        int before = records(desk, Topic.SCANS, "s").size();
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            desk.filler(); // a segment is closed when the next record comes
            return records(desk, Topic.MAPS, "s").size() == 1;
        });
        assertThat(records(desk, Topic.SCANS, "s")).hasSize(before);
    }

    private static List<RawRecord> records(DeskLoop desk, Topic topic, String key) {
        List<RawRecord> records = new ArrayList<>();
        PastRecords.read(desk.kafka(), Set.of(topic), Duration.ofSeconds(30), r -> {
            if (key.equals(r.key())) {
                records.add(r);
            }
        });
        return records;
    }

    private static void make(String name, Map<String, String> config) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, 1, (short) 1).configs(config)))
                .all()
                .get(30, TimeUnit.SECONDS);
    }

    private static long end(TopicPartition partition) throws Exception {
        return Objects.requireNonNull(admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                        .all()
                        .get(30, TimeUnit.SECONDS)
                        .get(partition))
                .offset();
    }
}
