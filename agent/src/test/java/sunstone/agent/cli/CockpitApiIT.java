package sunstone.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static sunstone.agent.cli.ApiClient.assertProblem;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.agent.scan.Mode;
import sunstone.connectors.format.EbsdMaps;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.Topic;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.posterior.derived.DerivedLayers;
import sunstone.simulators.broker.EmbeddedBroker;

/** The API as programs use and abuse it, on a live demo with a token. */
class CockpitApiIT {
    private static final String TOKEN = "a token of enough length";

    @TempDir
    static Path dir;

    private static EmbeddedBroker broker;
    private static LiveDemo demo;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        Path token = Files.writeString(dir.resolve("token"), TOKEN + "\n");
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30)); // a machine may be busy
        broker = EmbeddedBroker.start();
        demo = LiveDemo.start(broker, Mode.ADVISE, 4, token).scan(300, 4);
        api = new ApiClient(demo.url(), TOKEN);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> api.get("/api/v1/scans").body().contains("\"suggestionId\""));
    }

    @AfterAll
    static void stop() {
        demo.close();
        broker.close();
    }

    @Test
    void openApi_served_namesEveryOperationThatAnswers() {
        JsonObject contract = new JsonObject(api.get("/api/v1/openapi.json").body());

        assertThat(contract.getString("openapi")).startsWith("3.1");
        for (String path : List.of("/scans", "/mode", "/config", "/log", "/dead-letters", "/openapi.json")) {
            assertThat(contract.getJsonObject("paths").containsKey(path)).isTrue();
            assertThat(api.get("/api/v1" + path).statusCode()).as(path).isEqualTo(200);
        }
    }

    @Test
    void derivedLayers_allThatAreListed_haveTheRightShape() throws Exception {
        int size = LiveDemo.SIZE;
        JsonArray listed = new JsonArray(api.get("/api/v1/derived").body());

        assertThat(listed).hasSameSizeAs(DerivedLayers.ALL);
        for (int k = 0; k < listed.size(); k++) {
            String path =
                    "/api/v1/scans/scan/derived/" + listed.getJsonObject(k).getString("name");
            var image = javax.imageio.ImageIO.read(new java.io.ByteArrayInputStream(api.bytes(path)));
            assertThat(image.getWidth()).as(path).isEqualTo(size);
            assertThat(api.bytes(path + "?format=npy")).as(path).hasSize(128 + size * size * 4);
        }
        assertProblem(api.get("/api/v1/scans/scan/derived/unheard-of"), 404);
        assertProblem(api.get("/api/v1/scans/scan/derived/local-misorientation?revision=999999"), 404);
    }

    @Test
    void layers_everyFormat_haveTheRightShape() throws Exception {
        int size = LiveDemo.SIZE;
        for (String layer : List.of("map", "uncertainty", "pl", "registration", "truth", "error")) {
            byte[] png = api.bytes("/api/v1/scans/scan/layers/" + layer);
            var image = javax.imageio.ImageIO.read(new java.io.ByteArrayInputStream(png));
            assertThat(image.getWidth()).as(layer).isEqualTo(size);
        }
        byte[] map = api.bytes("/api/v1/scans/scan/layers/map?format=npy");
        String head = new String(map, 10, 118, StandardCharsets.US_ASCII);
        assertThat(head).contains("'<f4'").contains("(" + size + ", " + size + ", 4, )");
        assertThat(map).hasSize(128 + size * size * 16);
        assertThat(api.bytes("/api/v1/scans/scan/layers/uncertainty?format=npy"))
                .hasSize(128 + size * size * 4);
        assertThat(new JsonObject(api.get("/api/v1/scans/scan/layers/map?format=json")
                                .body())
                        .getString("schema"))
                .isEqualTo("sunstone/1");
        assertThat(new JsonObject(api.get("/api/v1/scans/scan/layers/error?format=json")
                                .body())
                        .getJsonArray("values"))
                .hasSize(size * size);
        assertProblem(api.get("/api/v1/scans/scan/layers/pl?format=json"), 404);
        assertProblem(api.get("/api/v1/scans/scan/layers/registration?format=npy"), 404);
        assertProblem(api.get("/api/v1/scans/scan/layers/map?revision=999999"), 404);
    }

    @Test
    void export_everyFormatAndLayer_isTheFileOfItsName() throws Exception {
        for (String layer : List.of("orientation", "measured", "uncertainty", "boundaries")) {
            for (String format : List.of("ctf", "ang", "h5", "csv", "png")) {
                String path = "/api/v1/scans/scan/export?format=" + format + "&layer=" + layer;
                if (List.of("uncertainty", "boundaries").contains(layer)
                        && !List.of("csv", "png").contains(format)) {
                    assertProblem(api.get(path), 404);
                    continue;
                }
                HttpResponse<String> head = api.get(path);
                assertThat(head.statusCode()).as(path).isEqualTo(200);
                assertThat(head.headers().firstValue("Content-Disposition").orElse(""))
                        .matches("attachment; filename=\"scan-r\\d+-" + layer + "\\." + format + "\"");
                Path file = Files.write(dir.resolve("export." + format), api.bytes(path));
                if (layer.equals("orientation") && List.of("ctf", "ang", "h5").contains(format)) {
                    EbsdMap map = EbsdMaps.read(file).fold(m -> m, r -> {
                        throw new AssertionError(r.reason());
                    });
                    assertThat(map.grid().rows()).isEqualTo(LiveDemo.SIZE);
                    assertThat(map.count(1)).isEqualTo(LiveDemo.SIZE * LiveDemo.SIZE);
                }
            }
        }
        assertProblem(api.get("/api/v1/scans/scan/export?revision=999999"), 404);
        assertProblem(api.get("/api/v1/scans/scan/export?revision=0"), 410);
        assertProblem(api.get("/api/v1/scans/scan/export?format=bmp"), 400);
        assertProblem(api.get("/api/v1/scans/another/export"), 404);
    }

    /** From the agent and from the log alone come the same pixels. */
    @Test
    void exportCommand_agentAndLog_writeTheSameMap() throws Exception {
        List<EbsdMap> maps = new ArrayList<>();
        for (List<String> from : List.of(
                List.of("--agent", demo.url()),
                List.of(
                        "--bootstrap",
                        broker.bootstrap(),
                        "--prefix",
                        demo.settings("x").prefix()))) {
            Path file = dir.resolve("export" + maps.size() + ".ctf");
            List<String> args =
                    new ArrayList<>(List.of("export", "--scan", "scan", "--revision", "1", "--out", file.toString()));
            args.addAll(from);
            StringWriter out = new StringWriter();
            int exit = Sunstone.commandLine()
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(out, true))
                    .execute(args.toArray(String[]::new));
            assertThat(exit).as(out.toString()).isZero();
            maps.add(EbsdMaps.read(file).fold(m -> m, r -> {
                throw new AssertionError(r.reason());
            }));
        }
        double[] a = maps.get(0).quaternions();
        double[] b = maps.get(1).quaternions();
        for (int i = 0; i < a.length; i += 4) {
            assertThat(Math.toDegrees(LaueGroup.HEXAGONAL.disorientation(a, i, b, i)))
                    .isLessThan(0.01); // the log rounds
        }
    }

    @Test
    void scan_light_tellsWhatIsLearntOfIt() {
        JsonObject optics = new JsonObject(api.get("/api/v1/scans/scan").body()).getJsonObject("optics");

        assertThat(optics.getString("verdict")).isIn("assumed", "estimated");
        assertThat(optics.getInteger("points")).isNotNegative();
        assertThat(optics.getDouble("gain")).isBetween(0.8, 1.2); // the light of this scan is clean
        assertThat(optics.getInteger("sense")).isEqualTo(1);
        assertThat(optics.getJsonArray("shiftPx")).hasSize(2);
    }

    @Test
    void pixel_inside_tellsTheWholeStory() {
        JsonObject pixel =
                new JsonObject(api.get("/api/v1/scans/scan/pixels/10/12").body());

        assertThat(pixel.getJsonArray("eulerDeg")).hasSize(3);
        assertThat(pixel.getJsonObject("pl").getJsonArray("intensity")).hasSize(36);
        assertThat(pixel.getJsonObject("pl").getJsonArray("fit")).hasSize(5);
        assertThat(pixel.getJsonObject("pl").getJsonArray("model")).hasSize(5);
        for (Object pole : pixel.getJsonArray("published")) {
            JsonArray p = (JsonArray) pole;
            assertThat(Math.hypot(p.getDouble(0), p.getDouble(1))).isLessThanOrEqualTo(1.0000001);
        }
        assertProblem(api.get("/api/v1/scans/scan/pixels/10/4000"), 404);
    }

    /** The PL curve of a pixel lies on its frames: the fit is read with the right scale and angles. */
    @Test
    void pixel_cleanLight_fitLiesOnTheFrames() {
        JsonObject pl =
                new JsonObject(api.get("/api/v1/scans/scan/pixels/20/20").body()).getJsonObject("pl");
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
        HttpRequest.Builder none = api.request("/api/v1/mode")
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .PUT(HttpRequest.BodyPublishers.ofString(body));
        assertProblem(api.send(none), 401);
        assertProblem(api.send(none.copy().header("Authorization", "Bearer " + TOKEN + "x")), 401);
        assertProblem(api.send(none.copy().header("Authorization", "Basic " + TOKEN)), 401);
        assertProblem(
                api.send(
                        none.copy().header("Authorization", "Bearer " + TOKEN).header("Origin", "http://evil.example")),
                403);
        assertThat(api.get("/api/v1/mode").body()).contains("advise");
    }

    @Test
    void mode_twoOperators_theSecondMustReadAgain() {
        String tag = api.get("/api/v1/mode").headers().firstValue("ETag").orElseThrow();
        String body = "{\"mode\":\"advise\"}";

        assertProblem(api.send(api.json(api.request("/api/v1/mode"), "PUT", body)), 428);
        assertThat(api.send(api.json(api.request("/api/v1/mode").header("If-Match", tag), "PUT", body))
                        .statusCode())
                .isEqualTo(200);
        assertProblem(api.send(api.json(api.request("/api/v1/mode").header("If-Match", tag), "PUT", body)), 412);
    }

    @Test
    void events_resumedByTheirId_bringOnlyWhatIsNew() throws Exception {
        String first = api.stream(null);
        assertThat(first).contains("event: scan").contains("event: note").contains("event: mode");
        Matcher ids = Pattern.compile("id: (\\S+)").matcher(first);
        String last = "";
        while (ids.find()) {
            last = ids.group(1);
        }

        String resumed = api.stream(last);

        assertThat(resumed).contains("event: mode").doesNotContain("opened: ");
        assertThat(api.stream("nonsense-17")).contains("opened: ");
    }

    @Test
    void events_tooManyStreams_areRefusedAndFreedAgain() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            String answer = "";
            for (int k = 0; k < 40 && !answer.startsWith("HTTP/1.1 503"); k++) {
                Socket socket = new Socket("127.0.0.1", api.port());
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
                .until(() -> api.get("/metrics").body().contains("sunstone_event_streams 0.0"));
    }

    /** A browser that never reads does not hold up a scan: its round trip goes on, and its memory is bounded. */
    @Test
    void events_browserThatNeverReads_doesNotSlowDecisions() throws Exception {
        try (Socket asleep = new Socket("127.0.0.1", api.port())) {
            asleep.setReceiveBufferSize(1024);
            asleep.getOutputStream()
                    .write("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            for (int k = 0; k < 20; k++) {
                long start = System.nanoTime();
                HttpResponse<String> r = api.send(api.json(
                        api.request("/api/v1/scans/scan/controls"),
                        "POST",
                        "{\"action\":\"" + (k % 2 == 0 ? "pause" : "resume") + "\"}"));
                assertThat(r.statusCode()).as(r.body()).isEqualTo(200);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            }
        }
    }

    @Test
    void health_running_isUp() {
        assertThat(api.get("/health/live").statusCode()).isEqualTo(200);
        await().until(() -> api.get("/health/ready").statusCode() == 200);
    }

    @Test
    void dashboard_everyMetric_isServed() throws Exception {
        await().until(() -> api.get("/metrics").body().contains("sunstone_ensemble_spread_degrees"));
        api.send(api.json(
                api.request("/api/v1/scans/scan/decisions"),
                "POST",
                "{\"suggestionId\":\"scan/none\",\"verdict\":\"approve\"}")); // so that decisions are counted
        String served = api.get("/metrics").body();
        String dashboard =
                Files.readString(ContainerFilesTest.root().resolve("docker/grafana/dashboards/sunstone.json"));
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

    /**
     * Everything that a contract does not allow, and much that it does: never a 5xx, always a problem, the loop goes
     * on.
     */
    @Test
    void fuzz_everyOperation_refusesWithProblemsAndTheLoopGoesOn() throws Exception {
        BadRequests bad = new BadRequests(api, new Random(7));
        JsonObject paths = new JsonObject(api.get("/api/v1/openapi.json").body()).getJsonObject("paths");
        int refused = 0;
        for (int round = 0; round < 12; round++) {
            for (String path : paths.fieldNames()) {
                for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH")) {
                    if (path.equals("/events") && method.equals("GET")) {
                        continue; // a stream, not an answer
                    }
                    refused += bad.send(method, path) ? 1 : 0;
                }
            }
        }
        assertThat(refused).isGreaterThan(300);
        assertThat(api.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(api.get("/api/v1/mode").body()).contains("advise");
        JsonObject standing =
                new JsonArray(api.get("/api/v1/scans/scan/suggestions").body()).getJsonObject(0);
        int before = demo.commands().size();
        api.send(api.json(api.request("/api/v1/scans/scan/controls"), "POST", "{\"action\":\"resume\"}"));
        await().until(() -> {
            String id = new JsonArray(api.get("/api/v1/scans/scan/suggestions").body())
                    .getJsonObject(0)
                    .getString("suggestionId");
            return api.send(api.json(
                                    api.request("/api/v1/scans/scan/decisions"),
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

    @Test
    void method_thatAPathDoesNotHave_isRefusedWithThoseItHas() {
        HttpResponse<String> answer = api.send(api.json(api.request("/api/v1/mode"), "DELETE", ""));

        assertProblem(answer, 405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD, PUT");
        assertThat(api.send(api.json(api.request("/api/v1/scans/scan/decisions"), "GET", ""))
                        .headers()
                        .firstValue("Allow"))
                .hasValue("POST");
    }

    @Test
    void head_whereverThereIsGet_answersWithoutABody() {
        for (String path : List.of(
                "/api/v1/scans", "/api/v1/scans/scan/layers/map", "/api/v1/events", "/health/live", "/metrics", "/")) {
            HttpResponse<String> answer =
                    api.send(api.request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.body()).as(path).isEmpty();
        }
        assertThat(api.send(api.request("/api/v1/scans/none").method("HEAD", HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void queryParameter_unknown_isRefusedByName() {
        HttpResponse<String> answer = api.get("/api/v1/scans/scan/layers/map?revisoin=1");

        assertProblem(answer, 400);
        assertThat(answer.body()).contains("unknown query parameter revisoin").contains("revision");
    }

    @Test
    void badRequest_ofEveryKind_saysWhatIsWrong() {
        assertThat(api.get("/api/v1/scans/scan/layers/map?maxDeg=500").body()).contains("maxDeg");
        assertThat(api.send(
                                api.json(
                                        api.request("/api/v1/scans/scan/controls"),
                                        "POST",
                                        "{\"action\":\"prefer\",\"region\":{\"encoding\":\"runs\",\"runs\":[1600]},\"untilDeg\":-1}"))
                        .body())
                .contains("untilDeg");
        assertThat(api.send(api.json(api.request("/api/v1/scans/scan/controls"), "POST", "{"))
                        .body())
                .contains("detail")
                .doesNotContain("not well-formed HTTP");
    }

    @Test
    void json_packedIfAsked() throws Exception {
        HttpResponse<String> plain = api.get("/api/v1/openapi.json");
        HttpResponse<String> packed =
                api.send(api.request("/api/v1/openapi.json").header("Accept-Encoding", "gzip"));

        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
    }

    @Test
    void misorientation_ofTwoPixels_isThatOfTheMap() {
        JsonObject same = new JsonObject(api.get("/api/v1/scans/scan/pixels/5/5/misorientation?row=5&col=5")
                .body());
        JsonObject there = new JsonObject(api.get("/api/v1/scans/scan/pixels/5/5/misorientation?row=30&col=30")
                .body());
        JsonObject back = new JsonObject(api.get("/api/v1/scans/scan/pixels/30/30/misorientation?row=5&col=5")
                .body());

        assertThat(same.getDouble("angleDeg")).isLessThan(1e-4);
        assertThat(there.getDouble("angleDeg"))
                .isEqualTo(back.getDouble("angleDeg"), org.assertj.core.data.Offset.offset(1e-6));
        assertProblem(api.get("/api/v1/scans/scan/pixels/5/5/misorientation?row=30&col=4000"), 404);
    }

    @Test
    void profile_betweenTwoPixels_beginsAtZeroAndEndsAtTheirMisorientation() {
        JsonArray line = new JsonObject(api.get("/api/v1/scans/scan/pixels/5/5/profile?row=30&col=20")
                        .body())
                .getJsonArray("line");
        JsonObject ends = new JsonObject(api.get("/api/v1/scans/scan/pixels/5/5/misorientation?row=30&col=20")
                .body());

        assertThat(line).hasSize(26);
        assertThat(line.getJsonObject(0).getDouble("fromFirstDeg")).isLessThan(1e-4);
        assertThat(line.getJsonObject(25).getDouble("fromFirstDeg"))
                .isEqualTo(ends.getDouble("angleDeg"), org.assertj.core.data.Offset.offset(1e-6));
        assertThat(line.getJsonObject(25).getDouble("distanceUm"))
                .isEqualTo(Math.hypot(25, 15), org.assertj.core.data.Offset.offset(1e-9));
        assertProblem(api.get("/api/v1/scans/scan/pixels/5/5/profile?row=4000&col=5"), 404);
        assertProblem(api.get("/api/v1/scans/scan/pixels/5/5/profile?col=5"), 400); // though the path has a row
    }

    @Test
    void poles_ofTheMap_areAPictureWithAScale() throws Exception {
        HttpResponse<String> head = api.get("/api/v1/scans/scan/poles");
        double densest =
                Double.parseDouble(head.headers().firstValue("X-Densest").orElse(""));
        var image = javax.imageio.ImageIO.read(new java.io.ByteArrayInputStream(api.bytes("/api/v1/scans/scan/poles")));

        assertThat(densest).isGreaterThan(1.5); // a few grains, not a powder
        assertThat(image.getRGB(0, 0) >>> 24).isZero(); // outside of the circle
        assertThat(image.getRGB(image.getWidth() / 2, image.getHeight() / 2) >>> 24)
                .isEqualTo(255);
    }

    @Test
    void change_sinceTheSameRevision_isNothing() throws Exception {
        int newest = new JsonObject(api.get("/api/v1/scans/scan").body()).getInteger("revision");
        JsonArray values = new JsonObject(
                        api.get("/api/v1/scans/scan/layers/change?format=json&revision=" + newest + "&since=" + newest)
                                .body())
                .getJsonArray("values");

        assertThat(values).hasSize(LiveDemo.SIZE * LiveDemo.SIZE).allMatch(v -> ((Number) v).doubleValue() < 1e-4);
        assertProblem(api.get("/api/v1/scans/scan/layers/change?since=999999"), 404);
    }

    @Test
    void plan_changed_needsTheTagAndIsTold() {
        String path = "/api/v1/scans/scan/plan";
        String tag = api.get(path).headers().firstValue("ETag").orElseThrow();
        assertThat(new JsonObject(api.get(path).body()).getInteger("points")).isEqualTo(300);
        String wanted = "{\"points\":310,\"batch\":5,\"operator\":\"Ada\"}";

        assertProblem(api.send(api.json(api.request(path), "PUT", wanted)), 428);
        assertProblem(api.send(api.json(api.request(path).header("If-Match", "\"plan-0\""), "PUT", wanted)), 412);
        assertProblem(
                api.send(api.json(api.request(path).header("If-Match", tag), "PUT", "{\"policy\":\"best\"}")), 409);
        HttpResponse<String> done = api.send(api.json(api.request(path).header("If-Match", tag), "PUT", wanted));

        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(done.body()).contains("plan changed by Ada: budget 300 points to 310 points");
        await().until(() -> new JsonObject(api.get("/api/v1/scans/scan").body())
                .getJsonObject("plan")
                .getString("by", "")
                .equals("Ada"));
        assertProblem(api.send(api.json(api.request(path).header("If-Match", tag), "PUT", wanted)), 412);
        assertProblem(
                api.send(api.json(api.request(path).header("If-Match", "*"), "PUT", "{\"deadline\":\"soon\"}")), 400);
    }

    @Test
    void deadLetter_sentAgain_comesBackOnceAndNoMore() {
        try (RecordSink sink = new RecordSink(demo.settings("vandal"))) {
            sink.send(new Outgoing(Topic.RECEIPTS, "scan", "{no".getBytes(StandardCharsets.UTF_8), java.util.Map.of()))
                    .join();
        }
        List<JsonObject> refused = await().until(() -> letters("malformed"), l -> l.size() == 1);
        JsonObject first = refused.get(0);
        String path = "/api/v1/dead-letters/" + first.getString("topic") + "/" + first.getInteger("partition") + "/"
                + first.getLong("offset");

        JsonObject whole = new JsonObject(api.get(path).body());
        assertThat(whole.getString("text")).isEqualTo("{no");
        assertThat(whole.getInteger("bytes")).isEqualTo(3);
        HttpResponse<String> sent = api.send(api.json(api.request(path + "/again"), "POST", "{}"));
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
        assertProblem(api.send(api.json(api.request(path + "/again"), "POST", "{}")), 409);
        List<JsonObject> both = await().until(() -> letters("malformed"), l -> l.size() == 2);
        String back = "/api/v1/dead-letters/" + first.getString("topic") + "/0/"
                + both.get(1).getLong("offset");
        assertProblem(api.send(api.json(api.request(back + "/again"), "POST", "{}")), 409);
        assertProblem(api.get("/api/v1/dead-letters/" + first.getString("topic") + "/0/999"), 404);
    }

    private static List<JsonObject> letters(String reason) {
        return new JsonArray(api.get("/api/v1/dead-letters").body())
                .stream()
                        .map(JsonObject.class::cast)
                        .filter(d -> d.getString("reason").equals(reason))
                        .toList();
    }

    @Test
    void hugeBody_isRefused() {
        assertProblem(
                api.send(api.json(
                        api.request("/api/v1/scans/scan/decisions"),
                        "POST",
                        "{\"a\":\"" + "x".repeat(300_000) + "\"}")),
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
            String answer = api.raw("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(target).startsWith("HTTP/1.1 4").contains("application/problem+json");
        }
        assertThat(api.raw("GET / HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
    }
}
