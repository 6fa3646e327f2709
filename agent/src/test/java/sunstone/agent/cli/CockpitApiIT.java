package sunstone.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import sunstone.agent.Mode;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.config.Loaded;
import sunstone.agent.config.MicroscopeConfig;
import sunstone.simulators.broker.EmbeddedBroker;

/** The API as programs use and abuse it, on a live demo with a token. */
class CockpitApiIT {
    private static final String TOKEN = "a token of enough length";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    static Path dir;

    private static EmbeddedBroker broker;
    private static LiveDemo demo;

    @BeforeAll
    static void start() throws Exception {
        Path token = Files.writeString(dir.resolve("token"), TOKEN + "\n");
        broker = EmbeddedBroker.start();
        demo = LiveDemo.start(broker, Mode.ADVISE, 4, token).scan(300, 4);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> get("/api/v1/scans").body().contains("\"suggestionId\""));
    }

    @AfterAll
    static void stop() {
        demo.close();
        broker.close();
    }

    private static HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(demo.url() + path)).timeout(Duration.ofSeconds(30));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpRequest.Builder json(HttpRequest.Builder request, String method, String body) {
        return request.header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + TOKEN)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
    }

    private static void assertProblem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertProblem(response.headers().firstValue("Content-Type").orElse(""), response.body(), status);
    }

    private static void assertProblem(String type, String body, int status) {
        assertThat(type).startsWith("application/problem+json");
        JsonObject problem = new JsonObject(body);
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("title")).isNotBlank();
        assertThat(problem.getString("detail")).isNotBlank();
    }

    @Test
    void openApi_served_namesEveryOperationThatAnswers() {
        JsonObject contract = new JsonObject(get("/api/v1/openapi.json").body());

        assertThat(contract.getString("openapi")).startsWith("3.1");
        for (String path : List.of("/scans", "/mode", "/config", "/log", "/dead-letters", "/openapi.json")) {
            assertThat(contract.getJsonObject("paths").containsKey(path)).isTrue();
            assertThat(get("/api/v1" + path).statusCode()).as(path).isEqualTo(200);
        }
    }

    @Test
    void layers_everyFormat_haveTheRightShape() throws Exception {
        int size = LiveDemo.SIZE;
        for (String layer : List.of("map", "uncertainty", "pl", "truth", "error")) {
            byte[] png = bytes("/api/v1/scans/scan/layers/" + layer);
            var image = javax.imageio.ImageIO.read(new java.io.ByteArrayInputStream(png));
            assertThat(image.getWidth()).as(layer).isEqualTo(size);
        }
        byte[] map = bytes("/api/v1/scans/scan/layers/map?format=npy");
        String head = new String(map, 10, 118, StandardCharsets.US_ASCII);
        assertThat(head).contains("'<f4'").contains("(" + size + ", " + size + ", 4, )");
        assertThat(map).hasSize(128 + size * size * 16);
        assertThat(bytes("/api/v1/scans/scan/layers/uncertainty?format=npy")).hasSize(128 + size * size * 4);
        assertThat(new JsonObject(
                                get("/api/v1/scans/scan/layers/map?format=json").body())
                        .getString("schema"))
                .isEqualTo("sunstone/1");
        assertThat(new JsonObject(get("/api/v1/scans/scan/layers/error?format=json")
                                .body())
                        .getJsonArray("values"))
                .hasSize(size * size);
        assertProblem(get("/api/v1/scans/scan/layers/pl?format=json"), 404);
        assertProblem(get("/api/v1/scans/scan/layers/map?revision=999999"), 404);
    }

    private static byte[] bytes(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> r = CLIENT.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(r.statusCode()).as(path).isEqualTo(200);
        return r.body();
    }

    @Test
    void pixel_inside_tellsTheWholeStory() {
        JsonObject pixel = new JsonObject(get("/api/v1/scans/scan/pixels/10/12").body());

        assertThat(pixel.getJsonArray("eulerDeg")).hasSize(3);
        assertThat(pixel.getJsonObject("pl").getJsonArray("intensity")).hasSize(36);
        assertThat(pixel.getJsonObject("pl").getJsonArray("fit")).hasSize(5);
        assertThat(pixel.getJsonObject("pl").getJsonArray("model")).hasSize(5);
        for (Object pole : pixel.getJsonArray("published")) {
            JsonArray p = (JsonArray) pole;
            assertThat(Math.hypot(p.getDouble(0), p.getDouble(1))).isLessThanOrEqualTo(1.0000001);
        }
        assertProblem(get("/api/v1/scans/scan/pixels/10/4000"), 404);
    }

    /** The PL curve of a pixel lies on its frames: the fit is read with the right scale and angles. */
    @Test
    void pixel_cleanLight_fitLiesOnTheFrames() {
        JsonObject pl = new JsonObject(get("/api/v1/scans/scan/pixels/20/20").body()).getJsonObject("pl");
        JsonArray c = pl.getJsonArray("fit");

        for (int k = 0; k < 36; k++) {
            double w = Math.toRadians(pl.getJsonArray("stageDeg").getDouble(k));
            double fit = c.getDouble(0)
                    + c.getDouble(1) * Math.cos(2 * w)
                    + c.getDouble(2) * Math.sin(2 * w)
                    + c.getDouble(3) * Math.cos(4 * w)
                    + c.getDouble(4) * Math.sin(4 * w);
            assertThat(pl.getJsonArray("intensity").getDouble(k))
                    .isCloseTo(fit, org.assertj.core.data.Offset.offset(0.003));
        }
    }

    @Test
    void changes_withoutOrWithAnotherToken_areRefused() {
        String body = "{\"mode\":\"shadow\"}";
        HttpRequest.Builder none = request("/api/v1/mode")
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .PUT(HttpRequest.BodyPublishers.ofString(body));
        assertProblem(send(none), 401);
        assertProblem(send(none.copy().header("Authorization", "Bearer " + TOKEN + "x")), 401);
        assertProblem(send(none.copy().header("Authorization", "Basic " + TOKEN)), 401);
        assertProblem(
                send(none.copy().header("Authorization", "Bearer " + TOKEN).header("Origin", "http://evil.example")),
                403);
        assertThat(get("/api/v1/mode").body()).contains("advise");
    }

    @Test
    void mode_twoOperators_theSecondMustReadAgain() {
        String tag = get("/api/v1/mode").headers().firstValue("ETag").orElseThrow();
        String body = "{\"mode\":\"advise\"}";

        assertProblem(send(json(request("/api/v1/mode"), "PUT", body)), 428);
        assertThat(send(json(request("/api/v1/mode").header("If-Match", tag), "PUT", body))
                        .statusCode())
                .isEqualTo(200);
        assertProblem(send(json(request("/api/v1/mode").header("If-Match", tag), "PUT", body)), 412);
    }

    @Test
    void events_resumedByTheirId_bringOnlyWhatIsNew() throws Exception {
        String first = stream(null, 4);
        assertThat(first).contains("event: scan").contains("event: note").contains("event: mode");
        Matcher ids = Pattern.compile("id: (\\S+)").matcher(first);
        String last = "";
        while (ids.find()) {
            last = ids.group(1);
        }

        String resumed = stream(last, 2);

        assertThat(resumed).contains("event: mode").doesNotContain("opened: ");
        assertThat(stream("nonsense-17", 4)).contains("opened: ");
    }

    /** What a stream brings in some seconds. */
    private static String stream(@Nullable String lastId, int seconds) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", URI.create(demo.url()).getPort())) {
            socket.setSoTimeout(1000 * seconds);
            String head = "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n"
                    + (lastId == null ? "" : "Last-Event-ID: " + lastId + "\r\n") + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            StringBuilder text = new StringBuilder();
            byte[] buffer = new byte[65_536];
            try {
                for (int n; (n = socket.getInputStream().read(buffer)) > 0; ) {
                    text.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                }
            } catch (java.net.SocketTimeoutException e) {
                // quiet for so long: that is all
            }
            return text.toString();
        }
    }

    @Test
    void events_tooManyStreams_areRefusedAndFreedAgain() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            String answer = "";
            for (int k = 0; k < 40 && !answer.startsWith("HTTP/1.1 503"); k++) {
                Socket socket = new Socket("127.0.0.1", URI.create(demo.url()).getPort());
                open.add(socket);
                socket.getOutputStream()
                        .write("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                byte[] head = socket.getInputStream().readNBytes(12);
                answer = new String(head, StandardCharsets.US_ASCII);
            }
            assertThat(answer).startsWith("HTTP/1.1 503");
        } finally {
            for (Socket s : open) {
                s.close();
            }
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> get("/metrics").body().contains("sunstone_event_streams 0.0"));
    }

    /** A browser that never reads does not hold up a scan: its round trip goes on, and its memory is bounded. */
    @Test
    void events_browserThatNeverReads_doesNotSlowDecisions() throws Exception {
        try (Socket asleep = new Socket("127.0.0.1", URI.create(demo.url()).getPort())) {
            asleep.setReceiveBufferSize(1024);
            asleep.getOutputStream()
                    .write("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            for (int k = 0; k < 20; k++) {
                long start = System.nanoTime();
                HttpResponse<String> r = send(json(
                        request("/api/v1/scans/scan/controls"),
                        "POST",
                        "{\"action\":\"" + (k % 2 == 0 ? "pause" : "resume") + "\"}"));
                assertThat(r.statusCode()).as(r.body()).isEqualTo(200);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            }
        }
    }

    @Test
    void health_running_isUp() {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        await().until(() -> get("/health/ready").statusCode() == 200);
    }

    @Test
    void dashboard_everyMetric_isServed() throws Exception {
        await().until(() -> get("/metrics").body().contains("sunstone_ensemble_spread_degrees"));
        send(json(
                request("/api/v1/scans/scan/decisions"),
                "POST",
                "{\"suggestionId\":\"scan/none\",\"verdict\":\"approve\"}")); // so that decisions are counted
        String served = get("/metrics").body();
        String dashboard = Files.readString(root().resolve("docker/grafana/dashboards/sunstone.json"));
        Set<String> named = new HashSet<>();
        for (Object panel : new JsonObject(dashboard).getJsonArray("panels")) {
            for (Object target : ((JsonObject) panel).getJsonArray("targets")) {
                Matcher names =
                        Pattern.compile("\\b(sunstone|jvm)_\\w+").matcher(((JsonObject) target).getString("expr"));
                while (names.find()) {
                    named.add(names.group());
                }
            }
        }
        assertThat(named).hasSizeGreaterThan(15).allSatisfy(m -> assertThat(served)
                .containsPattern("(?m)^" + m + "[ {]"));
    }

    @Test
    void containerFiles_everyReference_exists() throws Exception {
        Path docker = root().resolve("docker");
        Map<String, Object> compose = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(docker.resolve("compose.yaml")));
        JsonObject services = new JsonObject(compose).getJsonObject("services");
        assertThat(services.fieldNames()).contains("kafka", "agent", "microscope", "prometheus", "grafana");
        for (String name : services.fieldNames()) {
            JsonObject service = services.getJsonObject(name);
            assertThat(service.getString("image")).as(name).isNotBlank();
            for (Object v : service.getJsonArray("volumes", new JsonArray())) {
                String source = v.toString().split(":")[0];
                if (source.startsWith("./")) {
                    assertThat(docker.resolve(source)).exists();
                }
            }
            for (String needed :
                    service.getValue("depends_on") instanceof JsonObject o ? o.fieldNames() : Set.<String>of()) {
                assertThat(services.fieldNames()).contains(needed);
            }
        }
        String tokenFile = AgentConfig.read(docker.resolve("agent.yaml"))
                .fold(c -> c.http().tokenFile(), why -> why);
        assertThat(tokenFile).isEqualTo("/run/secrets/token");
        assertThat(MicroscopeConfig.read(docker.resolve("microscope.yaml"))).isInstanceOf(Loaded.Ok.class);
        assertThat(Files.readString(docker.resolve("Dockerfile")))
                .contains("USER 65534")
                .contains("HEALTHCHECK");
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("docker")) ? here : here.resolve("..").normalize();
    }

    /** Everything that a contract does not allow, and much that it does: never a 5xx, always a problem, the loop goes on. */
    @Test
    void fuzz_everyOperation_refusesWithProblemsAndTheLoopGoesOn() throws Exception {
        Random random = new Random(7);
        JsonObject paths = new JsonObject(get("/api/v1/openapi.json").body()).getJsonObject("paths");
        int refused = 0;
        for (int round = 0; round < 12; round++) {
            for (String path : paths.fieldNames()) {
                for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH")) {
                    if (path.equals("/events") && method.equals("GET")) {
                        continue; // a stream, not an answer
                    }
                    refused += abuse(random, method, path) ? 1 : 0;
                }
            }
        }
        assertThat(refused).isGreaterThan(300);
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/mode").body()).contains("advise");
        JsonObject standing =
                new JsonArray(get("/api/v1/scans/scan/suggestions").body()).getJsonObject(0);
        int before = demo.commands().size();
        send(json(request("/api/v1/scans/scan/controls"), "POST", "{\"action\":\"resume\"}"));
        await().until(() -> {
            String id = new JsonArray(get("/api/v1/scans/scan/suggestions").body())
                    .getJsonObject(0)
                    .getString("suggestionId");
            return send(json(
                                    request("/api/v1/scans/scan/decisions"),
                                    "POST",
                                    new JsonObject()
                                            .put("suggestionId", id)
                                            .put("verdict", "approve")
                                            .encode()))
                            .statusCode()
                    == 200;
        });
        await().until(() -> demo.commands().size() > before);
        assertThat(standing.getString("suggestionId")).startsWith("scan/");
    }

    /** One bad request; whether it was refused. */
    private static boolean abuse(Random random, String method, String path) {
        String full = path;
        for (String name : List.of("scanId", "layer", "row", "col")) {
            full = full.replace(
                    "{" + name + "}",
                    pick(
                            random,
                            "scan",
                            "..",
                            "%2e%2e%2f",
                            "0",
                            "-1",
                            "99999999999",
                            "%00",
                            "x".repeat(300),
                            "%ff",
                            "map"));
        }
        if (random.nextBoolean()) {
            full += "?" + pick(random, "revision", "axis", "frame", "maxDeg", "format", "x") + "="
                    + pick(random, "-1", "NaN", "1e400", "%27%3B", "q", "", "[]", "99999999999999999999");
        }
        HttpRequest.Builder request =
                request("/api/v1" + full).header("If-Match", pick(random, "\"zz\"", "nonsense", "\"mode-0\""));
        String body = pick(
                random,
                "",
                "{",
                "null",
                "[]",
                "\"mode\"",
                "{\"mode\":\"full\"}",
                "{\"mode\":7}",
                "{\"mode\":\"auto\"}", // well-formed: only the stale If-Match stops it
                "{\"suggestionId\":\"scan/1\",\"verdict\":\"edit\"}",
                "{\"suggestionId\":\"scan/1\",\"verdict\":\"edit\",\"points\":[{\"row\":-1,\"col\":1e9}]}",
                "{\"action\":\"prefer\"}",
                "{\"action\":\"prefer\",\"region\":{\"encoding\":\"runs\",\"runs\":[1,2,3]}}",
                "{\"action\":\"forbid\",\"region\":{\"encoding\":\"runs\",\"runs\":[99999999,99999999]}}",
                "[".repeat(5000),
                "{\"a\":" + "9".repeat(5000) + "}");
        if (!method.equals("GET")) {
            request = random.nextInt(4) == 0
                    ? request.header("Authorization", "Bearer " + TOKEN)
                            .header("Content-Type", pick(random, "text/plain", "application/xml", "image/png"))
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                    : json(request, method, body);
        }
        HttpResponse<String> response = send(request);
        String what = method + " " + full + " " + body.substring(0, Math.min(60, body.length()));
        assertThat(response.statusCode()).as(what + " " + response.body()).isLessThan(500);
        if (response.statusCode() >= 400) {
            assertThat(response.headers().firstValue("Content-Type").orElse(""))
                    .as(what)
                    .startsWith("application/problem+json");
            assertProblem(response, response.statusCode());
        } else {
            assertThat(method).as(what).isEqualTo("GET");
        }
        return response.statusCode() >= 400;
    }

    private static String pick(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }

    @Test
    void hugeBody_isRefused() {
        assertProblem(
                send(json(request("/api/v1/scans/scan/decisions"), "POST", "{\"a\":\"" + "x".repeat(300_000) + "\"}")),
                413);
    }

    @Test
    void pathTricks_leadNowhere() throws Exception {
        for (String target : List.of(
                "/../../etc/passwd",
                "/..%2f..%2fetc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/js/../../logback.xml",
                "/js/%2e%2e/%2e%2e/openapi.yaml",
                "//etc/passwd",
                "/.hidden",
                "/js/",
                "/api",
                "/api/v1",
                "/api/v2/scans",
                "/sunstone/page/index.html",
                "/\\..\\..\\x",
                "/index.html%00.png")) {
            String answer = raw("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(target).startsWith("HTTP/1.1 4").contains("application/problem+json");
        }
        assertThat(raw("GET / HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", URI.create(demo.url()).getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
