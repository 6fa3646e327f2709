package sunstone.agent.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sunstone.agent.cli.option.SectionOptions;
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
import sunstone.models.map.OrientationMap;
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
                    + " auto, with the live page. Ends with a report. With --sections the sections of a specimen, one after the other, each"
                    + " carried over from the one before.",
        })
public final class DemoCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Mixin
    DemoOptions asked;

    @Mixin
    SectionOptions sections;

    @Override
    public Integer call() throws Exception {
        List<DemoScan> scans = scans();
        try {
            asked.check(scans.get(0).truth());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), FirstLine.of(e), e);
        }
        Files.createDirectories(asked.out);
        TruthMap first = scans.get(0).truth();
        say(
                "%s: %d x %d px, %s, %d pixels to map",
                first.file(),
                first.map().grid().rows(),
                first.map().grid().cols(),
                first.phase().name(),
                first.map().validCount());
        first.notes().forEach(n -> say("note: %s", n));
        try (Shutdown ending = new Shutdown();
                EmbeddedBroker broker = EmbeddedBroker.start()) {
            AgentConfig config = asked.agent(broker.bootstrap());
            ModelLoader sampling = ModelLoader.open(config, spec.commandLine()); // belongs to the agent's process
            OrientationMap shown = asked.noUi || scans.size() > 1 ? null : first.map();
            try (AgentProcess agent = AgentProcess.start(config, sampling, shown, ending::fail)) {
                say("broker on %s", broker.bootstrap());
                agent.port().ifPresent(p -> say("live page on http://localhost:%d", p));
                DemoReport report = new DemoReport(asked, sampling, scans);
                for (DemoScan scan : scans) {
                    if (!measure(broker, scan, agent, report, ending)) {
                        return 1;
                    }
                }
                report.write();
                say("report: %s", asked.out.resolve("report.html"));
                if (!asked.noUi) {
                    say("the live page stays until Ctrl-C");
                    ending.await();
                }
            }
        }
        return 0;
    }

    private List<DemoScan> scans() throws IOException {
        if (!sections.given()) {
            return List.of(DemoScan.of(ShippedMap.read(asked.truthFile, asked.phase, spec.commandLine()), asked.seed));
        }
        return DemoScan.of(
                asked.truthFile == null ? sections.cut(asked.seed) : sections.measured(asked.truthFile, asked.seed));
    }

    /** Runs a scan to its end; false if it was ended from the keyboard. */
    private boolean measure(
            EmbeddedBroker broker, DemoScan scan, AgentProcess agent, DemoReport report, Shutdown ending)
            throws Exception {
        Shutdown.Task task = ending.task();
        try (DemoScore score = new DemoScore(
                        scan.id(),
                        scan.truth(),
                        asked.budget,
                        spec.commandLine().getOut());
                KafkaInstrument instrument = instrument(broker, scan)) {
            Consumer<ScanView> watcher = view -> {
                if (view.scan().scanId().equals(scan.id())
                        && view.round() != null
                        && view.round().stop() != null
                        && view.pending().isEmpty()) {
                    instrument.stop(view.round().stop());
                }
            };
            agent.views().subscribe(score);
            agent.views().subscribe(watcher);
            instrument.outcome().whenComplete((o, failure) -> task.done(failure));
            task.await();
            agent.views().unsubscribe(watcher);
            agent.views().unsubscribe(score);
            if (ending.interrupted()) {
                return false;
            }
            KafkaInstrument.Outcome outcome = instrument.outcome().join();
            score.drain();
            report.add(scan, score, outcome);
            say("%s%s", scan.below() == null ? "" : scan.truth().file() + ": ", score.summary());
            say(
                    "ended: %s; the microscope worked %.0f s for %d points",
                    outcome.reason(), outcome.instrumentMillis() / 1e3, outcome.points());
            return true;
        }
    }

    private KafkaInstrument instrument(EmbeddedBroker broker, DemoScan scan) {
        TruthMap truth = scan.truth();
        ScanAnnouncement sheet = new ScanAnnouncement(
                scan.id(),
                "demo",
                scan.section(),
                truth.phaseName(),
                "x-cols-y-rows",
                ScanAnnouncement.FRAMES,
                PixelType.F32LE,
                new ScanOpened.Budget(asked.budget, asked.targetDeg, null),
                scan.below(),
                Duration.ofMinutes(10));
        PlCamera camera = PlCamera.ofSection(
                truth.map(),
                MuellerChain.titanium(),
                PlCondition.parse(asked.condition),
                PlScaling.canonical(),
                ScanAnnouncement.FRAMES,
                asked.seed,
                scan.seed());
        Double pace = asked.speed;
        return KafkaInstrument.start(
                KafkaSettings.of(broker.bootstrap(), "microscope", "microscope"),
                sheet,
                new VirtualMicroscope(truth.map(), truth.phase().id(), MicroscopeOptions.defaults(), scan.seed()),
                camera,
                pace == null
                        ? InstrumentClock.unpaced(Instant.now())
                        : InstrumentClock.accelerated(Instant.now(), pace));
    }

    private void say(String format, Object... args) {
        PrintWriter to = spec.commandLine().getOut();
        to.println(String.format(Locale.ROOT, format, args));
        to.flush();
    }
}
