package sunstone.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.loop.Spy;
import sunstone.agent.process.AgentProcess;
import sunstone.agent.process.ModelLoader;
import sunstone.agent.scan.Mode;
import sunstone.connectors.instrument.InstrumentClock;
import sunstone.connectors.instrument.KafkaInstrument;
import sunstone.connectors.instrument.ScanAnnouncement;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Command;
import sunstone.models.map.OrientationMap;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.simulators.broker.EmbeddedBroker;
import sunstone.simulators.microscope.MicroscopeOptions;
import sunstone.simulators.microscope.VirtualMicroscope;
import sunstone.simulators.polarizedlight.MuellerChain;
import sunstone.simulators.polarizedlight.PlCamera;
import sunstone.simulators.polarizedlight.PlCondition;

/** A broker, an agent with its cockpit, a virtual microscope, and a reader of every topic, for tests. */
final class LiveDemo implements AutoCloseable {
    static final String SCAN = "scan";
    static final int SIZE = 40;

    private static final AtomicInteger DEMOS = new AtomicInteger();

    private final EmbeddedBroker broker;
    private final String prefix = "t" + DEMOS.incrementAndGet() + ".";
    private final AgentProcess agent;
    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();
    private final Spy spy;
    private @Nullable KafkaInstrument instrument;

    private LiveDemo(EmbeddedBroker broker, Mode mode, int batch, @Nullable Path token) throws InterruptedException {
        this.broker = broker;
        AgentConfig config = config(mode, batch, token);
        OrientationMap truth = truth();
        this.agent = AgentProcess.start(config, ModelLoader.open(config, Sunstone.commandLine()), truth, fatal::set);
        this.spy = new Spy(settings("spy"), Topic.CONTRACT, fatal::set);
    }

    /** Starts everything but the microscope, with topics of its own on the broker. */
    static LiveDemo start(EmbeddedBroker broker, Mode mode, int batch, @Nullable Path token)
            throws InterruptedException {
        return new LiveDemo(broker, mode, batch, token);
    }

    /**
     * Starts the microscope on the scan.
     *
     * @param budget points
     * @param speed 1 is real time, about 140 ms a point
     */
    LiveDemo scan(int budget, double speed) {
        OrientationMap truth = truth();
        instrument = KafkaInstrument.start(
                settings("microscope"),
                ScanAnnouncement.of(SCAN, budget).withLinger(Duration.ofMinutes(10)),
                new VirtualMicroscope(truth, MicroscopeOptions.defaults(), 1),
                PlCamera.of(
                        truth,
                        MuellerChain.titanium(),
                        PlCondition.clean(),
                        PlScaling.canonical(),
                        ScanAnnouncement.FRAMES,
                        1),
                InstrumentClock.accelerated(Instant.now(), speed));
        return this;
    }

    private AgentConfig config(Mode mode, int batch, @Nullable Path token) {
        return ClassicalAgent.config(
                new KafkaSettings(broker.bootstrap(), prefix, "agent" + prefix, "agents" + prefix, 1, Map.of()),
                mode,
                batch,
                new AgentConfig.Http(true, "127.0.0.1", 0, token == null ? AgentConfig.Http.NONE : token.toString()));
    }

    static OrientationMap truth() {
        return GenerateCommand.map(SIZE, 14, 3).toOrientationMap(1);
    }

    KafkaSettings settings(String client) {
        return new KafkaSettings(broker.bootstrap(), prefix, client, client, 1, Map.of());
    }

    String url() {
        return "http://localhost:" + agent.port().orElseThrow();
    }

    /** Every record of every topic so far. */
    List<RawRecord> seen() {
        return spy.seen();
    }

    List<Command> commands() {
        return spy.commands();
    }

    /** Pixels of all commands, {@code row,col}. */
    Set<String> commanded() {
        return spy.commanded();
    }

    /** Pixels that the microscope has measured, {@code row,col}. */
    Set<String> measured() {
        return spy.measured();
    }

    @Override
    public void close() {
        if (instrument != null) {
            instrument.close();
        }
        spy.close();
        agent.close();
        assertThat(fatal.get()).isNull();
    }
}
