package sunstone.agent.http;

import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.Optional;
import sunstone.agent.picture.ColourMap;
import sunstone.agent.picture.MapRendering;
import sunstone.agent.picture.Png;
import sunstone.agent.round.Round;
import sunstone.agent.view.ScanView;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.derived.DerivedLayer;
import sunstone.models.posterior.derived.DerivedLayers;

/** Derived layers of a scan's rounds, as pictures and arrays, and the list of those that there are. */
final class DerivedLayerApi {
    private final PastRounds past;
    private final WorkerExecutor worker;

    DerivedLayerApi(PastRounds past, WorkerExecutor worker) {
        this.past = past;
        this.worker = worker;
    }

    void mount(RouterBuilder routes, ScanApi scans) {
        routes.getRoute("listDerivedLayers").addHandler(DerivedLayerApi::list);
        routes.getRoute("getDerivedLayer").addHandler(scans.inScan(this::layer));
    }

    private static void list(RoutingContext c) {
        JsonArray all = new JsonArray();
        for (DerivedLayer l : DerivedLayers.ALL) {
            all.add(new JsonObject()
                    .put("name", l.name())
                    .put("title", l.title())
                    .put("unit", l.unit())
                    .put("most", l.most()));
        }
        c.json(all);
    }

    private void layer(RoutingContext c, ScanView v) {
        Parameters asked = Parameters.of(c);
        String scanId = v.scan().scanId();
        String name = asked.pathText("layer");
        String format = asked.word("format", "png");
        Optional<DerivedLayer> layer = DerivedLayers.of(name);
        if (layer.isEmpty()) {
            Problem.send(c, 404, "there is no derived layer " + name);
            return;
        }
        Round newest = v.round();
        if (newest == null) {
            Problem.send(c, 404, "scan " + scanId + " has no map yet");
            return;
        }
        int revision = asked.whole("revision", newest.revision());
        Optional<Round> round = revision == newest.revision() ? Optional.of(newest) : past.of(scanId, revision);
        if (round.isEmpty()) {
            Problem.send(c, 404, "revision " + revision + " is not kept, the newest is " + newest.revision());
            return;
        }
        worker.executeBlocking(() -> bytes(layer.get(), round.get(), format), false)
                .onSuccess(bytes -> bytes.ifPresentOrElse(
                        b -> c.response()
                                .putHeader(
                                        "Content-Type", format.equals("npy") ? "application/octet-stream" : "image/png")
                                .putHeader("Cache-Control", "no-cache")
                                .putHeader("X-Revision", Integer.toString(revision))
                                .end(Buffer.buffer(b)),
                        () -> Problem.send(
                                c,
                                404,
                                "layer " + name
                                        + " follows from the ensemble, which is kept of the newest revision alone, "
                                        + newest.revision())))
                .onFailure(c::fail);
    }

    private static Optional<byte[]> bytes(DerivedLayer layer, Round round, String format) {
        ScanGrid grid = round.posterior().map().grid();
        return layer.of(round.posterior(), round.snapshot().region())
                .map(values -> format.equals("npy")
                        ? Npy.of(values, grid.rows(), grid.cols())
                        : Png.bytes(MapRendering.scalar(grid, values, null, layer.most(), ColourMap.VIRIDIS)));
    }
}
