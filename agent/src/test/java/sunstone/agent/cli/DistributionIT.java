package sunstone.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.agent.loop.Spy;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.Pixel;
import sunstone.connectors.message.Receipt;
import sunstone.simulators.broker.EmbeddedBroker;
import sunstone.simulators.laboratory.FolderStation;
import sunstone.simulators.microscope.MicroscopeOptions;
import sunstone.simulators.microscope.VirtualMicroscope;

/** The zip, unpacked elsewhere, with the folder of a Java runtime on the path and nothing else. */
class DistributionIT {
    @TempDir
    static Path dir;

    private static Path home;

    @BeforeAll
    static void unpack() throws IOException {
        Path target = ContainerFilesTest.root().resolve("agent/target");
        Path zip;
        try (Stream<Path> files = Files.list(target)) {
            zip = files.filter(f -> f.getFileName().toString().matches("sunstone-[\\d.]+\\.zip"))
                    .findFirst()
                    .orElseThrow(
                            () -> new AssertionError("no sunstone-VERSION.zip in " + target + ": run mvn package"));
        }
        try (ZipFile in = new ZipFile(zip.toFile())) {
            for (ZipEntry e : (Iterable<ZipEntry>) in.stream().map(ZipEntry.class::cast)::iterator) {
                Path to = dir.resolve("a folder").resolve(e.getName());
                if (e.isDirectory()) {
                    Files.createDirectories(to);
                } else {
                    Files.createDirectories(to.getParent());
                    Files.copy(in.getInputStream(e), to);
                }
            }
        }
        try (Stream<Path> top = Files.list(dir.resolve("a folder"))) {
            home = top.findFirst().orElseThrow();
        }
        assertThat(home.resolve("bin/sunstone").toFile().setExecutable(true)).isTrue(); // as unzip would
    }

    private static Process start(String log, String... args) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/sunstone").toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve(log).toFile());
        builder.environment().clear();
        builder.environment().put("PATH", runtime());
        return builder.start();
    }

    private static String runtime() {
        return Path.of(System.getProperty("java.home"), "bin").toString();
    }

    private static String said(String log) {
        try {
            return Files.readString(dir.resolve(log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void zip_holdsWhatRunsAndNoTrainer() throws IOException {
        try (Stream<Path> lib = Files.list(home.resolve("lib"))) {
            List<String> names = lib.map(f -> f.getFileName().toString()).toList();
            assertThat(names).anyMatch(n -> n.startsWith("onnxruntime")).anyMatch(n -> n.startsWith("sunstone-agent"));
            assertThat(names).noneMatch(n -> n.startsWith("pytorch-native"));
        }
        assertThat(home.resolve("models/zoo/hexagonal/model.onnx")).isNotEmptyFile();
        assertThat(home.resolve("config/connect.yaml")).isNotEmptyFile();
        assertThat(home.resolve("examples/laboratory.py")).isNotEmptyFile();
        String bat = Files.readString(home.resolve("bin/sunstone.bat"));
        assertThat(bat.replace("\r\n", ""))
                .as("every line ends as Windows wants")
                .doesNotContain("\n");
        assertThat(bat).contains("sunstone.agent.cli.Sunstone %*").contains("exit /b %errorlevel%");
        assertThat(Files.readString(home.resolve("bin/sunstone"))).doesNotContain("\r");
    }

    @Test
    void demo_unpackedElsewhere_endsWithItsReport() throws Exception {
        Process demo = start("demo.log", "demo", "--no-ui", "--members", "2", "--budget", "8", "--out", "demo");

        try {
            assertThat(demo.waitFor(10, TimeUnit.MINUTES)).as(said("demo.log")).isTrue();
        } finally {
            demo.destroyForcibly();
        }
        assertThat(demo.exitValue()).as(said("demo.log")).isZero();
        assertThat(dir.resolve("demo/report.html")).isNotEmptyFile();
    }

    @Test
    void connectFolder_unpackedElsewhere_measuresWhatIsCommandedAndOutlivesAKill() throws Exception {
        Path jobs = dir.resolve("jobs"), results = dir.resolve("results");
        VirtualMicroscope microscope = new VirtualMicroscope(LiveDemo.truth(), MicroscopeOptions.perfect(), 1);
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            KafkaSettings client = new KafkaSettings(broker.bootstrap(), "sunstone.", "test", "test", 1, Map.of());
            Path config = Files.writeString(
                    dir.resolve("connect.yaml"),
                    String.join(
                            "\n",
                            "kafka:",
                            "  bootstrap: " + broker.bootstrap(),
                            "scan:",
                            "  rows: " + LiveDemo.SIZE,
                            "  cols: " + LiveDemo.SIZE,
                            "folder:",
                            "  jobs: " + jobs,
                            "  results: " + results,
                            "  pollSeconds: 0.1\n"));
            Process first = start("first.log", "connect", "folder", "--config", config.toString());
            await().atMost(Duration.ofMinutes(5)).until(() -> said("first.log").contains("lists of points leave"));
            try (Spy spy = new Spy(client, Topic.CONTRACT, e -> {});
                    RecordSink sink = new RecordSink(client)) {
                Command command = new Command(
                        "scan-1", "scan-1/1/command", "scan-1/1", List.of(new Pixel(1, 2), new Pixel(30, 4)));
                await().atMost(Duration.ofMinutes(5))
                        .until(() -> !spy.of(Topic.SCANS).isEmpty());
                sink.send(Outgoing.of(command)).get(5, TimeUnit.MINUTES);
                await().atMost(Duration.ofMinutes(5)).until(() -> lists(jobs) == 1);
                first.destroyForcibly().waitFor();
                try (FolderStation station =
                        new FolderStation(jobs, results, microscope, "Titanium", Duration.ofMillis(40))) {
                    Process second = start("second.log", "connect", "folder", "--config", config.toString());
                    try {
                        await().atMost(Duration.ofMinutes(5)).until(() -> spy.of(Topic.RECEIPTS).stream()
                                .map(r -> r.decode(Codecs.RECEIPT).value().orElseThrow())
                                .anyMatch(r -> r.state() == Receipt.State.DONE));
                    } finally {
                        second.destroyForcibly().waitFor();
                    }
                    assertThat(station.measured()).isEqualTo(2);
                }
                assertThat(spy.measured()).containsExactlyInAnyOrder("1,2", "30,4");
                assertThat(spy.of(Topic.EBSD_POINTS).stream()
                                .mapToInt(r -> r.decode(Codecs.EBSD_POINTS)
                                        .value()
                                        .orElseThrow()
                                        .points()
                                        .size())
                                .sum())
                        .isEqualTo(2);
            } finally {
                first.destroyForcibly();
            }
        }
    }

    private static long lists(Path jobs) throws IOException {
        try (Stream<Path> files = Files.list(jobs)) {
            return files.filter(f -> f.getFileName().toString().endsWith(".csv"))
                    .count();
        }
    }
}
