package sunstone.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.loop.Announcement;
import sunstone.agent.process.AgentProcess;
import sunstone.agent.process.ModelLoader;
import sunstone.agent.scan.Mode;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.PastRecords;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.EbsdPoints;
import sunstone.simulators.broker.EmbeddedBroker;

/** Points that came before their scan was opened, and poison: listed, shown and sent again, on a real broker. */
class DeadLettersIT {
    private EmbeddedBroker broker;
    private AgentProcess agent;
    private RecordSink instrument;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.start();
        KafkaSettings kafka = KafkaSettings.of(broker.bootstrap(), "agent", "agents");
        AgentConfig config = ClassicalAgent.config(kafka, Mode.ADVISE, 4, ClassicalAgent.NO_PAGE);
        agent = AgentProcess.start(config, ModelLoader.open(config, Sunstone.commandLine()), null, e -> {});
        instrument = new RecordSink(KafkaSettings.of(broker.bootstrap(), "instrument", "instruments"));
    }

    @AfterEach
    void stop() {
        instrument.close();
        agent.close();
        broker.close();
    }

    @Test
    void letters_areListedShownAndSentAgainOnce() {
        instrument.send(Outgoing.of(points())).join();
        byte[] poison = "{not json".getBytes(StandardCharsets.UTF_8);
        instrument
                .send(new Outgoing(Topic.EBSD_POINTS, "early", poison, Map.of("origin", "a test")))
                .join();
        await().until(() -> letters().size() == 2);

        assertThat(run("dead-letters", "--bootstrap", broker.bootstrap())).isZero();
        assertThat(taken()).contains("unknown-scan", "malformed", "sunstone.ebsd-points 0:0", "2 dead letters");

        assertThat(run("dead-letters", "--bootstrap", broker.bootstrap(), "--json", "--reason", "malformed"))
                .isZero();
        JsonObject line = new JsonObject(taken());
        assertThat(line.getInteger("bytes")).isEqualTo(poison.length);
        String letter = line.getString("letter");

        assertThat(run("dead-letters", "--bootstrap", broker.bootstrap(), "--show", letter))
                .isZero();
        JsonObject shown = new JsonObject(taken());
        assertThat(shown.getBinary("base64")).isEqualTo(poison);
        assertThat(shown.getJsonObject("headers").getString("origin")).isEqualTo("a test");

        // once the scan is there, its early points are taken; the poison comes back, and is left where it is
        instrument.send(Outgoing.of(Announcement.of("early", 12, 10, 0))).join();
        await().until(() -> agent.views().of("early").isPresent());
        assertThat(run("dead-letters", "--bootstrap", broker.bootstrap(), "--redrive", "all"))
                .isZero();
        assertThat(taken()).contains("2 sent again");
        await().until(() -> agent.views().of("early").orElseThrow().measurements() == 1);
        await().until(() -> letters().size() == 3);
        RawRecord back = letters().get(2);
        assertThat(back.value()).isEqualTo(poison);
        assertThat(back.key()).isEqualTo("early");
        assertThat(back.headers()).containsEntry("redriven", "1").containsEntry("origin", "a test");

        assertThat(run("dead-letters", "--bootstrap", broker.bootstrap(), "--redrive", "0:" + back.offset()))
                .isZero();
        assertThat(taken()).contains("0 sent again; 1 came back");
    }

    @Test
    void redrive_ofAnUnknownLetter_isBadInput() {
        assertThat(run("dead-letters", "--bootstrap", broker.bootstrap(), "--redrive", "0:99"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("there is no dead letter 0:99");
    }

    private List<RawRecord> letters() {
        List<RawRecord> letters = new ArrayList<>();
        PastRecords.read(
                KafkaSettings.of(broker.bootstrap(), "reader", "readers"),
                Set.of(Topic.DEAD_LETTERS),
                Duration.ofSeconds(20),
                letters::add);
        return letters;
    }

    private static EbsdPoints points() {
        return new EbsdPoints("early", 0, List.of(new EbsdPoints.Point(1, 2, 1, 10, 20, 30, 0.9, null, Instant.EPOCH)));
    }

    private String taken() {
        String text = out.toString();
        out.getBuffer().setLength(0);
        return text;
    }

    private int run(String... args) {
        CommandLine line = Sunstone.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(args);
    }
}
