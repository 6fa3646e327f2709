package sunstone.agent.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.evaluation.metrics.TruthMap;
import sunstone.agent.process.AgentProcess;
import sunstone.agent.process.FirstLine;
import sunstone.agent.process.ModelLoader;
import sunstone.agent.process.ShippedMap;
import sunstone.agent.process.Shutdown;
import sunstone.agent.view.ScanView;
import sunstone.connectors.instrument.InstrumentClock;
import sunstone.connectors.instrument.KafkaInstrument;
import sunstone.connectors.instrument.ScanAnnouncement;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.message.PixelType;
import sunstone.connectors.message.ScanOpened;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.simulators.broker.EmbeddedBroker;
import sunstone.simulators.microscope.MicroscopeOptions;
import sunstone.simulators.microscope.VirtualMicroscope;
import sunstone.simulators.polarizedlight.MuellerChain;
import sunstone.simulators.polarizedlight.PlCamera;
import sunstone.simulators.polarizedlight.PlCondition;

/** {@code sunstone demo}: the whole loop on this machine, through a real broker, on a map whose truth is known. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Runs everything on this machine: a Kafka broker, a virtual microscope on a known map, and the agent in mode"
                    + " auto, with the live page. Ends with a report.",
        })
public final class DemoCommand implements Callable<Integer> {
    private static final String SCAN = "demo";

    @Spec
    CommandSpec spec;

    @Mixin
    DemoOptions asked;

    @Override
    public Integer call() throws Exception {
        TruthMap truth = ShippedMap.read(asked.truthFile, asked.phase, spec.commandLine());
        try {
            asked.check(truth);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), FirstLine.of(e), e);
        }
        Files.createDirectories(asked.out);
        say(
                "%s: %d x %d px, %s, %d pixels to map",
                truth.file(),
                truth.map().grid().rows(),
                truth.map().grid().cols(),
                truth.phase().name(),
                truth.map().validCount());
        truth.notes().forEach(n -> say("note: %s", n));
        try (Shutdown ending = new Shutdown();
                EmbeddedBroker broker = EmbeddedBroker.start()) {
            AgentConfig config = asked.agent(broker.bootstrap());
            ModelLoader sampling = ModelLoader.open(config, spec.commandLine()); // belongs to the agent's process
            try (AgentProcess agent =
                            AgentProcess.start(config, sampling, asked.noUi ? null : truth.map(), ending::fail);
                    DemoScore score = new DemoScore(
                            truth, asked.budget, spec.commandLine().getOut())) {
                say("broker on %s", broker.bootstrap());
                agent.port().ifPresent(p -> say("live page on http://localhost:%d", p));
                agent.views().subscribe(score);
                KafkaInstrument.Outcome outcome = measure(broker, truth, agent, ending);
                if (outcome == null) {
                    return 1;
                }
                report(truth, sampling, score, outcome);
                if (!asked.noUi) {
                    say("the live page stays until Ctrl-C");
                    ending.await();
                }
            }
        }
        return 0;
    }

    /** Runs the scan to its end; null if it was ended from the keyboard. */
    private KafkaInstrument.@Nullable Outcome measure(
            EmbeddedBroker broker, TruthMap truth, AgentProcess agent, Shutdown ending) throws Exception {
        Shutdown.Task scan = ending.task();
        try (KafkaInstrument instrument = instrument(broker, truth)) {
            Consumer<ScanView> watcher = view -> {
                if (view.round() != null
                        && view.round().stop() != null
                        && view.pending().isEmpty()) {
                    instrument.stop(view.round().stop());
                }
            };
            agent.views().subscribe(watcher);
            instrument.outcome().whenComplete((o, failure) -> scan.done(failure));
            scan.await();
            agent.views().unsubscribe(watcher);
            return ending.interrupted() ? null : instrument.outcome().join();
        }
    }

    private KafkaInstrument instrument(EmbeddedBroker broker, TruthMap truth) {
        ScanAnnouncement sheet = new ScanAnnouncement(
                SCAN,
                "demo",
                1,
                truth.phaseName(),
                "x-cols-y-rows",
                ScanAnnouncement.FRAMES,
                PixelType.F32LE,
                new ScanOpened.Budget(asked.budget, asked.targetDeg, null),
                null,
                Duration.ofMinutes(10));
        PlCamera camera = PlCamera.of(
                truth.map(),
                MuellerChain.titanium(),
                PlCondition.parse(asked.condition),
                PlScaling.canonical(),
                ScanAnnouncement.FRAMES,
                asked.seed);
        Double pace = asked.speed;
        return KafkaInstrument.start(
                KafkaSettings.of(broker.bootstrap(), "microscope", "microscope"),
                sheet,
                new VirtualMicroscope(truth.map(), truth.phase().id(), MicroscopeOptions.defaults(), asked.seed),
                camera,
                pace == null
                        ? InstrumentClock.unpaced(Instant.now())
                        : InstrumentClock.accelerated(Instant.now(), pace));
    }

    private void report(TruthMap truth, ModelLoader sampling, DemoScore score, KafkaInstrument.Outcome outcome)
            throws IOException {
        score.drain();
        score.write(asked, sampling, outcome);
        say("%s", score.summary());
        say(
                "ended: %s; the microscope worked %.0f s for %d points",
                outcome.reason(), outcome.instrumentMillis() / 1e3, outcome.points());
        say("report: %s", asked.out.resolve("report.html"));
    }

    private void say(String format, Object... args) {
        PrintWriter to = spec.commandLine().getOut();
        to.println(String.format(Locale.ROOT, format, args));
        to.flush();
    }
}
