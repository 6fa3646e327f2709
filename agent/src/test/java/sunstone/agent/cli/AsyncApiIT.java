package sunstone.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sunstone.agent.scan.Mode;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Control;
import sunstone.connectors.message.Decision;
import sunstone.connectors.message.RegionRuns;
import sunstone.simulators.broker.EmbeddedBroker;

/** Every message of a live demo against {@code connectors/asyncapi.yaml}. */
class AsyncApiIT {
    @Test
    void liveDemo_everyRecordOfEveryTopic_isAsDocumented() throws Exception {
        AsyncApi document = new AsyncApi(file());
        assertThat(document.topics())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Topic.values()).map(Topic::suffix).toList());
        Set<Topic> met;
        List<RawRecord> seen;
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                LiveDemo demo = LiveDemo.start(broker, Mode.AUTO, 4, null).scan(16, 10);
                RecordSink sink = new RecordSink(demo.settings("operator"))) {
            await().atMost(Duration.ofMinutes(1)).until(() -> demo.measured().size() >= 8);
            Instant now = Instant.parse("2026-11-22T08:00:00Z");
            sink.send(Outgoing.of(
                    new Decision(LiveDemo.SCAN, "scan/1", Decision.Verdict.APPROVE, null, "late", "test", now)));
            sink.send(Outgoing.of(new Control(
                    LiveDemo.SCAN,
                    Control.Action.PREFER,
                    RegionRuns.of(new boolean[LiveDemo.SIZE * LiveDemo.SIZE]),
                    null,
                    "test",
                    now)));
            sink.send(new Outgoing(
                    Topic.EBSD_POINTS, LiveDemo.SCAN, "poison".getBytes(StandardCharsets.UTF_8), Map.of()));
            await().atMost(Duration.ofMinutes(1))
                    .until(() ->
                            demo.measured().size() == 16 && topics(demo.seen()).equals(Topic.CONTRACT));
            seen = List.copyOf(demo.seen());
            met = topics(seen);
        }
        assertThat(met).isEqualTo(Topic.CONTRACT);

        seen.stream()
                .filter(r -> !"poison".equals(text(r)) || r.topic() == Topic.DEAD_LETTERS)
                .forEach(document::check);

        RawRecord good = seen.stream()
                .filter(r -> r.topic() == Topic.COMMANDS)
                .findFirst()
                .orElseThrow();
        RawRecord bad = new RawRecord(
                good.topic(),
                good.position(),
                good.offset(),
                good.timestamp(),
                good.key(),
                text(good).replace("commandId", "commandID").getBytes(StandardCharsets.UTF_8),
                good.headers(),
                false);
        assertThatThrownBy(() -> document.check(bad)).isInstanceOf(AssertionError.class); // the judge can say no
    }

    private static Set<Topic> topics(List<RawRecord> seen) {
        return seen.stream().map(RawRecord::topic).collect(Collectors.toCollection(() -> EnumSet.noneOf(Topic.class)));
    }

    private static String text(RawRecord r) {
        return r.value() == null ? "" : new String(r.value(), StandardCharsets.UTF_8);
    }

    private static Path file() {
        Path here = Path.of("connectors/asyncapi.yaml").toAbsolutePath();
        return Files.exists(here)
                ? here
                : Path.of("../connectors/asyncapi.yaml").toAbsolutePath();
    }
}
