package sunstone.agent.http;

import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sunstone.agent.picture.ColourMap;
import sunstone.agent.picture.MapRendering;
import sunstone.agent.picture.PhaseRendering;
import sunstone.agent.picture.Png;
import sunstone.agent.picture.RegistrationOverlay;
import sunstone.agent.round.Round;
import sunstone.agent.scan.Scan;
import sunstone.agent.view.PlFrames;
import sunstone.agent.view.ScanView;
import sunstone.agent.wire.Publication;
import sunstone.models.crystallography.SampleAxis;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.stack.PlFit;

/**
 * Layers of the newest round as pictures (one image pixel per map pixel), arrays and numbers; the newest pictures are
 * kept. Any thread may ask; it takes up to a second for a map of 1000 x 1000, so not on an event loop.
 */
final class Layers {
    private static final long MOST_BYTES = 64L << 20;

    private final Truth truth;
    private final Map<Wanted, byte[]> kept = new LinkedHashMap<>(64, 0.75f, true);
    private long keptBytes;

    /**
     * Picture that is asked for.
     *
     * @param frame PL frame, -1 for the harmonics
     * @param maxDeg upper end of the colours, degrees
     * @param since revision that layer change compares with
     */
    record Wanted(
            String scanId,
            int revision,
            String layer,
            String format,
            SampleAxis axis,
            int frame,
            double maxDeg,
            int since) {}

    Layers(Truth truth) {
        this.truth = truth;
    }

    /** The bytes; empty if the scan has no such layer in this format. */
    Optional<byte[]> of(ScanView view, Round round, Round before, Wanted wanted) {
        synchronized (kept) {
            byte[] there = kept.get(wanted);
            if (there != null) {
                return Optional.of(there);
            }
        }
        byte[] made =
                switch (wanted.format()) {
                    case "npy" -> array(view, round, before, wanted);
                    case "json" -> json(view, round, before, wanted);
                    default -> {
                        BufferedImage image = picture(view, round, before, wanted);
                        yield image == null ? null : Png.bytes(image);
                    }
                };
        if (made != null) {
            keep(wanted, made);
        }
        return Optional.ofNullable(made);
    }

    private void keep(Wanted wanted, byte[] made) {
        synchronized (kept) {
            if (kept.put(wanted, made) == null) {
                keptBytes += made.length;
            }
            var oldest = kept.entrySet().iterator();
            while (keptBytes > MOST_BYTES && oldest.hasNext()) {
                keptBytes -= oldest.next().getValue().length;
                oldest.remove();
            }
        }
    }

    private @Nullable BufferedImage picture(ScanView view, Round round, Round before, Wanted w) {
        Scan scan = view.scan();
        OrientationMap map = shown(scan, round);
        OrientationMap known = truth.of(scan);
        return switch (w.layer()) {
            case "map" -> MapRendering.ipf(map, w.axis());
            case "uncertainty" ->
                MapRendering.scalar(
                        map.grid(), round.posterior().uncertaintyDeg(), map.valid(), w.maxDeg(), ColourMap.MAGMA);
            case "error" -> {
                float[] error = truth.errorDeg(scan, round.posterior().map());
                yield error == null
                        ? null
                        : MapRendering.scalar(map.grid(), error, null, w.maxDeg(), ColourMap.VIRIDIS);
            }
            case "change" ->
                MapRendering.scalar(map.grid(), changeDeg(round, before), map.valid(), w.maxDeg(), ColourMap.VIRIDIS);
            case "registration" -> registration(round);
            case "boundaries" -> MapRendering.boundaryLines(map);
            case "phases" -> phases(view, round, map.valid());
            case "truth" -> known == null ? null : MapRendering.ipf(known, w.axis());
            default -> pl(view, round, w);
        };
    }

    private static @Nullable BufferedImage registration(Round round) {
        PlFit light = round.snapshot().light();
        PlImage before = light == null ? null : light.unmoved(round.snapshot().grid());
        return before == null
                ? null
                : RegistrationOverlay.of(
                        round.posterior().map(), before, round.snapshot().pl());
    }

    private static BufferedImage phases(ScanView view, Round round, boolean[] shown) {
        ScanGrid grid = view.scan().grid();
        int[] found = PhaseRendering.nothing(grid);
        round.snapshot().points().forEach(p -> found[grid.index(p.row(), p.col())] = 1);
        view.phases()
                .others()
                .forEach(
                        r -> found[grid.index(r.row(), r.col())] = view.phases().number(r.phase()));
        return PhaseRendering.of(grid, found, shown);
    }

    private static @Nullable BufferedImage pl(ScanView view, Round round, Wanted w) {
        if (w.frame() < 0) {
            PlImage pl = light(round);
            return pl == null ? null : MapRendering.polarizedLight(pl);
        }
        byte[] frame = frame(view, w.frame());
        return frame == null ? null : MapRendering.grey(view.scan().light().grid(), frame);
    }

    /** Light on the raster of the map, in canonical optics; where it contradicts the points, as the camera took it. */
    private static @Nullable PlImage light(Round round) {
        PlImage used = round.snapshot().pl();
        return used != null ? used : round.snapshot().rawLight();
    }

    /** A frame as it came, before there is a map; empty if it has not come or not in this format. */
    static Optional<byte[]> raw(ScanView view, int frame, String format) {
        byte[] pixels = frame(view, frame);
        ScanGrid own = view.scan().light().grid();
        if (pixels == null || format.equals("json")) {
            return Optional.empty();
        }
        return Optional.of(
                format.equals("npy")
                        ? Npy.of(pixels, own.rows(), own.cols())
                        : Png.bytes(MapRendering.grey(own, pixels)));
    }

    private static byte @Nullable [] frame(ScanView view, int frame) {
        PlFrames frames = view.plFrames();
        return frames == null || frame >= frames.count() ? null : frames.frame(frame);
    }

    private byte @Nullable [] array(ScanView view, Round round, Round before, Wanted w) {
        Scan scan = view.scan();
        int rows = scan.grid().rows();
        int cols = scan.grid().cols();
        OrientationMap known = truth.of(scan);
        switch (w.layer()) {
            case "map":
                return Npy.of(quaternions(shown(scan, round)), rows, cols, 4);
            case "truth":
                return known == null ? null : Npy.of(quaternions(known), rows, cols, 4);
            case "registration", "boundaries", "phases":
                return null;
            case "pl":
                if (w.frame() < 0) {
                    PlImage pl = light(round);
                    return pl == null
                            ? null
                            : Npy.of(
                                    pl.harmonics(),
                                    PlImage.CHANNELS,
                                    pl.grid().rows(),
                                    pl.grid().cols());
                }
                byte[] frame = frame(view, w.frame());
                ScanGrid own = scan.light().grid();
                return frame == null ? null : Npy.of(frame, own.rows(), own.cols());
            default:
                float[] values = degrees(scan, round, before, w.layer());
                return values == null ? null : Npy.of(values, rows, cols);
        }
    }

    private byte @Nullable [] json(ScanView view, Round round, Round before, Wanted w) {
        if (w.layer().equals("map")) {
            return Publication.map(view.scan(), round, view.calibration(), view.inferenceMs())
                    .value();
        }
        boolean scalar = Set.of("uncertainty", "error", "change").contains(w.layer());
        float[] values = scalar ? degrees(view.scan(), round, before, w.layer()) : null;
        return values == null ? null : ScanJson.degrees(view.scan().grid(), round.revision(), values);
    }

    private float @Nullable [] degrees(Scan scan, Round round, Round before, String layer) {
        if (layer.equals("change")) {
            return changeDeg(round, before);
        }
        if (layer.equals("error")) {
            return truth.errorDeg(scan, round.posterior().map());
        }
        float[] values = round.posterior().uncertaintyDeg().clone();
        boolean[] valid = shown(scan, round).valid();
        for (int i = 0; i < values.length; i++) {
            values[i] = valid[i] ? values[i] : Float.NaN;
        }
        return values;
    }

    /** How far the orientation of every pixel has changed between two revisions, degrees. */
    private static float[] changeDeg(Round round, Round before) {
        OrientationMap now = round.posterior().map();
        OrientationMap then = before.posterior().map();
        float[] change = new float[now.grid().size()];
        for (int i = 0; i < change.length; i++) {
            change[i] = (float)
                    Math.toDegrees(now.laue().disorientation(now.quaternions(), 4 * i, then.quaternions(), 4 * i));
        }
        return change;
    }

    /** The published map without the pixels that nobody wants. */
    private static OrientationMap shown(Scan scan, Round round) {
        OrientationMap map = round.posterior().map();
        boolean[] valid = map.valid().clone();
        for (int i = 0; i < valid.length; i++) {
            valid[i] &= scan.wanted(i);
        }
        return new OrientationMap(map.grid(), map.laue(), map.quaternions(), valid);
    }

    private static float[] quaternions(OrientationMap map) {
        float[] q = new float[map.quaternions().length];
        for (int i = 0; i < q.length; i++) {
            q[i] = map.valid()[i / 4] ? (float) map.quaternions()[i] : Float.NaN;
        }
        return q;
    }
}
