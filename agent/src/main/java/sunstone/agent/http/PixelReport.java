package sunstone.agent.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.agent.picture.PoleFigure;
import sunstone.agent.round.Round;
import sunstone.agent.view.PlFrames;
import sunstone.agent.view.ScanView;
import sunstone.models.crystallography.CrystalSystem;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.Optics;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.UniaxialOptics;
import sunstone.models.polarizedlight.calibration.LearntLight;
import sunstone.models.polarizedlight.registration.Registration;
import sunstone.models.polarizedlight.stack.PlFit;

/** All that is known of one pixel: published orientation, poles of the ensemble, PL curve, nearest measured points. */
final class PixelReport {
    private static final int NEAREST = 5;

    /** The optics in which light of crystals is foretold, before the instrument's own. */
    private static final UniaxialOptics OPTICS = UniaxialOptics.canonical();

    private PixelReport() {}

    static JsonObject of(ScanView view, Round round, Truth truth, PlScaling scaling, int row, int col) {
        int i = view.scan().grid().index(row, col);
        double um = view.scan().grid().stepUm();
        LaueGroup laue = round.posterior().map().laue();
        double[] map = round.posterior().map().quaternions();
        double[] angles = new double[3];
        EulerAngles.fromQuaternion(map, 4 * i, angles, 0);
        JsonArray members = new JsonArray();
        for (float[] m : round.posterior().members()) {
            poles(laue, new double[] {m[4 * i], m[4 * i + 1], m[4 * i + 2], m[4 * i + 3]}, 0)
                    .forEach(members::add);
        }
        double error = truth.errorDeg(view.scan(), round.posterior().map(), i);
        JsonArray eulerDeg = new JsonArray();
        for (double a : angles) {
            eulerDeg.add(Math.toDegrees(a));
        }
        return new JsonObject()
                .put("row", row)
                .put("col", col)
                .put("xUm", col * um)
                .put("yUm", row * um)
                .put("revision", round.revision())
                .put("wanted", view.scan().wanted(i))
                .put("uncertaintyDeg", round.posterior().uncertaintyDeg()[i])
                .put("errorDeg", Double.isNaN(error) ? null : error)
                .put("eulerDeg", eulerDeg)
                .put("pole", PoleFigure.symbol(laue))
                .put("published", poles(laue, map, 4 * i))
                .put("members", members)
                .put("pl", polarizedLight(view, round, scaling, row, col))
                .put("nearest", nearest(round, laue, map, i, row, col, um));
    }

    /**
     * Poles on the upper hemisphere of the sample, stereographic, components along sample x and y: the three cube axes
     * of a cubic crystal, the c axis of any other.
     */
    private static JsonArray poles(LaueGroup laue, double[] q, int iq) {
        double[] pole = new double[2];
        JsonArray poles = new JsonArray();
        for (int axis = laue.system() == CrystalSystem.CUBIC ? 0 : 2; axis < 3; axis++) {
            PoleFigure.project(q, iq, axis, pole);
            poles.add(new JsonArray().add(pole[0]).add(pole[1]));
        }
        return poles;
    }

    /**
     * Where the pixel lies in the light, intensities as they came (8 bits), the five coefficients fitted to them, and
     * those that the published orientation would have under the optics that were learnt; null without PL and outside of
     * it. Where light contradicts the points nothing is foretold, and the pixel is looked for where it would lie if
     * nothing were moved.
     */
    private static @Nullable JsonObject polarizedLight(
            ScanView view, Round round, PlScaling scaling, int row, int col) {
        PlFit taken = round.snapshot().light();
        PlImage pl = taken == null ? null : taken.camera();
        PlFrames frames = view.plFrames();
        if (pl == null || frames == null) {
            return null;
        }
        LearntLight learnt = round.light();
        boolean contradicted = learnt != null && learnt.contradicted();
        ScanGrid grid = view.scan().grid();
        Registration registration =
                learnt == null || contradicted ? Registration.none(grid, pl.grid()) : learnt.registration();
        double[] place = new double[2];
        registration.locate(row, col, place);
        int plRow = (int) Math.rint(place[0]);
        int plCol = (int) Math.rint(place[1]);
        if (!pl.grid().contains(plRow, plCol)) {
            return null;
        }
        int at = pl.grid().index(plRow, plCol);
        JsonArray stage = new JsonArray();
        JsonArray measured = new JsonArray();
        for (int k = 0; k < frames.count(); k++) {
            byte[] frame = frames.frame(k);
            Double angle = frames.stageDeg(k);
            if (frame != null && angle != null) {
                stage.add(angle);
                measured.add((frame[at] & 0xff) / 255.0);
            }
        }
        JsonArray fit = new JsonArray();
        for (int c = 0; c < PlImage.CHANNELS; c++) {
            fit.add(scaling.unscale(c, pl.harmonics()[c * pl.grid().size() + at]));
        }
        double[] foretold = new double[PlImage.CHANNELS];
        OPTICS.harmonics(round.posterior().map().quaternions(), 4 * grid.index(row, col), foretold, 0);
        Optics optics = learnt == null ? view.scan().light().known() : learnt.optics();
        JsonArray model = new JsonArray();
        for (double c : optics.reading(foretold)) {
            model.add(c);
        }
        return new JsonObject()
                .put("row", plRow)
                .put("col", plCol)
                .put("stageDeg", stage)
                .put("intensity", measured)
                .put("fit", fit)
                .put("model", contradicted ? null : model);
    }

    private static JsonArray nearest(Round round, LaueGroup laue, double[] map, int i, int row, int col, double um) {
        List<EbsdPoint> points = round.snapshot().points().stream()
                .sorted(Comparator.comparingDouble(p -> Math.hypot(p.row() - row, p.col() - col)))
                .limit(NEAREST)
                .toList();
        JsonArray json = new JsonArray();
        for (EbsdPoint p : points) {
            json.add(new JsonObject()
                    .put("row", p.row())
                    .put("col", p.col())
                    .put("distanceUm", um * Math.hypot(p.row() - row, p.col() - col))
                    .put("disorientationDeg", Math.toDegrees(laue.disorientation(map, 4 * i, p.quaternion(), 0)))
                    .put("confidence", p.confidence())
                    .put("poles", poles(laue, p.quaternion(), 0)));
        }
        return json;
    }
}
