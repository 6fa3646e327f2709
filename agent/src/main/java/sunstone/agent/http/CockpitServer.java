package sunstone.agent.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.StaticHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import sunstone.agent.journal.Letters;
import sunstone.agent.loop.Door;
import sunstone.agent.view.ScanViews;
import sunstone.models.map.OrientationMap;

/**
 * Serves the cockpit: the page, the API under {@code /api/v1} as {@code openapi.yaml} describes it (every request is
 * checked against it), {@code /health/live}, {@code /health/ready} and {@code /metrics}.
 */
public final class CockpitServer extends VerticleBase {
    /** Largest body of a request, bytes. */
    static final int LARGEST_BODY = 256_000;

    private static final int WORKERS = 2;

    private final String host;
    private final int wanted;
    private final Access access;
    private final Door loop;
    private final ScanViews views;
    private final Letters letters;
    private final Truth truth;
    private final PrometheusMeterRegistry meters;
    private final PastRounds past = new PastRounds();
    private final Clock clock;
    private volatile int port;
    private @Nullable Events events;
    private @Nullable ErrorCurve errors;

    /**
     * A server that listens when it is deployed.
     *
     * @param host address to listen on
     * @param port port, 0 for a free one
     * @param token demanded of changes, or null for none
     * @param loop takes modes, decisions and controls
     * @param views what there is to see
     * @param letters records that could not be taken
     * @param meters what there is to measure
     * @param truth the map that a simulated scan is compared with, or null
     */
    public CockpitServer(
            String host,
            int port,
            @Nullable String token,
            Door loop,
            ScanViews views,
            Letters letters,
            PrometheusMeterRegistry meters,
            @Nullable OrientationMap truth) {
        this.host = host;
        this.wanted = port;
        this.access = new Access(host, token);
        this.loop = loop;
        this.views = views;
        this.letters = letters;
        this.meters = meters;
        this.truth = new Truth(truth);
        this.clock = Clock.systemUTC();
    }

    /** Whether an address is reached from this machine alone. */
    public static boolean loopback(String host) {
        return Access.LOOPBACK.contains(host);
    }

    /** The port that it listens on, once it is deployed. */
    public int port() {
        return port;
    }

    @Override
    public Future<?> start() {
        return vertx.fileSystem()
                .readFile("sunstone/openapi.yaml")
                .map(text -> new JsonObject(
                        new Yaml(new SafeConstructor(new LoaderOptions())).<Map<String, Object>>load(text.toString())))
                .compose(contract -> OpenAPIContract.from(vertx, forRequests(contract))
                        .compose(checked -> listen(routes(contract, checked))));
    }

    /**
     * The contract as Vert.x can check requests against it: it wants a server with a host, of which only the path
     * counts, and knows no answers of type problem+json or PNG, which nobody checks here. If-Match is left to the
     * operations: Vert.x takes its quotation marks off before it checks, and who leaves it out gets 428.
     */
    private static JsonObject forRequests(JsonObject contract) {
        JsonObject copy = contract.copy()
                .put("servers", new JsonArray().add(new JsonObject().put("url", "http://localhost/api/v1")));
        JsonObject any = new JsonObject().put("default", new JsonObject().put("description", "any"));
        for (Map.Entry<String, Object> path : copy.getJsonObject("paths")) {
            for (Map.Entry<String, Object> operation : (JsonObject) path.getValue()) {
                if (operation.getValue() instanceof JsonObject o) {
                    o.put("responses", any.copy());
                }
            }
        }
        copy.getJsonObject("components").remove("responses");
        JsonObject parameters = copy.getJsonObject("components").getJsonObject("parameters");
        for (String name : List.of("ifMatch", "ifMatchMaybe")) {
            parameters
                    .getJsonObject(name)
                    .put("required", false)
                    .getJsonObject("schema")
                    .remove("pattern");
        }
        return copy;
    }

    private Future<?> listen(Router routes) {
        return vertx.createHttpServer(new HttpServerOptions()
                        .setMaxInitialLineLength(4096)
                        .setIdleTimeout(120)
                        .setHttp2ClearTextEnabled(false) // answers HEAD with a body there
                        .setCompressionSupported(true))
                .requestHandler(routes)
                .listen(wanted, host)
                .onSuccess(server -> port = server.actualPort())
                .recover(e -> Future.failedFuture(new IllegalStateException(
                        "the cockpit cannot listen on " + host + ":" + wanted + ": " + e.getMessage(), e)));
    }

    private Router routes(JsonObject contract, OpenAPIContract checked) {
        WorkerExecutor drawing = vertx.createSharedWorkerExecutor("drawing", WORKERS, 1, TimeUnit.MINUTES);
        ErrorCurve curve = new ErrorCurve(truth, drawing, views);
        errors = curve;
        views.subscribe(curve);
        views.subscribe(past);
        ScanApi scans = new ScanApi(views, truth, curve, past, loop.settings().scaling(), loop.travel(), drawing);
        Events live = new Events(vertx, views, scans::describe, clock, Long.toString(clock.millis(), 36));
        events = live;
        new JvmMemoryMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        Gauge.builder("sunstone.event.streams", live, Events::open)
                .baseUnit("streams")
                .description("Browsers that listen")
                .register(meters);
        RouterBuilder api = RouterBuilder.create(vertx, checked, RequestExtractor.withBodyHandler());
        api.rootHandler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
        scans.mount(api);
        new ExportApi(past, drawing).mount(api, scans);
        new DerivedLayerApi(past, drawing).mount(api, scans);
        new MapApi(drawing).mount(api, scans);
        new PlanApi(loop).mount(api, scans);
        WorkerExecutor reading = vertx.createSharedWorkerExecutor("letters", 1, 1, TimeUnit.MINUTES);
        new DeadLetterApi(views, letters, reading, clock).mount(api);
        new OperatorApi(loop, scans, clock, live).mount(api);
        new AgentApi(loop, views, contract).mount(api);
        api.getRoute("getEvents").addHandler(live::attach);
        for (OpenAPIRoute route : api.getRoutes()) {
            route.addFailureHandler(Problem::ofFailure);
        }
        Router router = Router.router(vertx);
        router.route().handler(access::check);
        for (String path : List.of("/health/live", "/health/ready", "/metrics")) {
            router.head(path).handler(c -> c.reroute(HttpMethod.GET, path));
        }
        router.get("/health/live").handler(this::alive);
        router.get("/health/ready").handler(this::ready);
        router.get("/metrics").handler(this::metrics);
        router.route("/api/v1/*").handler(new Operations(contract)::check);
        router.route("/api/v1/*").subRouter(api.createRouter());
        router.route("/api/*").failureHandler(Problem::ofFailure);
        router.route()
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(StaticHandler.create("sunstone/page")
                        .setCachingEnabled(false)
                        .setFilesReadOnly(true)
                        .setAlwaysAsyncFS(true)
                        .setDirectoryListing(false)
                        .setIncludeHidden(false));
        for (int status : new int[] {400, 404, 405, 413, 415, 500}) {
            router.errorHandler(status, Problem::ofFailure);
        }
        return router;
    }

    private void alive(RoutingContext c) {
        loop.health()
                .onSuccess(h -> c.json(new JsonObject().put("status", "up")))
                .onFailure(e -> Problem.send(c, 503, "the loop does not answer: " + e.getMessage()));
    }

    private void ready(RoutingContext c) {
        loop.health()
                .onSuccess(h -> c.response()
                        .setStatusCode(h.ready() ? 200 : 503)
                        .putHeader("Content-Type", "application/json")
                        .end(new JsonObject()
                                .put("status", h.ready() ? "up" : "down")
                                .put("kafka", h.kafka())
                                .put("replay", h.replay())
                                .put("partitions", h.partitions())
                                .toBuffer()))
                .onFailure(e -> Problem.send(c, 503, "the loop does not answer: " + e.getMessage()));
    }

    private void metrics(RoutingContext c) {
        c.response()
                .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .end(meters.scrape());
    }

    @Override
    public Future<?> stop() {
        Events live = events;
        if (live != null) {
            live.close();
        }
        ErrorCurve curve = errors;
        if (curve != null) {
            views.unsubscribe(curve);
        }
        views.unsubscribe(past);
        return Future.succeededFuture();
    }
}
