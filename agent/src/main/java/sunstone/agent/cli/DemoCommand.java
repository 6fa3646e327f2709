package sunstone.agent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sunstone.agent.BatchSize;
import sunstone.agent.Mode;
import sunstone.agent.ScanView;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.evaluation.Evaluation;
import sunstone.agent.evaluation.TruthMap;
import sunstone.agent.policy.Policies;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.message.PixelType;
import sunstone.connectors.message.ScanOpened;
import sunstone.models.map.PlModel;
import sunstone.models.map.PlScaling;
import sunstone.simulators.broker.EmbeddedBroker;
import sunstone.simulators.microscope.KafkaInstrument;
import sunstone.simulators.microscope.MicroscopeClock;
import sunstone.simulators.microscope.MicroscopeOptions;
import sunstone.simulators.microscope.ScanSheet;
import sunstone.simulators.microscope.VirtualMicroscope;
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
final class DemoCommand implements Callable<Integer> {
    private static final String SCAN = "demo";

    @Spec
    CommandSpec spec;

    @Option(
            names = "--truth",
            paramLabel = "FILE",
            description = "Map to measure again (.ctf, .ang, .cpr); without it, the generated one that is shipped.")
    @Nullable
    Path truthFile;

    @Option(
            names = "--phase",
            paramLabel = "ID",
            description = "Phase to map, everything else is masked (default the hexagonal phase with the most pixels).")
    @Nullable
    Integer phase;

    @Option(names = "--no-ui", description = "No live page; ends by itself.")
    boolean noUi;

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "P",
            description = "Port of the live page; another one if it is taken (default ${DEFAULT-VALUE}).")
    int port;

    @Option(
            names = "--budget",
            defaultValue = "150",
            paramLabel = "N",
            description = "Points to measure (default ${DEFAULT-VALUE}).")
    int budget;

    @Option(
            names = "--target-deg",
            paramLabel = "X",
            description = "Stop before the budget is spent when the mean uncertainty is at or below X degrees.")
    @Nullable
    Double targetDeg;

    @Option(
            names = "--condition",
            defaultValue = "camera",
            paramLabel = "NAME",
            description = "Polarised light: clean, noise-X, camera or harsh (default ${DEFAULT-VALUE}).")
    String condition;

    @Option(
            names = "--policy",
            defaultValue = Policies.DEFAULT,
            paramLabel = "NAME",
            description = "How points are chosen (default ${DEFAULT-VALUE}).")
    String policy;

    @Option(
            names = "--batch",
            defaultValue = "8",
            paramLabel = "N",
            description = "Points per suggestion (default ${DEFAULT-VALUE}).")
    int batch;

    @Option(
            names = "--members",
            paramLabel = "M",
            description = "Size of the ensemble (default as in config/agent.yaml).")
    @Nullable
    Integer members;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "Prior, an ONNX file, or none for the classical fill (default the one that is shipped).")
    @Nullable
    String model;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "S",
            description = "Of all noise and chance (default ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--speed",
            paramLabel = "X",
            description = "The microscope's pace: 1 is real time, 10 ten times as fast (default as fast as possible).")
    @Nullable
    Double speed;

    @Option(
            names = "--out",
            defaultValue = "sunstone-demo",
            paramLabel = "DIR",
            description = "Folder of the report (default ./${DEFAULT-VALUE}).")
    Path out;

    @Override
    public Integer call() throws Exception {
        TruthMap truth = truth();
        AgentConfig config = config(truth);
        Files.createDirectories(out);
        say(
                "%s: %d x %d px, %s, %d pixels to map",
                truth.file(),
                truth.map().grid().rows(),
                truth.map().grid().cols(),
                truth.phase().name(),
                truth.map().validCount());
        truth.notes().forEach(n -> say("note: %s", n));
        try (Ending ending = new Ending();
                EmbeddedBroker broker = EmbeddedBroker.start()) {
            AgentConfig here = at(config, broker.bootstrap());
            Sampling sampling = Sampling.open(config, spec.commandLine()); // belongs to the agent's process
            try (AgentProcess agent = AgentProcess.start(here, sampling, noUi ? null : truth.map(), ending::fail);
                    DemoScore score =
                            new DemoScore(truth, budget, spec.commandLine().getOut())) {
                say("broker on %s", broker.bootstrap());
                agent.port().ifPresent(p -> say("live page on http://localhost:%d", p));
                agent.bulletin().subscribe(score);
                KafkaInstrument.Outcome outcome = measure(broker, truth, agent, ending);
                if (outcome == null) {
                    return 1;
                }
                report(truth, sampling, score, outcome);
                if (!noUi) {
                    say("the live page stays until Ctrl-C");
                    rethrow(ending.await());
                }
            }
        }
        return 0;
    }

    /** Runs the scan to its end; null if it was ended from the keyboard. */
    private KafkaInstrument.@Nullable Outcome measure(
            EmbeddedBroker broker, TruthMap truth, AgentProcess agent, Ending ending) throws Exception {
        Ending.Task scan = ending.task();
        try (KafkaInstrument instrument = instrument(broker, truth)) {
            Consumer<ScanView> watcher = view -> {
                if (view.round() != null
                        && view.round().stop() != null
                        && view.pending().isEmpty()) {
                    instrument.stop(view.round().stop());
                }
            };
            agent.bulletin().subscribe(watcher);
            instrument.outcome().whenComplete((o, failure) -> scan.done(failure));
            rethrow(scan.await());
            agent.bulletin().unsubscribe(watcher);
            return ending.interrupted() ? null : instrument.outcome().join();
        }
    }

    private KafkaInstrument instrument(EmbeddedBroker broker, TruthMap truth) {
        ScanSheet sheet = new ScanSheet(
                SCAN,
                "demo",
                1,
                truth.phase().name().isBlank()
                        ? "phase " + truth.phase().id()
                        : truth.phase().name(),
                "x-cols-y-rows",
                ScanSheet.FRAMES,
                PixelType.F32LE,
                new ScanOpened.Budget(budget, targetDeg, null),
                null,
                Duration.ofMinutes(10));
        PlCamera camera = PlCamera.of(
                truth.map(),
                PlModel.titanium(),
                PlCondition.parse(condition),
                PlScaling.titanium(),
                ScanSheet.FRAMES,
                seed);
        Double pace = speed;
        return KafkaInstrument.start(
                KafkaSettings.of(broker.bootstrap(), "microscope", "microscope"),
                sheet,
                new VirtualMicroscope(truth.map(), truth.phase().id(), MicroscopeOptions.defaults(), seed),
                camera,
                pace == null
                        ? MicroscopeClock.unpaced(Instant.now())
                        : MicroscopeClock.accelerated(Instant.now(), pace));
    }

    private void report(TruthMap truth, Sampling sampling, DemoScore score, KafkaInstrument.Outcome outcome)
            throws IOException {
        score.drain();
        score.write(out, condition, policy, seed, targetDeg, sampling, outcome);
        say("%s", score.summary());
        say(
                "ended: %s; the microscope worked %.0f s for %d points",
                outcome.reason(), outcome.instrumentMillis() / 1e3, outcome.points());
        say("report: %s", out.resolve("report.html"));
    }

    private TruthMap truth() throws IOException {
        return Truths.read(truthFile, phase, spec.commandLine());
    }

    private AgentConfig config(TruthMap truth) {
        try {
            Policies.of(policy);
            PlCondition.parse(condition);
            require(budget >= 1, "--budget must be at least 1 point: " + budget);
            require(
                    budget <= truth.map().validCount(),
                    "--budget must be at most the " + truth.map().validCount() + " pixels of the map: " + budget);
            require(targetDeg == null || targetDeg > 0, "--target-deg must be above 0 degrees: " + targetDeg);
            require(batch >= 1 && batch <= 1000, "--batch must be 1 to 1000 points: " + batch);
            require(members == null || members >= 2 && members <= 256, "--members must be 2 to 256: " + members);
            require(port >= 0 && port <= 65_535, "--port must be 0 to 65535: " + port);
            require(speed == null || speed > 0, "--speed must be above 0: " + speed);
            require(!Files.exists(out) || Files.isDirectory(out), "--out must be a folder: " + out);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), Sunstone.firstLine(e), e);
        }
        AgentConfig d = AgentConfig.defaults();
        return new AgentConfig(
                "sunstone-demo",
                d.kafka(),
                new AgentConfig.Model(
                        model == null ? d.model().path() : model,
                        d.model().device(),
                        d.model().threads(),
                        members == null ? d.model().members() : members),
                policy,
                d.lambda(),
                BatchSize.fixed(batch),
                Evaluation.travel(MicroscopeOptions.defaults()),
                Mode.AUTO,
                seed,
                d.pace(),
                d.suggestionLife(),
                d.heartbeat(),
                d.inferenceLimit(),
                new AgentConfig.Http(!noUi, "127.0.0.1", free(port), AgentConfig.Http.NONE));
    }

    private static AgentConfig at(AgentConfig c, String bootstrap) {
        return new AgentConfig(
                c.agentId(),
                KafkaSettings.of(bootstrap, c.agentId(), "sunstone-agents"),
                c.model(),
                c.policy(),
                c.lambda(),
                c.batch(),
                c.travel(),
                c.mode(),
                c.seed(),
                c.pace(),
                c.suggestionLife(),
                c.heartbeat(),
                c.inferenceLimit(),
                c.http());
    }

    /** The port if nobody has it, else 0 for any. */
    private static int free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            return port;
        } catch (IOException e) {
            return 0;
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static void rethrow(@Nullable Throwable failure) {
        if (failure != null) {
            throw new IllegalStateException(Sunstone.firstLine(failure), failure);
        }
    }

    private void say(String format, Object... args) {
        PrintWriter to = spec.commandLine().getOut();
        to.println(String.format(Locale.ROOT, format, args));
        to.flush();
    }
}
