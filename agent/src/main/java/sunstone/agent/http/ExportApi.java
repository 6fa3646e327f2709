package sunstone.agent.http;

import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.Optional;
import sunstone.agent.export.ExportFile;
import sunstone.agent.export.ExportFormat;
import sunstone.agent.export.ExportLayer;
import sunstone.agent.export.MapExport;
import sunstone.agent.round.Round;
import sunstone.agent.view.ScanView;

/** Revisions of a scan's map as files. The newest and those that are still kept; older ones are a matter of the log. */
final class ExportApi {
    private final PastRounds past;
    private final WorkerExecutor worker;

    ExportApi(PastRounds past, WorkerExecutor worker) {
        this.past = past;
        this.worker = worker;
    }

    void mount(RouterBuilder routes, ScanApi scans) {
        routes.getRoute("exportScan").addHandler(scans.inScan(this::export));
    }

    private void export(RoutingContext c, ScanView v) {
        Parameters asked = Parameters.of(c);
        ExportFormat format = ExportFormat.of(asked.word("format", "ctf")).orElseThrow(); // the contract has no other
        ExportLayer layer = ExportLayer.of(asked.word("layer", "orientation")).orElseThrow();
        Round newest = v.round();
        if (newest == null) {
            Problem.send(c, 404, "scan " + v.scan().scanId() + " has no map yet");
            return;
        }
        if (!layer.fits(format)) {
            Problem.send(
                    c,
                    404,
                    "a file ." + format.word() + " has no place for layer " + layer.word()
                            + ": take csv or png, or layer orientation, which has uncertainty as a column");
            return;
        }
        int revision = asked.whole("revision", newest.revision());
        if (revision > newest.revision()) {
            Problem.send(c, 404, "there is no revision " + revision + ", the newest is " + newest.revision());
            return;
        }
        Optional<Round> round = revision == newest.revision()
                ? Optional.of(newest)
                : past.of(v.scan().scanId(), revision);
        if (round.isEmpty()) {
            Problem.send(
                    c,
                    410,
                    "revision " + revision + " is no longer kept here, the newest is " + newest.revision()
                            + "; the log may have it: sunstone export --bootstrap HOST:PORT");
            return;
        }
        MapExport export = MapExport.of(v.scan(), round.get());
        worker.executeBlocking(() -> ExportFile.of(export, format, layer).orElseThrow(), false)
                .onSuccess(bytes -> c.response()
                        .putHeader("Content-Type", format.mediaType())
                        .putHeader(
                                "Content-Disposition", "attachment; filename=\"" + export.fileName(format, layer) + '"')
                        .putHeader("Cache-Control", "no-cache")
                        .putHeader("X-Revision", Integer.toString(export.revision()))
                        .end(Buffer.buffer(bytes)))
                .onFailure(c::fail);
    }
}
