package sunstone.agent.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.connectors.instrument.JobInstrument;
import sunstone.connectors.instrument.Measurement;
import sunstone.connectors.instrument.edax.EdaxInstrument;
import sunstone.connectors.instrument.folder.Affine;
import sunstone.connectors.instrument.folder.FolderInstrument;
import sunstone.connectors.instrument.folder.JobName;
import sunstone.connectors.instrument.sharksem.SharkSemInstrument;
import sunstone.connectors.instrument.sharksem.SharkSemMessage;
import sunstone.connectors.instrument.web.ScriptServer;
import sunstone.connectors.instrument.web.WebInstrument;
import sunstone.connectors.message.Pixel;
import sunstone.connectors.message.ScanOpened;
import sunstone.models.crystallography.CrystalAxes;

/** Instruments that answer amiss: a job ends with what was measured, or with a reason, and never with anything else. */
class InstrumentFuzzTest {
    private static final long MOST_BYTES = 64 << 20;
    private static final Duration PATIENCE = Duration.ofMillis(40), POLL = Duration.ofMillis(1);
    private static final List<Pixel> ASKED = List.of(new Pixel(1, 2), new Pixel(1, 3), new Pixel(7, 4));
    private static final ScanOpened SCAN = new ScanOpened(
            "scan",
            "specimen",
            1,
            10,
            12,
            0.5,
            List.of(new ScanOpened.Phase(1, "Titanium", "6/mmm")),
            new ScanOpened.Frame(ScanOpened.Frame.BUNGE, CrystalAxes.X_PARALLEL_A.symbol(), "x right, y down"),
            new ScanOpened.Pl(0, 360, 10, 12),
            ScanOpened.Budget.none(),
            null,
            null);

    private static final String CSV = """
            row,col,phase,phi1,Phi,phi2,confidence
            1,2,1,10.5,20,30,0.5
            1,3,1,100.5,20,30,1
            7,4,0,0,0,0,0
            """;
    private static final String ANG = """
            # Phase 1
            # MaterialName Titanium
            # Symmetry 62
            # GRID: SqrGrid
            # XSTEP: 0.5
            # YSTEP: 0.5
            # NCOLS_ODD: 12
            # NCOLS_EVEN: 12
            # NROWS: 10
            1 1 1 1.0 0.5 10 0.9 1 1 1
            1 1 1 1.5 0.5 10 0.9 1 1 1
            """;

    @TempDir
    Path dir;

    /** A job that takes each pixel once and ends after so many looks. */
    private static final class Watched implements JobInstrument.Run {
        private final int most;
        private final Set<Pixel> taken = new HashSet<>();
        private volatile int looks;

        Watched(int most) {
            this.most = most;
        }

        @Override
        public synchronized void take(Measurement m) {
            Pixel p = new Pixel(m.row(), m.col());
            assertThat(ASKED).contains(p);
            assertThat(taken.add(p)).as("taken once").isTrue();
            double norm = Math.hypot(Math.hypot(m.w(), m.x()), Math.hypot(m.y(), m.z()));
            assertThat(norm).isBetween(1 - 1e-6, 1 + 1e-6);
            assertThat(m.confidence()).isBetween(0.0, 1.0);
        }

        @Override
        public void flush() {}

        @Override
        public @Nullable String cut() {
            return looks > most ? "looked often enough" : null;
        }

        @Override
        public @Nullable String pause(Duration time) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
            looks++;
            return cut();
        }

        /** Whether a job has ended as it may. */
        boolean sound(@Nullable String reason) {
            assertThat(reason == null).isEqualTo(taken.size() == ASKED.size());
            return reason == null;
        }
    }

    /** The damage is neither so mild that everything passes, nor so rough that nothing does; one case may be either. */
    private static void neitherAllNorNone(double taken) {
        if (Fuzz.CASES >= 1000) {
            assertThat(taken).isBetween(0.01, 0.98);
        }
    }

    private FolderInstrument.Settings folders(Path results) {
        return new FolderInstrument.Settings(
                dir.resolve("jobs"),
                results,
                POLL,
                Duration.ofMinutes(5),
                Affine.identity(),
                0,
                0,
                50,
                CrystalAxes.X_PARALLEL_A);
    }

    @Test
    void sharkSem_damagedMessage_isReadOrRefused() {
        byte[] good = SharkSemMessage.of("ScSetBeamPos", SharkSemMessage.WAIT_SCAN, 0.25, 7, 1e-3)
                .bytes();
        double taken = Fuzz.run("SharkSEM", Fuzz.CASES, MOST_BYTES, random -> {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(Damage.bytes(good, random)));
            try {
                SharkSemMessage.Arguments a = SharkSemMessage.read(in).arguments();
                a.real();
                a.whole();
                a.real();
                return true;
            } catch (IOException e) { // is how it refuses
                return false;
            }
        });
        neitherAllNorNone(taken);
    }

    @Test
    void edax_answersAmiss_endsWithAReason() throws Exception {
        Path results = Files.createDirectories(dir.resolve("maps"));
        try (StrayServer server = new StrayServer(StrayServer.freePort(), InstrumentFuzzTest::ipapi)) {
            EdaxInstrument.Settings settings = new EdaxInstrument.Settings(
                    "127.0.0.1", server.port(), "D:\\maps", "project", results, POLL, PATIENCE);
            Fuzz.run("IPAPI", Math.max(1, Fuzz.CASES / 400), MOST_BYTES, random -> {
                server.behave(random);
                Watched run = new Watched(200);
                try (EdaxInstrument edax = new EdaxInstrument(SCAN, settings)) {
                    return run.sound(edax.measure("scan/1/command", ASKED, run));
                }
            });
        }
    }

    private static byte[] ipapi(byte[] asked, SplittableRandom random) {
        String command = new String(asked, US_ASCII).split("\\s", 2)[0];
        String event = random.nextInt(4) == 0 ? "EVENT_CAMERA_STATUS \"SlideIn\"" : "";
        String answer =
                switch (command) {
                    case "edax_unlock" -> "Client Connection Accepted";
                    case "get_map_status_ebsd" ->
                        command + " RESPONSE \"" + (random.nextInt(3) == 0 ? "MappingError" : "MappingActive") + "\"";
                    default -> command + " RESPONSE \"Execution Successful\"";
                };
        return (answer + event).getBytes(US_ASCII);
    }

    @Test
    void sharkSem_answersAmiss_endsWithAReason() throws Exception {
        ServerSocket control = StrayServer.freePort();
        try (StrayServer server = new StrayServer(control, (asked, random) -> sharkSem(asked))) {
            Fuzz.run("SharkSEM server", Math.max(1, Fuzz.CASES / 400), MOST_BYTES, random -> {
                server.behave(random);
                Watched run = new Watched(40);
                try (SharkSemInstrument sem = new SharkSemInstrument(
                        SCAN,
                        "127.0.0.1",
                        server.port(),
                        PATIENCE,
                        new FolderInstrument(SCAN, folders(dir.resolve("points"))))) {
                    return run.sound(sem.measure("scan/1/command", ASKED, run));
                }
            });
        }
    }

    private static byte[] sharkSem(byte[] asked) {
        String name = new String(asked, 0, Math.min(16, asked.length), US_ASCII).replace("\0", "");
        return name.startsWith("Tcp") ? SharkSemMessage.of(name, 0, 0.5).bytes() : new byte[0];
    }

    @Test
    void folder_damagedResults_endWithWhatTheyHold() throws Exception {
        Path results = Files.createDirectories(dir.resolve("results"));
        double complete = Fuzz.run("result folder", Math.max(1, Fuzz.CASES / 40), MOST_BYTES, random -> {
            try (Stream<Path> old = Files.list(results)) {
                for (Path p : (Iterable<Path>) old::iterator) {
                    Files.delete(p);
                }
            }
            String command = "scan/" + random.nextInt(1_000_000) + "/command";
            for (int k = random.nextInt(1, 4); k > 0; k--) {
                boolean table = random.nextBoolean();
                byte[] good = (table ? CSV : ANG).getBytes(US_ASCII);
                String name = (random.nextInt(4) == 0 ? "other" : JobName.of(command)) + "_" + k
                        + (random.nextInt(8) == 0 ? ".tmp" : table ? ".csv" : random.nextInt(5) == 0 ? ".ctf" : ".ang");
                Files.write(results.resolve(name), random.nextInt(3) == 0 ? good : Damage.text(good, random));
            }
            Watched run = new Watched(15);
            FolderInstrument folder = new FolderInstrument(SCAN, folders(results));
            return run.sound(folder.measure(command, ASKED, run));
        });
        neitherAllNorNone(complete);
    }

    @Test
    void http_damagedRequests_areAnsweredWithAReason() throws Exception {
        String points =
                "{\"schema\":\"sunstone/1\",\"scanId\":\"scan\",\"seq\":0,\"points\":[{\"row\":1,\"col\":2,\"phase\":1,"
                        + "\"phi1\":10.0,\"Phi\":20.0,\"phi2\":30.0,\"confidence\":0.5,\"commandId\":\"scan/1/command\","
                        + "\"at\":\"2026-11-22T08:00:00Z\"}]}";
        Path frames = dir.resolve("frames");
        HttpClient client = HttpClient.newHttpClient();
        Watched run = new Watched(Integer.MAX_VALUE);
        try (WebInstrument instrument =
                new WebInstrument(SCAN, new ScriptServer.Settings("127.0.0.1", 0, null, frames), Duration.ofHours(1))) {
            CompletableFuture<@Nullable String> job = CompletableFuture.supplyAsync(() -> {
                try {
                    return instrument.measure("scan/1/command", ASKED, run);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            double taken = Fuzz.run("HTTP", Math.max(1, Fuzz.CASES / 20), MOST_BYTES, random -> {
                String path = new String[] {"/points", "/points", "/receipts", "/scan", "/commands", "/frames/a.png"}
                        [random.nextInt(6)];
                String method = random.nextInt(5) > 0 ? "POST" : random.nextBoolean() ? "PUT" : "GET";
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + instrument.port() + path))
                                .timeout(Duration.ofMinutes(2))
                                .method(
                                        method,
                                        HttpRequest.BodyPublishers.ofByteArray(
                                                Damage.text(points.getBytes(StandardCharsets.UTF_8), random)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode())
                        .as(method + " " + path + ": " + answer.body())
                        .isIn(200, 204, 400, 404, 409, 413);
                return answer.statusCode() == 200;
            });
            neitherAllNorNone(taken);
            assertThat(job.isDone()).as("two points are still missing").isFalse();
        }
    }
}
