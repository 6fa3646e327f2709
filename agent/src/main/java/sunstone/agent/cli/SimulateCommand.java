package sunstone.agent.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sunstone.agent.cli.option.SectionOptions;
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
import sunstone.connectors.message.ScanOpened.SpecimenPrior;
import sunstone.models.map.Phase;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.simulators.microscope.MicroscopeOptions;
import sunstone.simulators.microscope.VirtualMicroscope;
import sunstone.simulators.microstructure.Specimen;
import sunstone.simulators.polarizedlight.MuellerChain;
import sunstone.simulators.polarizedlight.PlCamera;
import sunstone.simulators.polarizedlight.PlCondition;

/** {@code sunstone simulate}: the virtual microscope against a Kafka cluster. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the virtual microscope on a known map against your Kafka, until its scan ends or Ctrl-C.",
            "It obeys the topic commands and nothing else. With --sections the sections of a specimen, one after the other."
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
            description = "Map to measure (" + EbsdMaps.READ + "); without it, the generated one that is shipped. With"
                    + " --sections a folder with one file per section; without it a generated specimen.")
    @Nullable
    Path truthFile;

    @Option(names = "--scan", paramLabel = "ID", description = "Scan id, in place of the configured one.")
    @Nullable
    String scanId;

    @Mixin
    SectionOptions sections;

    /**
     * A scan to simulate.
     *
     * @param seed of whatever is drawn for it
     */
    private record Piece(
            String id,
            TruthMap truth,
            int section,
            long seed,
            @Nullable SpecimenPrior below) {}

    @Override
    public Integer call() throws Exception {
        MicroscopeConfig settings = MicroscopeConfig.read(config).fold(c -> c, reason -> {
            throw new ParameterException(spec.commandLine(), reason);
        });
        List<Piece> pieces = pieces(settings);
        pieces.get(0).truth().notes().forEach(n -> say("note: %s", n));
        PlCondition condition = condition(settings);
        if (TopicSetup.ensure(settings.kafka(), TOPICS_LIMIT) instanceof TopicSetup.Refused refused) {
            throw new IllegalStateException(refused.reason());
        }
        try (Shutdown ending = new Shutdown()) {
            for (Piece piece : pieces) {
                if (ending.interrupted() || !measured(settings, piece, condition, ending)) {
                    break;
                }
            }
        }
        return 0;
    }

    private List<Piece> pieces(MicroscopeConfig c) throws IOException {
        String id = scanId == null ? c.scan().id() : scanId;
        if (!sections.given()) {
            TruthMap truth = ShippedMap.read(
                    truthFile, c.scan().phase() == 0 ? null : c.scan().phase(), spec.commandLine());
            return List.of(new Piece(id, truth, c.scan().section(), c.seed(), null));
        }
        if (c.scan().points().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--sections goes on to the next section when the points of one are spent: set scan.budgetPoints above 0");
        }
        List<Specimen.Cut> cuts = truthFile == null ? sections.cut(c.seed()) : sections.measured(truthFile, c.seed());
        List<Piece> pieces = new ArrayList<>();
        for (int k = 0; k < cuts.size(); k++) {
            Specimen.Cut cut = cuts.get(k);
            String name = String.format(Locale.ROOT, "section-%03d", cut.number());
            TruthMap truth =
                    new TruthMap(name, new Phase(1, "Titanium", cut.map().laue()), cut.map(), List.of());
            double px = k == 0 ? 0 : cut.depthPx() - cuts.get(k - 1).depthPx();
            SpecimenPrior below = k == 0
                    ? null
                    : new SpecimenPrior(
                            pieces.get(k - 1).id(), px * cut.map().grid().stepUm());
            pieces.add(new Piece(id + "-" + name, truth, c.scan().section() + k, cut.seed(), below));
        }
        return pieces;
    }

    /** Runs a scan to its end; false if it was ended from the keyboard. */
    private boolean measured(MicroscopeConfig settings, Piece piece, PlCondition condition, Shutdown ending)
            throws Exception {
        Shutdown.Task scan = ending.task();
        try (KafkaInstrument instrument = start(settings, piece, condition)) {
            instrument.outcome().whenComplete((o, failure) -> scan.done(failure));
            while (!scan.await(REPORT_SECONDS, TimeUnit.SECONDS)) {
                say("%s: %d points measured", piece.id(), instrument.points());
            }
            if (ending.interrupted()) {
                return false;
            }
            KafkaInstrument.Outcome end = instrument.outcome().join();
            say(
                    "%s ended: %s; %d points, %.0f s of the microscope's time",
                    piece.id(), end.reason(), end.points(), end.instrumentMillis() / 1e3);
            return true;
        }
    }

    private PlCondition condition(MicroscopeConfig c) {
        try {
            return PlCondition.parse(c.pl().condition());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), config + ": pl.condition: " + e.getMessage(), e);
        }
    }

    private KafkaInstrument start(MicroscopeConfig c, Piece piece, PlCondition condition) {
        MicroscopeConfig.Scan s = c.scan();
        TruthMap truth = piece.truth();
        ScanAnnouncement sheet = new ScanAnnouncement(
                piece.id(),
                s.specimenId(),
                piece.section(),
                truth.phaseName(),
                "x-cols-y-rows",
                c.pl().frames(),
                PixelType.F32LE,
                new ScanOpened.Budget(s.points().orElse(null), s.targetDeg().orElse(null), null),
                piece.below(),
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
                : PlCamera.ofSection(
                        truth.map(),
                        MuellerChain.titanium(),
                        condition,
                        PlScaling.canonical(),
                        c.pl().frames(),
                        c.seed(),
                        piece.seed());
        Instant now = Instant.now();
        return KafkaInstrument.start(
                c.kafka(),
                sheet,
                new VirtualMicroscope(truth.map(), truth.phase().id(), options, piece.seed()),
                camera,
                c.speed() == 0 ? InstrumentClock.unpaced(now) : InstrumentClock.accelerated(now, c.speed()));
    }

    private void say(String format, Object... args) {
        spec.commandLine().getOut().println(String.format(Locale.ROOT, format, args));
        spec.commandLine().getOut().flush();
    }
}
