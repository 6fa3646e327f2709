package sunstone.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.loop.Spy;
import sunstone.agent.process.AgentProcess;
import sunstone.agent.process.ModelLoader;
import sunstone.agent.scan.Mode;
import sunstone.connectors.format.EbsdMaps;
import sunstone.connectors.format.light.LightStack;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.instrument.InstrumentClock;
import sunstone.connectors.instrument.KafkaInstrument;
import sunstone.connectors.instrument.Measurement;
import sunstone.connectors.instrument.ScanAnnouncement;
import sunstone.connectors.instrument.StackCamera;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.MapPacking;
import sunstone.connectors.message.MapRevision;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.map.OrientationMap;
import sunstone.simulators.broker.EmbeddedBroker;
import sunstone.simulators.laboratory.EdaxStation;
import sunstone.simulators.laboratory.FolderStation;
import sunstone.simulators.laboratory.SharkSemStation;
import sunstone.simulators.microscope.MicroscopeOptions;
import sunstone.simulators.microscope.VirtualMicroscope;

/** Laboratories' instruments on the topics: each measures what it would over Kafka, and the map is the same. */
class ConnectIT {
    private static final int SIZE = 32;
    private static final int BUDGET = 24;

    @TempDir
    static Path dir;

    private static EmbeddedBroker broker;
    private static OrientationMap truth;
    private static MapRevision direct;

    @BeforeAll
    static void measureOverKafka() throws Exception {
        broker = EmbeddedBroker.start();
        StringWriter out = new StringWriter();
        int exit = run(
                out,
                "generate",
                "--size",
                "" + SIZE,
                "--grain-px",
                "12",
                "--condition",
                "camera",
                "--out",
                dir.resolve("truth.ctf").toString(),
                "--pl",
                dir.resolve("light.tif").toString());
        assertThat(exit).as(out.toString()).isZero();
        EbsdMap map = EbsdMaps.read(dir.resolve("truth.ctf")).fold(m -> m, r -> {
            throw new AssertionError(r.reason());
        });
        truth = map.toOrientationMap(1);
        LightStack light = LightStack.read(dir.resolve("light.tif"));
        try (Loop loop = new Loop("direct.");
                KafkaInstrument instrument = KafkaInstrument.start(
                        loop.settings("microscope"),
                        ScanAnnouncement.of("scan", BUDGET).withLinger(Duration.ofDays(1)),
                        microscope(),
                        new StackCamera(light, 10),
                        InstrumentClock.unpaced(Instant.now()))) {
            direct = loop.lastMap();
            assertThat(instrument.points()).isEqualTo(BUDGET);
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static VirtualMicroscope microscope() {
        return new VirtualMicroscope(truth, MicroscopeOptions.defaults(), 1);
    }

    @Test
    void folder_stationWithBadManners_endsWithTheMapOverKafka() throws Exception {
        Path jobs = dir.resolve("jobs"), results = dir.resolve("results");
        Path config = config(
                "folder",
                dir.resolve("light.tif"),
                "folder:\n  jobs: " + jobs + "\n  results: " + results + "\n  pollSeconds: 0.1\n");
        try (Loop loop = new Loop("folder.");
                FolderStation station =
                        new FolderStation(jobs, results, microscope(), "Titanium", Duration.ofMillis(40))) {
            try (Connector connector = new Connector("folder", config)) {
                assertSameMap(loop, connector);
            }
            assertThat(station.measured()).isEqualTo(BUDGET);
        }
    }

    @Test
    void edax_stationThatFailsNowAndThen_endsWithTheMapOverKafka() throws Exception {
        Path results = dir.resolve("edax-results");
        try (Loop loop = new Loop("edax.");
                EdaxStation station = new EdaxStation(microscope(), "Titanium", results, Duration.ofMillis(20))) {
            Path config = config(
                    "edax",
                    dir.resolve("light.tif"),
                    "folder:\n  results: " + results + "\n  pollSeconds: 0.05\nedax:\n  port: " + station.port()
                            + "\n");
            try (Connector connector = new Connector("edax", config)) {
                assertSameMap(loop, connector);
            }
            assertThat(station.measured()).isEqualTo(BUDGET);
        }
    }

    @Test
    void sharksem_beamSetAndPatternTakenElsewhere_endsWithTheMapOverKafka() throws Exception {
        Path jobs = dir.resolve("sem-jobs");
        Path results = dir.resolve("sem-results");
        try (Loop loop = new Loop("sharksem.");
                SharkSemStation station =
                        new SharkSemStation(microscope(), "Titanium", jobs, results, Duration.ofMillis(5))) {
            Path config = config(
                    "sharksem",
                    dir.resolve("light.tif"),
                    "folder:\n  jobs: " + jobs + "\n  results: " + results
                            + "\n  pollSeconds: 0.02\nsharksem:\n  port: " + station.port() + "\n");
            try (Connector connector = new Connector("sharksem", config)) {
                assertSameMap(loop, connector);
            }
            assertThat(station.measured()).isEqualTo(BUDGET);
        }
    }

    /** The example in Python as it stands, on the table of what the microscope would measure. */
    @Test
    void http_pythonExample_endsWithTheMapOverKafka() throws Exception {
        assumeTrue(python(), "this machine has no python3: the example was not run");
        Path frames = Files.createDirectories(dir.resolve("frames")), spool = dir.resolve("spool");
        LightStack light = LightStack.read(dir.resolve("light.tif"));
        for (int k = 0; k < light.frames().size(); k++) {
            png(light, k, frames.resolve(String.format(Locale.ROOT, "frame_%03ddeg.png", 10 * k)));
        }
        Path points = Files.writeString(dir.resolve("points.csv"), table());
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path config = config("http", spool, "http:\n  port: " + port + "\n");
        try (Loop loop = new Loop("http.");
                Connector connector = new Connector("http", config)) {
            await().atMost(Duration.ofMinutes(5)).until(() -> connector.said().contains("scripts are awaited"));
            Process script = new ProcessBuilder(
                            "python3",
                            ContainerFilesTest.root()
                                    .resolve("connectors/examples/laboratory.py")
                                    .toString(),
                            "--url",
                            "http://127.0.0.1:" + port,
                            "--light",
                            frames.toString(),
                            "--table",
                            points.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(dir.resolve("script.log").toFile())
                    .start();
            try {
                assertSameMap(loop, connector);
            } finally {
                script.destroyForcibly().waitFor();
            }
        }
    }

    private static boolean python() {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    /** What the microscope measures at the first visit to each pixel, crystal axes X parallel to a*. */
    private static String table() {
        VirtualMicroscope microscope = microscope();
        StringBuilder table = new StringBuilder("row,col,phase,phi1,Phi,phi2,confidence\n");
        for (int i = 0; i < SIZE * SIZE; i++) {
            Measurement m = microscope.measure(i / SIZE, i % SIZE);
            double[] q = {m.w(), m.x(), m.y(), m.z()};
            double[] a = new double[3];
            CrystalAxes.X_PARALLEL_A_STAR.fromA(true, q, 0);
            EulerAngles.fromQuaternion(q, 0, a, 0);
            table.append(String.format(
                    Locale.ROOT,
                    "%d,%d,%d,%s,%s,%s,%s\n",
                    m.row(),
                    m.col(),
                    m.phase(),
                    Math.toDegrees(a[0]),
                    Math.toDegrees(a[1]),
                    Math.toDegrees(a[2]),
                    m.confidence()));
        }
        return table.toString();
    }

    private static void png(LightStack light, int frame, Path file) throws IOException {
        BufferedImage image = new BufferedImage(light.cols(), light.rows(), BufferedImage.TYPE_USHORT_GRAY);
        float[] pixels = light.frames().get(frame);
        for (int i = 0; i < pixels.length; i++) {
            int value = Math.round(65_535 * Math.max(0, Math.min(1, pixels[i])));
            image.getRaster().setSample(i % light.cols(), i / light.cols(), 0, value);
        }
        ImageIO.write(image, "png", file.toFile());
    }

    private static Path config(String kind, Path light, String rest) throws Exception {
        return Files.writeString(
                dir.resolve(kind + ".yaml"),
                String.join(
                        "\n",
                        "connectorId: " + kind,
                        "kafka:",
                        "  bootstrap: " + broker.bootstrap(),
                        "  prefix: " + kind + ".",
                        "scan:",
                        "  id: scan",
                        "  rows: " + SIZE,
                        "  cols: " + SIZE,
                        "  stepUm: " + truth.grid().stepUm(),
                        "  budgetPoints: " + BUDGET,
                        "  lingerSeconds: 86400",
                        "light:",
                        "  path: " + light,
                        rest));
    }

    /**
     * {@code sunstone connect}, which goes on until it is closed: its scan stays open, so that nothing depends on when
     * it ends.
     */
    private static final class Connector implements AutoCloseable {
        private final StringWriter out = new StringWriter();
        private final Thread thread;

        Connector(String kind, Path config) {
            thread = new Thread(() -> run(out, "connect", kind, "--config", config.toString()), "connect-" + kind);
            thread.start();
        }

        /** What it has printed so far. */
        String said() {
            return out.toString();
        }

        @Override
        public void close() throws InterruptedException {
            thread.interrupt();
            thread.join(Duration.ofMinutes(5).toMillis());
            assertThat(thread.isAlive()).as(out.toString()).isFalse();
        }
    }

    /**
     * The budget is measured, each point once and none in vain, and rounding in files moves no orientation of the map
     * by much.
     */
    private static void assertSameMap(Loop loop, Connector connector) {
        OrientationMap a = unpacked(direct), b = unpacked(loop.lastMap());
        for (int i = 0; i < a.grid().size(); i++) {
            assertThat(Math.toDegrees(a.laue().disorientation(a.quaternions(), 4 * i, b.quaternions(), 4 * i)))
                    .as("pixel " + i + ", " + connector.said())
                    .isLessThan(0.02);
        }
        assertThat(loop.spy.measured()).hasSize(BUDGET);
        assertThat(loop.spy.of(Topic.DEAD_LETTERS)).isEmpty();
    }

    private static OrientationMap unpacked(MapRevision map) {
        return MapPacking.unpack(map.map(), truth.grid().stepUm())
                .value()
                .orElseThrow()
                .map();
    }

    private static int run(StringWriter out, String... args) {
        return Sunstone.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(args);
    }

    /** An agent that commands at once, and a reader of everything, on topics of their own. */
    private static final class Loop implements AutoCloseable {
        private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();
        private final String prefix;
        private final AgentProcess agent;
        private final Spy spy;

        Loop(String prefix) throws InterruptedException {
            this.prefix = prefix;
            AgentConfig config = ClassicalAgent.config(
                    new KafkaSettings(broker.bootstrap(), prefix, "agent", "agents" + prefix, 1, Map.of()),
                    Mode.AUTO,
                    8,
                    ClassicalAgent.NO_PAGE);
            agent = AgentProcess.start(config, ModelLoader.open(config, Sunstone.commandLine()), null, fatal::set);
            spy = new Spy(settings("spy"), Topic.CONTRACT, fatal::set);
        }

        KafkaSettings settings(String client) {
            return new KafkaSettings(broker.bootstrap(), prefix, client, client, 1, Map.of());
        }

        /** The map that rests on every point. */
        MapRevision lastMap() {
            await().atMost(Duration.ofMinutes(5))
                    .until(() -> spy.suggestions().stream().anyMatch(s -> s.stop() != null));
            List<MapRevision> maps = spy.maps();
            return maps.get(maps.size() - 1);
        }

        @Override
        public void close() {
            spy.close();
            agent.close();
            assertThat(fatal.get()).isNull();
        }
    }
}
