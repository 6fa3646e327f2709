package sunstone.agent.http;

import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.Locale;
import sunstone.agent.picture.Png;
import sunstone.agent.picture.PoleFigure;
import sunstone.agent.round.Round;
import sunstone.agent.view.ScanView;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;

/** Measures taken on the newest map: rotations between two pixels and along their line, and poles of the whole map. */
final class MapApi {
    private final WorkerExecutor worker;

    MapApi(WorkerExecutor worker) {
        this.worker = worker;
    }

    void mount(RouterBuilder routes, ScanApi scans) {
        routes.getRoute("getMisorientation").addHandler(scans.inScan(this::misorientation));
        routes.getRoute("getProfile").addHandler(scans.inScan(this::profile));
        routes.getRoute("getPoles").addHandler(scans.inScan(this::poles));
    }

    /** Two pixels of a request: from the path and from the query. */
    private record Ends(int row, int col, int otherRow, int otherCol) {
        static Ends of(RoutingContext c) {
            Parameters asked = Parameters.of(c);
            return new Ends(
                    asked.pathNumber("row"), asked.pathNumber("col"), asked.whole("row", 0), asked.whole("col", 0));
        }

        /** Whether both lie on a grid; answers if not. */
        boolean on(ScanGrid grid, RoutingContext c) {
            // Vert.x takes those of the path for those of the query if the query has none of the name
            if (!c.queryParams().contains("row") || !c.queryParams().contains("col")) {
                Problem.send(c, 400, "the query must name the other pixel: row and col");
                return false;
            }
            return on(grid, c, row, col) && on(grid, c, otherRow, otherCol);
        }

        private static boolean on(ScanGrid grid, RoutingContext c, int row, int col) {
            if (!grid.contains(row, col)) {
                Problem.send(c, 404, ScanApi.offGrid(row, col, grid));
            }
            return grid.contains(row, col);
        }
    }

    private static double degrees(OrientationMap map, int a, int b) {
        return Math.toDegrees(map.laue().disorientation(map.quaternions(), 4 * a, map.quaternions(), 4 * b));
    }

    private void misorientation(RoutingContext c, ScanView v) {
        Ends ends = Ends.of(c);
        ScanGrid grid = v.scan().grid();
        if (ends.on(grid, c)) {
            ScanApi.round(c, v)
                    .ifPresent(r -> c.json(new JsonObject()
                            .put("revision", r.revision())
                            .put(
                                    "angleDeg",
                                    degrees(
                                            r.posterior().map(),
                                            grid.index(ends.row, ends.col),
                                            grid.index(ends.otherRow, ends.otherCol)))));
        }
    }

    /** One entry for each pixel of the straight line, steps of at most a pixel. */
    private void profile(RoutingContext c, ScanView v) {
        Ends ends = Ends.of(c);
        ScanGrid grid = v.scan().grid();
        if (!ends.on(grid, c)) {
            return;
        }
        ScanApi.round(c, v)
                .ifPresent(r ->
                        c.json(new JsonObject().put("revision", r.revision()).put("line", line(r, grid, ends))));
    }

    private static JsonArray line(Round round, ScanGrid grid, Ends ends) {
        OrientationMap map = round.posterior().map();
        int down = ends.otherRow - ends.row;
        int right = ends.otherCol - ends.col;
        int steps = Math.max(Math.abs(down), Math.abs(right));
        int first = grid.index(ends.row, ends.col);
        int before = first;
        JsonArray line = new JsonArray();
        for (int k = 0; k <= steps; k++) {
            int row = ends.row + (steps == 0 ? 0 : Math.round((float) k * down / steps));
            int col = ends.col + (steps == 0 ? 0 : Math.round((float) k * right / steps));
            int at = grid.index(row, col);
            line.add(new JsonObject()
                    .put("row", row)
                    .put("col", col)
                    .put("distanceUm", grid.stepUm() * Math.hypot(row - ends.row, col - ends.col))
                    .put("fromFirstDeg", degrees(map, first, at))
                    .put("fromLastDeg", degrees(map, before, at)));
            before = at;
        }
        return line;
    }

    /** Its header X-Densest tells what the brightest colour means. */
    private void poles(RoutingContext c, ScanView v) {
        ScanApi.round(c, v).ifPresent(r -> worker.executeBlocking(
                        () -> PoleFigure.of(r.posterior().map(), v.scan()::wanted), false)
                .onSuccess(figure -> c.response()
                        .putHeader("Content-Type", "image/png")
                        .putHeader("Cache-Control", "no-cache")
                        .putHeader("X-Revision", Integer.toString(r.revision()))
                        .putHeader("X-Densest", String.format(Locale.ROOT, "%.1f", figure.densest()))
                        .end(Buffer.buffer(Png.bytes(figure.image()))))
                .onFailure(c::fail));
    }
}
