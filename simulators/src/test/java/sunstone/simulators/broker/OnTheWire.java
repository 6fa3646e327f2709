package sunstone.simulators.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.kafka.TopicSetup;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.Receipt;
import sunstone.connectors.message.ScanOpened;

/** What tests of the wire have in common: a broker for the class, and topics and names of its own for each test. */
@SuppressWarnings("NullAway.Init") // JUnit calls the setup methods
abstract class OnTheWire {
    static final Instant AT = Instant.parse("2026-11-22T08:00:00Z");
    static final EnumSet<Topic> ALL = EnumSet.copyOf(Topic.CONTRACT);
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static EmbeddedBroker broker;

    KafkaSettings settings;

    @BeforeAll
    static void startBroker() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60)); // a busy machine is slow, not wrong
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    /** Each test has topics and names of its own. */
    @BeforeEach
    void createTopics() {
        int n = COUNT.incrementAndGet();
        settings = new KafkaSettings(broker.bootstrap(), "test" + n + ".", "agent-" + n, "group-" + n, 2, Map.of());
        assertThat(TopicSetup.ensure(settings, Duration.ofSeconds(30)))
                .isInstanceOfSatisfying(TopicSetup.Ready.class, r -> {
                    assertThat(r.partitions()).isEqualTo(2);
                    assertThat(r.created()).hasSize(ALL.size());
                });
    }

    static EnumSet<Topic> inputs() {
        return EnumSet.of(Topic.SCANS, Topic.EBSD_POINTS, Topic.RECEIPTS);
    }

    static Map<TopicPartition, Long> next(Recorder recorder) {
        Map<TopicPartition, Long> next = new HashMap<>();
        recorder.records.forEach(r -> next.merge(r.position(), r.offset() + 1, Math::max));
        return next;
    }

    static List<RawRecord> of(Recorder recorder, Topic topic) {
        return recorder.records.stream().filter(r -> r.topic() == topic).toList();
    }

    KafkaProducer<String, String> foreign() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new StringSerializer(), new StringSerializer());
    }

    static Outgoing command(String scanId) {
        return Outgoing.of(new Command(scanId, scanId + "/c", scanId + "/1", List.of()));
    }

    static Receipt receipt(String scanId, String commandId) {
        return new Receipt(scanId, commandId, Receipt.State.DONE, null);
    }

    static EbsdPoints batch(String scanId, long seq) {
        return new EbsdPoints(scanId, seq, List.of(new EbsdPoints.Point(1, 1, 1, 10, 20, 30, 1, null, AT)));
    }

    static ScanOpened opened(String scanId) {
        return new ScanOpened(
                scanId,
                "specimen",
                1,
                4,
                5,
                0.5,
                List.of(new ScanOpened.Phase(1, "Ti", "6/mmm")),
                new ScanOpened.Frame("bunge-passive-deg", "X||a", "x right, y down"),
                new ScanOpened.Pl(36, 10, 4, 5),
                ScanOpened.Budget.none(),
                null,
                null);
    }
}
