package sunstone.agent.http;

import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import sunstone.agent.picture.MapRendering;
import sunstone.agent.picture.Png;
import sunstone.agent.policy.Travel;
import sunstone.agent.round.Round;
import sunstone.agent.view.ScanView;
import sunstone.agent.view.ScanViews;
import sunstone.models.crystallography.SampleAxis;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlScaling;

/** Read-only part of the API about scans. Looks only at views that the loop has posted. */
final class ScanApi {
    private final ScanViews views;
    private final ErrorCurve errors;
    private final Truth truth;
    private final PastRounds past;
    private final Layers layers;
    private final ScanDigests digests = new ScanDigests();
    private final PlScaling scaling;
    private final Travel travel;
    private final WorkerExecutor worker;

    ScanApi(
            ScanViews views,
            Truth truth,
            ErrorCurve errors,
            PastRounds past,
            PlScaling scaling,
            Travel travel,
            WorkerExecutor worker) {
        this.travel = travel;
        this.past = past;
        this.views = views;
        this.truth = truth;
        this.errors = errors;
        this.layers = new Layers(truth);
        this.scaling = scaling;
        this.worker = worker;
    }

    void mount(RouterBuilder routes) {
        routes.getRoute("listScans").addHandler(this::list);
        routes.getRoute("getScan").addHandler(inScan(this::scan));
        routes.getRoute("listSuggestions").addHandler(inScan(this::suggestions));
        routes.getRoute("getCalibration").addHandler(inScan((c, v) -> c.json(ScanJson.calibration(v))));
        routes.getRoute("getPoints").addHandler(inScan(this::points));
        routes.getRoute("getPixel").addHandler(inScan(this::pixel));
        routes.getRoute("getLayer").addHandler(inScan(this::layer));
        routes.getRoute("getKey").addHandler(inScan(this::key));
    }

    /** A scan in the words of the API. */
    JsonObject describe(ScanView v) {
        return ScanJson.of(v, travel, truth.of(v.scan()) == null ? null : errors, digests.of(v))
                .put("oldestRevision", past.oldest(v.scan().scanId()));
    }

    Handler<RoutingContext> inScan(BiConsumer<RoutingContext, ScanView> then) {
        return c -> {
            String id = Parameters.of(c).pathText("scanId");
            Optional<ScanView> view = views.of(id);
            if (view.isPresent()) {
                then.accept(c, view.get());
            } else {
                Problem.send(c, 404, "there is no scan " + id);
            }
        };
    }

    private void list(RoutingContext c) {
        JsonArray all = new JsonArray();
        views.all().forEach(v -> all.getList().add(0, describe(v)));
        c.json(all);
    }

    /** Its ETag is the number of its newest post. */
    private void scan(RoutingContext c, ScanView v) {
        String tag = views.posted(v.scan().scanId())
                .map(p -> "\"" + Long.toString(p.number()) + "\"")
                .orElse("\"0\"");
        c.response().putHeader("ETag", tag).putHeader("Cache-Control", "no-cache");
        if (tag.equals(c.request().getHeader("If-None-Match"))) {
            c.response().setStatusCode(304).end();
        } else {
            c.json(describe(v));
        }
    }

    /** Changes with a new suggestion and with a decision on it. */
    static String suggestionTag(ScanView v) {
        return v.offer() == null
                ? "\"none\""
                : '"' + Integer.toString(v.offer().revision()) + (v.decided() ? "-decided" : "") + '"';
    }

    private void suggestions(RoutingContext c, ScanView v) {
        JsonArray json = new JsonArray();
        JsonObject standing = ScanJson.suggestion(v);
        if (standing != null) {
            json.add(standing);
        }
        c.response().putHeader("ETag", suggestionTag(v)).putHeader("Cache-Control", "no-cache");
        c.json(json);
    }

    private void points(RoutingContext c, ScanView v) {
        Optional<Round> round = round(c, v);
        round.ifPresent(r -> {
            JsonArray points = new JsonArray();
            r.snapshot()
                    .points()
                    .forEach(p -> points.add(new JsonArray().add(p.row()).add(p.col())));
            c.json(points);
        });
    }

    static Optional<Round> round(RoutingContext c, ScanView v) {
        if (v.round() == null) {
            Problem.send(c, 404, "scan " + v.scan().scanId() + " has no map yet");
        }
        return Optional.ofNullable(v.round());
    }

    private void pixel(RoutingContext c, ScanView v) {
        int row = Parameters.of(c).pathNumber("row");
        int col = Parameters.of(c).pathNumber("col");
        if (!v.scan().grid().contains(row, col)) {
            Problem.send(c, 404, offGrid(row, col, v.scan().grid()));
            return;
        }
        round(c, v).ifPresent(r -> worker.executeBlocking(() -> PixelReport.of(v, r, truth, scaling, row, col), false)
                .onSuccess(c::json)
                .onFailure(c::fail));
    }

    static String offGrid(int row, int col, ScanGrid grid) {
        return "row " + row + ", col " + col + " is not on the grid of " + grid.rows() + " x " + grid.cols();
    }

    private void layer(RoutingContext c, ScanView v) {
        Parameters asked = Parameters.of(c);
        String name = asked.pathText("layer");
        int frame = asked.whole("frame", -1);
        if (v.round() == null && name.equals("pl") && frame >= 0) { // the light is there before the first map
            raw(c, v, frame, asked.word("format", "png"));
            return;
        }
        Optional<Round> found = round(c, v);
        if (found.isEmpty()) {
            return;
        }
        int revision = asked.whole("revision", found.get().revision());
        Optional<Round> kept =
                revision == found.get().revision() ? found : past.of(v.scan().scanId(), revision);
        if (kept.isEmpty()) {
            Problem.send(
                    c,
                    404,
                    "revision " + revision + " is not kept, the newest is "
                            + found.get().revision());
            return;
        }
        Round round = kept.get();
        int since = asked.whole("since", round.revision());
        Optional<Round> before =
                since == round.revision() ? kept : past.of(v.scan().scanId(), since);
        if (before.isEmpty()) {
            Problem.send(c, 404, "revision " + since + " is not kept");
            return;
        }
        Layers.Wanted wanted = new Layers.Wanted(
                v.scan().scanId(),
                round.revision(),
                name,
                asked.word("format", "png"),
                SampleAxis.valueOf(asked.word("axis", "z").toUpperCase(Locale.ROOT)),
                frame,
                asked.number("maxDeg", 30),
                since);
        worker.executeBlocking(() -> layers.of(v, round, before.get(), wanted), false)
                .onSuccess(bytes -> bytes.ifPresentOrElse(
                        b -> send(c, wanted, b),
                        () -> Problem.send(
                                c,
                                404,
                                "scan " + wanted.scanId() + " has no layer " + name + " as " + wanted.format())))
                .onFailure(c::fail);
    }

    private void raw(RoutingContext c, ScanView v, int frame, String format) {
        worker.executeBlocking(() -> Layers.raw(v, frame, format), false)
                .onSuccess(bytes -> bytes.ifPresentOrElse(
                        b -> c.response()
                                .putHeader("Content-Type", type(format))
                                .putHeader("Cache-Control", "no-cache")
                                .end(Buffer.buffer(b)),
                        () -> Problem.send(
                                c, 404, "scan " + v.scan().scanId() + " has no frame " + frame + " as " + format)))
                .onFailure(c::fail);
    }

    private static String type(String format) {
        return switch (format) {
            case "npy" -> "application/octet-stream";
            case "json" -> "application/json";
            default -> "image/png";
        };
    }

    private static void send(RoutingContext c, Layers.Wanted wanted, byte[] bytes) {
        String type = type(wanted.format());
        boolean pinned = c.request().getParam("revision") != null; // then it will never be another
        c.response()
                .putHeader("Content-Type", type)
                .putHeader("Vary", "Accept-Encoding")
                .putHeader("Cache-Control", pinned ? "private, max-age=3600" : "no-cache")
                .putHeader("X-Revision", Integer.toString(wanted.revision()))
                .end(Buffer.buffer(bytes));
    }

    private void key(RoutingContext c, ScanView v) {
        worker.executeBlocking(
                        () -> Png.bytes(MapRendering.key(v.scan().mapped().laue())), false)
                .onSuccess(png -> c.response()
                        .putHeader("Content-Type", "image/png")
                        .putHeader("Cache-Control", "max-age=3600")
                        .end(Buffer.buffer(png)))
                .onFailure(c::fail);
    }
}
