package sunstone.agent.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sunstone.agent.config.MicroscopeConfig;
import sunstone.agent.evaluation.metrics.TruthMap;
import sunstone.agent.process.ShippedMap;
import sunstone.agent.process.Shutdown;
import sunstone.connectors.format.EbsdMaps;
import sunstone.connectors.instrument.InstrumentClock;
import sunstone.connectors.instrument.KafkaInstrument;
import sunstone.connectors.instrument.ScanAnnouncement;
import sunstone.connectors.kafka.TopicSetup;
import sunstone.connectors.message.PixelType;
import sunstone.connectors.message.ScanOpened;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.simulators.microscope.MicroscopeOptions;
import sunstone.simulators.microscope.VirtualMicroscope;
import sunstone.simulators.polarizedlight.MuellerChain;
import sunstone.simulators.polarizedlight.PlCamera;
import sunstone.simulators.polarizedlight.PlCondition;

/** {@code sunstone simulate}: the virtual microscope against a Kafka cluster. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the virtual microscope on a known map against your Kafka, until its scan ends or Ctrl-C.",
            "It obeys the topic commands and nothing else."
        })
final class SimulateCommand implements Callable<Integer> {
    private static final Duration TOPICS_LIMIT = Duration.ofSeconds(30);
    private static final long REPORT_SECONDS = 10;

    @Spec
    CommandSpec spec;

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "Settings; config/microscope.yaml lists them all with their defaults.")
    Path config;

    @Option(
            names = "--truth",
            paramLabel = "FILE",
            description = "Map to measure (" + EbsdMaps.READ + "); without it, the generated one that is shipped.")
    @Nullable
    Path truthFile;

    @Option(names = "--scan", paramLabel = "ID", description = "Scan id, in place of the configured one.")
    @Nullable
    String scanId;

    @Override
    public Integer call() throws Exception {
        MicroscopeConfig settings = MicroscopeConfig.read(config).fold(c -> c, reason -> {
            throw new ParameterException(spec.commandLine(), reason);
        });
        TruthMap truth = ShippedMap.read(
                truthFile, settings.scan().phase() == 0 ? null : settings.scan().phase(), spec.commandLine());
        truth.notes().forEach(n -> say("note: %s", n));
        PlCondition condition = condition(settings);
        if (TopicSetup.ensure(settings.kafka(), TOPICS_LIMIT) instanceof TopicSetup.Refused refused) {
            throw new IllegalStateException(refused.reason());
        }
        try (Shutdown ending = new Shutdown();
                KafkaInstrument instrument = start(settings, truth, condition)) {
            Shutdown.Task scan = ending.task();
            instrument.outcome().whenComplete((o, failure) -> scan.done(failure));
            while (!scan.await(REPORT_SECONDS, TimeUnit.SECONDS)) {
                say("%d points measured", instrument.points());
            }
            if (!ending.interrupted()) {
                KafkaInstrument.Outcome end = instrument.outcome().join();
                say(
                        "ended: %s; %d points, %.0f s of the microscope's time",
                        end.reason(), end.points(), end.instrumentMillis() / 1e3);
            }
        }
        return 0;
    }

    private PlCondition condition(MicroscopeConfig c) {
        try {
            return PlCondition.parse(c.pl().condition());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), config + ": pl.condition: " + e.getMessage(), e);
        }
    }

    private KafkaInstrument start(MicroscopeConfig c, TruthMap truth, PlCondition condition) {
        MicroscopeConfig.Scan s = c.scan();
        ScanAnnouncement sheet = new ScanAnnouncement(
                scanId == null ? s.id() : scanId,
                s.specimenId(),
                s.section(),
                truth.phaseName(),
                "x-cols-y-rows",
                c.pl().frames(),
                PixelType.F32LE,
                new ScanOpened.Budget(s.points().orElse(null), s.targetDeg().orElse(null), null),
                null,
                s.linger());
        MicroscopeConfig.Ebsd e = c.ebsd();
        MicroscopeOptions options = new MicroscopeOptions(
                e.dwellMs(),
                e.settleMs(),
                e.msPerUm(),
                c.pl().frameMs(),
                e.noiseDeg(),
                e.wrongFraction(),
                e.notIndexedFraction(),
                e.boundaryFactor());
        PlCamera camera = c.pl().frames() == 0
                ? null
                : PlCamera.of(
                        truth.map(),
                        MuellerChain.titanium(),
                        condition,
                        PlScaling.canonical(),
                        c.pl().frames(),
                        c.seed());
        Instant now = Instant.now();
        return KafkaInstrument.start(
                c.kafka(),
                sheet,
                new VirtualMicroscope(truth.map(), truth.phase().id(), options, c.seed()),
                camera,
                c.speed() == 0 ? InstrumentClock.unpaced(now) : InstrumentClock.accelerated(now, c.speed()));
    }

    private void say(String format, Object... args) {
        spec.commandLine().getOut().println(String.format(Locale.ROOT, format, args));
        spec.commandLine().getOut().flush();
    }
}
