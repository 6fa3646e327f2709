package sunstone.agent.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.config.ConnectConfig;
import sunstone.agent.process.AgentProcess;
import sunstone.agent.process.Shutdown;
import sunstone.connectors.format.light.LightStack;
import sunstone.connectors.instrument.Instrument;
import sunstone.connectors.instrument.JobInstrument;
import sunstone.connectors.instrument.KafkaInstrument;
import sunstone.connectors.instrument.StackCamera;
import sunstone.connectors.instrument.edax.EdaxInstrument;
import sunstone.connectors.instrument.folder.FolderInstrument;
import sunstone.connectors.instrument.folder.LightArrival;
import sunstone.connectors.instrument.sharksem.SharkSemInstrument;
import sunstone.connectors.instrument.web.ScriptServer;
import sunstone.connectors.instrument.web.WebInstrument;
import sunstone.connectors.kafka.TopicSetup;
import sunstone.connectors.message.ScanOpened;

/** {@code sunstone connect}: a laboratory's instrument on the topics. */
@Command(
        name = "connect",
        mixinStandardHelpOptions = true,
        description = {
            "Connects a laboratory's instrument to your Kafka, until its scan ends or Ctrl-C. It obeys the topic commands and"
                    + " nothing else. Ended with Ctrl-C, a scan stays open and is resumed by the next start.",
            "KIND is folder (lists of points leave as files, results and light come in as files), http (a script of yours asks"
                    + " for commands and posts points and frames), edax (TEAM or APEX by IPAPI) or sharksem (TESCAN sets the"
                    + " beam, EBSD software takes lists of one point from a folder)."
        })
final class ConnectCommand implements Callable<Integer> {
    private static final Duration TOPICS_LIMIT = Duration.ofSeconds(30);
    private static final long REPORT_SECONDS = 10;

    /** Kinds of instruments that can be connected. */
    enum Kind {
        FOLDER,
        HTTP,
        EDAX,
        SHARKSEM
    }

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "KIND", description = "folder, http, edax or sharksem.")
    Kind kind;

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "Settings; config/connect.yaml lists them all with their defaults.")
    Path config;

    @Option(names = "--scan", paramLabel = "ID", description = "Scan id, in place of the configured one.")
    @Nullable
    String scanId;

    @Option(names = "--close", description = "Close the scan, which no other start then resumes, and end.")
    boolean close;

    @Override
    public Integer call() throws Exception {
        ConnectConfig settings = ConnectConfig.read(config).fold(c -> c, reason -> {
            throw new ParameterException(spec.commandLine(), reason);
        });
        ConnectConfig.Http http = settings.http();
        String token;
        try {
            token = AgentProcess.token(
                    new AgentConfig.Http(kind == Kind.HTTP, http.host(), http.port(), http.tokenFile()));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        if (TopicSetup.ensure(settings.kafka(), TOPICS_LIMIT) instanceof TopicSetup.Refused refused) {
            throw new IllegalStateException(refused.reason());
        }
        try (Shutdown ending = new Shutdown()) {
            ScriptServer server = kind == Kind.HTTP && !close
                    ? new ScriptServer(new ScriptServer.Settings(
                            http.host(), http.port(), token, settings.light().path()))
                    : null;
            if (server != null) {
                say("scripts are awaited on http://%s:%d", http.host(), server.port());
            }
            run(settings, server, ending);
        }
        return 0;
    }

    private void run(ConnectConfig settings, @Nullable ScriptServer server, Shutdown ending) throws Exception {
        LightStack light = close ? null : light(settings, ending);
        if (ending.interrupted()) {
            return;
        }
        ScanOpened scan = announced(settings.scan(), light, settings.light().stepDeg());
        JobInstrument instrument = instrument(settings, scan, server);
        Instrument.Camera camera =
                light == null ? null : new StackCamera(light, settings.light().stepDeg());
        KafkaInstrument running = KafkaInstrument.start(
                settings.kafka(), scan, close ? Duration.ZERO : settings.linger(), instrument, camera);
        try {
            if (close) {
                running.stop("closed by --close");
            }
            Shutdown.Task task = ending.task();
            running.outcome().whenComplete((o, failure) -> task.done(failure));
            int told = -1;
            while (!task.await(REPORT_SECONDS, TimeUnit.SECONDS)) {
                if (running.points() != told) {
                    told = running.points();
                    say("%d points measured", told);
                }
            }
            if (!ending.interrupted()) {
                KafkaInstrument.Outcome end = running.outcome().join();
                say("ended: %s; %d points", end.reason(), end.points());
            }
        } finally {
            running.abandon(); // a scan that has not ended stays open
        }
    }

    private @Nullable LightStack light(ConnectConfig settings, Shutdown ending) throws InterruptedException {
        Path path = settings.light().path();
        if (path == null) {
            return null;
        }
        LightStack stack = LightArrival.await(
                path,
                settings.light().frames(),
                settings.folder().poll(),
                line -> say("%s", line),
                ending::interrupted);
        if (stack == null) {
            return null;
        }
        stack.notes().forEach(n -> say("note: %s", n));
        say("light: %d frames of %d x %d pixels", stack.frames().size(), stack.rows(), stack.cols());
        return stack;
    }

    private ScanOpened announced(ScanOpened s, @Nullable LightStack light, double stepDeg) {
        return new ScanOpened(
                scanId == null ? s.scanId() : scanId,
                s.specimenId(),
                s.section(),
                s.rows(),
                s.cols(),
                s.stepUm(),
                s.phases(),
                s.frame(),
                light == null ? s.pl() : new ScanOpened.Pl(light.frames().size(), stepDeg, light.rows(), light.cols()),
                s.budget(),
                s.specimenPrior(),
                s.roi());
    }

    private JobInstrument instrument(ConnectConfig settings, ScanOpened scan, @Nullable ScriptServer server)
            throws IOException {
        if (close) {
            return (commandId, points, run) -> "closed by --close";
        }
        return switch (kind) {
            case FOLDER -> {
                FolderInstrument folder = new FolderInstrument(scan, settings.folder());
                say(
                        "lists of points leave for %s, results are awaited in %s",
                        settings.folder().jobs(), settings.folder().results());
                yield folder;
            }
            case SHARKSEM ->
                new SharkSemInstrument(
                        scan,
                        settings.sharksem().host(),
                        settings.sharksem().port(),
                        new FolderInstrument(scan, settings.folder()));
            case EDAX -> new EdaxInstrument(scan, settings.edax());
            case HTTP -> {
                if (server == null) {
                    throw new IllegalStateException("no server");
                }
                yield new WebInstrument(
                        inAxes(scan, settings), server, settings.http().patience());
            }
        };
    }

    /** The announcement in the crystal axes in which the script speaks. */
    private static ScanOpened inAxes(ScanOpened s, ConnectConfig settings) {
        return new ScanOpened(
                s.scanId(),
                s.specimenId(),
                s.section(),
                s.rows(),
                s.cols(),
                s.stepUm(),
                s.phases(),
                new ScanOpened.Frame(
                        s.frame().eulerConvention(),
                        settings.axes().symbol(),
                        s.frame().mapFrame()),
                s.pl(),
                s.budget(),
                s.specimenPrior(),
                s.roi());
    }

    private void say(String format, Object... args) {
        spec.commandLine().getOut().println(String.format(Locale.ROOT, format, args));
        spec.commandLine().getOut().flush();
    }
}
