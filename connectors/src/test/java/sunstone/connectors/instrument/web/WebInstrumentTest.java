package sunstone.connectors.instrument.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.connectors.instrument.Jobs;
import sunstone.connectors.instrument.Measurement;
import sunstone.connectors.message.Pixel;

/** What a script may ask and post, and what it is told, without Kafka. */
class WebInstrumentTest {
    private static final String COMMAND = "scan/7/command";
    private static final String TOKEN = "a token of enough length";

    @TempDir
    Path dir;

    private final Jobs.Kept run = new Jobs.Kept();
    private final HttpClient http = HttpClient.newHttpClient();
    private WebInstrument instrument;
    private CompletableFuture<@Nullable String> job;

    @BeforeEach
    void start() throws IOException {
        instrument = new WebInstrument(
                Jobs.scan(), new ScriptServer.Settings("127.0.0.1", 0, TOKEN, dir), Duration.ofMinutes(1));
        job = CompletableFuture.supplyAsync(() -> {
            try {
                return instrument.measure(COMMAND, List.of(new Pixel(1, 2), new Pixel(3, 4)), run);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    @AfterEach
    void stop() {
        run.cutBy("the test is over");
        job.join();
        instrument.close();
    }

    private HttpResponse<String> ask(String method, String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + instrument.port() + path))
                        .timeout(Duration.ofSeconds(60))
                        .header("Authorization", "Bearer " + TOKEN)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String points(String commandId, String... points) {
        StringBuilder all = new StringBuilder();
        for (String p : points) {
            all.append(all.length() == 0 ? "" : ",")
                    .append("{")
                    .append(p)
                    .append(",\"phi1\":10.0,\"Phi\":20.0,\"phi2\":30.0,\"confidence\":0.5,\"commandId\":\"")
                    .append(commandId)
                    .append("\",\"at\":\"2026-11-22T08:00:00Z\"}");
        }
        return "{\"schema\":\"sunstone/1\",\"scanId\":\"scan\",\"seq\":0,\"points\":[" + all + "]}";
    }

    @Test
    void points_postedTwice_countOnceAndTheCommandShrinks() throws Exception {
        assertThat(ask("GET", "/commands?wait=20", "").body())
                .contains("\"row\":1")
                .contains("\"row\":3");
        String one = points(COMMAND, "\"row\":1,\"col\":2,\"phase\":1");

        assertThat(ask("POST", "/points", one).body()).isEqualTo("1 new\n");
        assertThat(ask("POST", "/points", one).body()).isEqualTo("0 new\n");
        assertThat(ask("GET", "/commands", "").body())
                .doesNotContain("\"row\":1")
                .contains("\"row\":3");
        assertThat(ask("POST", "/points", points(COMMAND, "\"row\":3,\"col\":4,\"phase\":0"))
                        .body())
                .isEqualTo("1 new\n");

        assertThat(job.get(30, TimeUnit.SECONDS)).isNull();
        assertThat(run.results).extracting(Measurement::phase).containsExactly(1, 0);
        assertThat(ask("POST", "/points", one).body()).isEqualTo("0 new\n"); // its answer may have been lost
        assertThat(ask("GET", "/commands", "").statusCode()).isEqualTo(204);
    }

    @Test
    void receipts_refused_endsTheCommandWithItsReason() throws Exception {
        ask("GET", "/commands?wait=20", "");
        String receipt = "{\"schema\":\"sunstone/1\",\"scanId\":\"scan\",\"commandId\":\"" + COMMAND
                + "\",\"state\":\"refused\",\"reason\":\"the beam is off\"}";

        assertThat(ask("POST", "/receipts", receipt).statusCode()).isEqualTo(200);
        assertThat(job.get(30, TimeUnit.SECONDS)).isEqualTo("the beam is off");
        assertThat(ask("POST", "/receipts", receipt.replace("refused", "accepted"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void requests_thatMakeNoSense_areRefusedWithAReason() throws Exception {
        ask("GET", "/commands?wait=20", "");
        assertThat(ask("POST", "/points", points("another", "\"row\":1,\"col\":2,\"phase\":1"))
                        .statusCode())
                .isEqualTo(409);
        assertThat(ask("POST", "/points", points(COMMAND, "\"row\":99,\"col\":2,\"phase\":1"))
                        .body())
                .contains("must lie on the grid");
        assertThat(ask("POST", "/points", points(COMMAND, "\"row\":1,\"col\":2,\"phase\":7"))
                        .body())
                .contains("phase must be 0 or one of [1, 2]: 7");
        assertThat(ask("POST", "/points", "{").statusCode()).isEqualTo(400);
        assertThat(ask("DELETE", "/points", "").statusCode()).isEqualTo(404);
        assertThat(ask("PUT", "/frames/..%2Fa.png", "x").statusCode()).isEqualTo(400);
        assertThat(ask("PUT", "/frames/frame_010deg.png", "x").statusCode()).isEqualTo(200);
        assertThat(dir.resolve("frame_010deg.png")).hasContent("x");
        assertThat(run.results).isEmpty();
    }

    @Test
    void requests_withoutTheTokenOrFromAPage_areRefused() throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + instrument.port() + "/commands"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(401);
        HttpResponse<String> page = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + instrument.port() + "/commands"))
                        .header("Authorization", "Bearer " + TOKEN)
                        .header("Origin", "http://evil.example")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(403);
    }
}
