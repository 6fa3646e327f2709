package sunstone.agent.http;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.agent.Bulletin;
import sunstone.agent.CopilotVerticle;
import sunstone.agent.Mode;
import sunstone.agent.Round;
import sunstone.agent.ScanView;
import sunstone.connectors.message.Decision;
import sunstone.models.map.OrientationMap;

/**
 * Serves the live page, its pictures and a small API:
 *
 * <pre>
 * GET  /api/scans                                     all scans, the newest first
 * GET  /api/points?scan=ID                            measured pixels of the newest round
 * GET  /api/picture?scan=ID&amp;what=W&amp;revision=R  PNG; W is ipf, uncertainty, pl or, with a known truth, error
 * GET  /api/events                                    server-sent events: a scan whenever it changes
 * GET  /api/mode, POST /api/mode {"mode": "auto"}     what becomes of suggestions
 * POST /api/decisions {"scanId", "suggestionId", "verdict": "approve" or "deny"}
 * </pre>
 *
 * <p>There is no password, so it belongs on a local address; requests that change something are refused when they come
 * from another site.
 */
public final class LivePage extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(LivePage.class);
    private static final int LARGEST_BODY = 10_000;
    private static final Map<String, String> FILES =
            Map.of("/", "index.html", "/live.js", "live.js", "/live.css", "live.css");

    private final String host;
    private final int wanted;
    private final CopilotVerticle loop;
    private final Bulletin bulletin;
    private final Pictures pictures;
    private final boolean truthKnown;
    private final Clock clock;
    private volatile int port;
    private @Nullable Events events;

    /**
     * A page that is served when it is deployed.
     *
     * @param host address to listen on
     * @param port port, 0 for a free one
     * @param loop takes modes and decisions
     * @param bulletin what there is to see
     * @param truth the map that a simulated scan is compared with, or null
     */
    public LivePage(String host, int port, CopilotVerticle loop, Bulletin bulletin, @Nullable OrientationMap truth) {
        this.host = host;
        this.wanted = port;
        this.loop = loop;
        this.bulletin = bulletin;
        this.pictures = new Pictures(truth);
        this.truthKnown = truth != null;
        this.clock = Clock.systemUTC();
    }

    /** The port that it listens on, once it is deployed. */
    public int port() {
        return port;
    }

    @Override
    public Future<?> start() {
        Router router = Router.router(vertx);
        router.route().handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
        router.route().handler(this::guard);
        FILES.forEach((path, file) -> router.get(path).handler(c -> file(c, file)));
        router.get("/api/scans").handler(this::scans);
        router.get("/api/points").handler(this::points);
        router.get("/api/picture").handler(this::picture);
        router.get("/api/mode")
                .handler(c -> loop.mode().onSuccess(m -> mode(c, m)).onFailure(c::fail));
        router.post("/api/mode").handler(this::setMode);
        router.post("/api/decisions").handler(this::decide);
        Events live = new Events(vertx, bulletin, this::describe);
        events = live;
        router.get("/api/events").handler(live::attach);
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(wanted, host)
                .onSuccess(server -> port = server.actualPort())
                .recover(e -> Future.failedFuture(new IllegalStateException(
                        "the live page cannot listen on " + host + ":" + wanted + ": " + e.getMessage(), e)));
    }

    @Override
    public Future<?> stop() {
        Events live = events;
        if (live != null) {
            live.close();
        }
        return Future.succeededFuture();
    }

    /** Another site's page in the same browser must not command the microscope. */
    private void guard(RoutingContext c) {
        HttpServerRequest request = c.request();
        String origin = request.getHeader("Origin");
        String authority =
                request.authority() == null ? "" : request.authority().toString();
        if (origin != null && !origin.equals("http://" + authority)) {
            refuse(c, 403, "requests from " + origin + " are not answered");
        } else {
            c.response().putHeader("X-Content-Type-Options", "nosniff");
            c.response().putHeader("Content-Security-Policy", "default-src 'self'; img-src 'self' data:");
            c.next();
        }
    }

    private void file(RoutingContext c, String name) {
        String type = name.endsWith("html") ? "text/html" : name.endsWith("css") ? "text/css" : "text/javascript";
        vertx.fileSystem()
                .readFile("sunstone/page/" + name)
                .onSuccess(bytes -> c.response()
                        .putHeader("Content-Type", type + "; charset=utf-8")
                        .putHeader("Cache-Control", "no-cache")
                        .end(bytes))
                .onFailure(c::fail);
    }

    private void scans(RoutingContext c) {
        JsonArray all = new JsonArray();
        bulletin.all().forEach(v -> all.getList().add(0, describe(v)));
        c.json(all);
    }

    private void points(RoutingContext c) {
        Optional<ScanView> view = bulletin.of(c.request().getParam("scan", ""));
        JsonArray points = new JsonArray();
        Round round = view.map(ScanView::round).orElse(null);
        if (round != null) {
            round.snapshot()
                    .points()
                    .forEach(p -> points.add(new JsonArray().add(p.row()).add(p.col())));
        }
        c.json(points);
    }

    private void picture(RoutingContext c) {
        Optional<ScanView> view = bulletin.of(c.request().getParam("scan", ""));
        String what = c.request().getParam("what", "");
        Round round = view.map(ScanView::round).orElse(null);
        if (round == null || !Pictures.NAMES.contains(what)) {
            refuse(c, 404, "no such picture");
            return;
        }
        vertx.executeBlocking(() -> pictures.png(view.get().scan(), round, what), false)
                .onSuccess(png -> {
                    if (png.length == 0) {
                        refuse(c, 404, "no such picture of this scan");
                    } else {
                        c.response()
                                .putHeader("Content-Type", "image/png")
                                .putHeader("Cache-Control", "max-age=3600")
                                .end(io.vertx.core.buffer.Buffer.buffer(png));
                    }
                })
                .onFailure(c::fail);
    }

    private void setMode(RoutingContext c) {
        Optional<Mode> wantedMode = body(c).flatMap(b -> Mode.of(b.getValue("mode") instanceof String s ? s : ""));
        if (wantedMode.isEmpty()) {
            refuse(c, 400, "mode must be one of " + String.join(", ", Mode.words()));
        } else {
            loop.setMode(wantedMode.get()).onSuccess(m -> mode(c, m)).onFailure(c::fail);
        }
    }

    private static void mode(RoutingContext c, Mode mode) {
        c.json(new JsonObject().put("mode", mode.word()));
    }

    private void decide(RoutingContext c) {
        JsonObject b = body(c).orElse(new JsonObject());
        Decision.Verdict verdict =
                switch (String.valueOf(b.getValue("verdict"))) {
                    case "approve" -> Decision.Verdict.APPROVE;
                    case "deny" -> Decision.Verdict.DENY;
                    default -> null;
                };
        if (verdict == null
                || !(b.getValue("scanId") instanceof String scanId)
                || !(b.getValue("suggestionId") instanceof String suggestionId)
                || bulletin.of(scanId).isEmpty()) {
            refuse(c, 400, "scanId of a scan, suggestionId and verdict approve or deny are needed");
            return;
        }
        loop.decide(new Decision(scanId, suggestionId, verdict, null, null, "live page", clock.instant()))
                .onSuccess(x -> c.response().setStatusCode(202).end())
                .onFailure(c::fail);
    }

    private static Optional<JsonObject> body(RoutingContext c) {
        try {
            return Optional.ofNullable(c.body().asJsonObject());
        } catch (DecodeException | ClassCastException e) {
            return Optional.empty();
        }
    }

    private static void refuse(RoutingContext c, int status, String why) {
        LOG.debug("{} {}: {}", c.request().method(), c.request().path(), why);
        c.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end(why + "\n");
    }

    private JsonObject describe(ScanView v) {
        return ScanJson.of(v, truthKnown ? pictures : null);
    }
}
