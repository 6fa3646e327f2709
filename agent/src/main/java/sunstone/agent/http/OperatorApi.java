package sunstone.agent.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import sunstone.agent.loop.Door;
import sunstone.agent.scan.Answer;
import sunstone.agent.scan.Mode;
import sunstone.agent.view.ScanView;
import sunstone.connectors.message.Control;
import sunstone.connectors.message.Decision;
import sunstone.connectors.message.Pixel;
import sunstone.connectors.message.RegionRuns;

/**
 * Part of the API by which an operator changes something. Decisions and controls go through their Kafka topics like
 * those of any other program: one path for all.
 */
final class OperatorApi {
    private final Door loop;
    private final ScanApi scans;
    private final Clock clock;
    private final Events events;
    private int modeVersion = 1; // owned by the server's event loop

    OperatorApi(Door loop, ScanApi scans, Clock clock, Events events) {
        this.loop = loop;
        this.scans = scans;
        this.clock = clock;
        this.events = events;
    }

    void mount(RouterBuilder routes) {
        routes.getRoute("decide").addHandler(scans.inScan(this::decide));
        routes.getRoute("control").addHandler(scans.inScan(this::control));
        routes.getRoute("getMode")
                .addHandler(c -> loop.mode().onSuccess(m -> tell(c, m)).onFailure(e -> away(c, e)));
        routes.getRoute("setMode").addHandler(this::setMode);
        loop.mode().onSuccess(m -> events.mode(json(m)));
    }

    private void decide(RoutingContext c, ScanView view) {
        if (!Precondition.holdsIfGiven(c, "the suggestion", ScanApi.suggestionTag(view), true)) {
            return;
        }
        JsonObject body = Parameters.of(c).body();
        List<Pixel> points = null;
        if (body.getJsonArray("points") != null) {
            points = new ArrayList<>();
            for (Object p : body.getJsonArray("points")) {
                JsonObject pixel = (JsonObject) p;
                points.add(new Pixel(pixel.getInteger("row"), pixel.getInteger("col")));
            }
        }
        answer(
                c,
                loop.decide(new Decision(
                        view.scan().scanId(),
                        body.getString("suggestionId"),
                        Decision.Verdict.valueOf(upper(body.getString("verdict"))),
                        points,
                        body.getString("reason"),
                        body.getString("operator", "page"),
                        now())));
    }

    private void control(RoutingContext c, ScanView view) {
        JsonObject body = Parameters.of(c).body();
        JsonObject region = body.getJsonObject("region");
        RegionRuns runs;
        try {
            runs = region == null ? null : region(region);
        } catch (IllegalArgumentException e) {
            Problem.send(c, 400, String.valueOf(e.getMessage()));
            return;
        }
        if (runs != null && runs.size() != view.scan().grid().size()) {
            Problem.send(
                    c,
                    409,
                    "region covers " + runs.size() + " pixels, the grid has "
                            + view.scan().grid().size());
            return;
        }
        answer(
                c,
                loop.control(new Control(
                        view.scan().scanId(),
                        Control.Action.valueOf(upper(body.getString("action"))),
                        runs,
                        body.getDouble("untilDeg"),
                        body.getString("name"),
                        null,
                        body.getString("reason"),
                        body.getString("operator", "page"),
                        now())));
    }

    private static RegionRuns region(JsonObject region) {
        List<Integer> runs = new ArrayList<>();
        region.getJsonArray("runs").forEach(n -> runs.add(((Number) n).intValue()));
        return new RegionRuns(region.getString("encoding"), runs);
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    /** To the millisecond, as it comes back through JSON. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Answers with what became of a decision or control. */
    static void answer(RoutingContext c, Future<Answer> answer) {
        answer.onSuccess(a -> {
                    if (a.taken()) {
                        c.json(new JsonObject().put("text", a.text()));
                    } else {
                        Problem.send(c, 409, a.text());
                    }
                })
                .onFailure(e -> away(c, e));
    }

    private static void away(RoutingContext c, @Nullable Throwable cause) {
        Problem.send(
                c,
                503,
                cause instanceof TimeoutException
                        ? "no answer through Kafka in time; what was asked for may still happen"
                        : "the loop does not answer: " + cause);
    }

    private void setMode(RoutingContext c) {
        JsonObject body = Parameters.of(c).body();
        Mode wanted = Mode.of(body.getString("mode")).orElseThrow();
        if (Precondition.holds(c, "the mode", tag(), true)) {
            modeVersion++; // before the loop is asked: of two at once only the first passes
            loop.setMode(wanted, body.getString("operator", "page"))
                    .onSuccess(m -> {
                        events.mode(json(m));
                        tell(c, m);
                    })
                    .onFailure(e -> away(c, e));
        }
    }

    private String tag() {
        return "\"mode-" + modeVersion + '"';
    }

    private void tell(RoutingContext c, Mode mode) {
        c.response().putHeader("ETag", tag()).putHeader("Cache-Control", "no-cache");
        c.json(json(mode));
    }

    private JsonObject json(Mode mode) {
        return new JsonObject().put("mode", mode.word());
    }
}
