package sunstone.agent.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sunstone.agent.round.Round;
import sunstone.agent.scan.Scan;
import sunstone.connectors.format.map.CrystalPhase;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.format.map.LaueClass;
import sunstone.connectors.instrument.Measurement;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.Phase;

/**
 * One revision of a scan's map with what it rests on. Crystal axes are X parallel to a; arrays are shared, not copied.
 *
 * @param scanId the scan
 * @param revision number of the map
 * @param phases phases that the scan announced, as far as they are known here
 * @param mapped id of the mapped one
 * @param map published map, valid where it is wanted
 * @param uncertaintyDeg degrees, shape [rows * cols]
 * @param points measurements in the order of their coming; a pixel may occur more than once
 */
public record MapExport(
        String scanId,
        int revision,
        List<CrystalPhase> phases,
        int mapped,
        OrientationMap map,
        float[] uncertaintyDeg,
        List<Measurement> points) {
    public MapExport {
        phases = List.copyOf(phases);
        points = List.copyOf(points);
        if (uncertaintyDeg.length != map.grid().size()) {
            throw new IllegalArgumentException(
                    "a map of " + map.grid().size() + " pixels needs as many uncertainties: " + uncertaintyDeg.length);
        }
    }

    /** The map of a round. It knows the points of the mapped phase alone. */
    public static MapExport of(Scan scan, Round round) {
        OrientationMap published = round.posterior().map();
        boolean[] valid = published.valid().clone();
        for (int i = 0; i < valid.length; i++) {
            valid[i] &= scan.wanted(i);
        }
        return new MapExport(
                scan.scanId(),
                round.revision(),
                List.of(described(scan.mapped())),
                scan.mapped().id(),
                new OrientationMap(published.grid(), published.laue(), published.quaternions(), valid),
                round.posterior().uncertaintyDeg(),
                round.snapshot().points().stream().map(MapExport::measurement).toList());
    }

    static Measurement measurement(EbsdPoint p) {
        return new Measurement(p.row(), p.col(), p.phase(), p.w(), p.x(), p.y(), p.z(), p.confidence());
    }

    static CrystalPhase described(Phase p) {
        return new CrystalPhase(
                p.id(), p.name(), Optional.of(LaueClass.valueOf(p.laue().name())), Optional.empty(), 0);
    }

    /** Which pixels were measured, whatever came of it; shape [rows * cols]. */
    public boolean[] measured() {
        boolean[] measured = new boolean[map.grid().size()];
        points.forEach(p -> measured[map.grid().index(p.row(), p.col())] = true);
        return measured;
    }

    /**
     * The published map as a file holds it. A pixel that was measured and is of another phase, or gave no orientation,
     * keeps what was measured; quality is the confidence of measured pixels and 0 elsewhere.
     */
    EbsdMap whole() {
        int n = map.grid().size();
        byte[] phase = new byte[n];
        double[] q = map.quaternions().clone();
        float[] quality = new float[n];
        for (int i = 0; i < n; i++) {
            phase[i] = (byte) (map.valid()[i] ? mapped : 0);
        }
        boolean[] indexed = new boolean[n];
        for (Measurement p : points) {
            int i = map.grid().index(p.row(), p.col());
            quality[i] = Math.max(quality[i], quality(p));
            if (p.phase() == mapped) {
                indexed[i] = true;
                phase[i] = (byte) mapped;
            } else if (!indexed[i]) {
                put(p, i, phase, q);
            }
        }
        return file(phase, q, quality);
    }

    /** The measured points alone, the surest of each pixel; no other pixel has a phase or a quality. */
    EbsdMap sparse() {
        int n = map.grid().size();
        byte[] phase = new byte[n];
        double[] q = new double[4 * n];
        for (int i = 0; i < n; i++) {
            q[4 * i] = 1;
        }
        float[] quality = new float[n];
        Measurement[] surest = new Measurement[n];
        for (Measurement p : points) {
            int i = map.grid().index(p.row(), p.col());
            if (surest[i] == null || p.indexed() && p.confidence() >= surest[i].confidence()) {
                surest[i] = p;
                put(p, i, phase, q);
                quality[i] = quality(p);
            }
        }
        return file(phase, q, quality);
    }

    private static void put(Measurement p, int i, byte[] phase, double[] q) {
        phase[i] = (byte) p.phase();
        q[4 * i] = p.w();
        q[4 * i + 1] = p.x();
        q[4 * i + 2] = p.y();
        q[4 * i + 3] = p.z();
    }

    /** A measured pixel has a quality above 0: that is how files tell one measured in vain from one not measured. */
    private static float quality(Measurement p) {
        return (float) Math.max(1 / 255.0, p.confidence());
    }

    private EbsdMap file(byte[] phase, double[] q, float[] quality) {
        List<Phase> usable = new ArrayList<>();
        phases.forEach(p -> p.laue()
                .ifPresent(l -> usable.add(
                        new Phase(p.id(), p.name(), sunstone.models.crystallography.LaueGroup.valueOf(l.name())))));
        return new EbsdMap(map.grid(), usable, phase, q, quality, List.of(), phases, 0, 0);
    }

    /** Mean uncertainty over the wanted pixels, degrees. */
    double meanUncertaintyDeg() {
        double sum = 0;
        int n = 0;
        for (int i = 0; i < uncertaintyDeg.length; i++) {
            if (map.valid()[i] && uncertaintyDeg[i] >= 0) { // not so for NaN
                sum += uncertaintyDeg[i];
                n++;
            }
        }
        return n == 0 ? Double.NaN : sum / n;
    }

    /** Upper end of the colours of the uncertainty: the whole degree that 98% of the wanted pixels do not exceed. */
    double colourEndDeg() {
        float[] wanted = new float[uncertaintyDeg.length];
        int n = 0;
        for (int i = 0; i < wanted.length; i++) {
            if (map.valid()[i] && uncertaintyDeg[i] >= 0) {
                wanted[n++] = uncertaintyDeg[i];
            }
        }
        Arrays.sort(wanted, 0, n);
        return n == 0 ? 1 : Math.max(1, Math.ceil(wanted[(int) (0.98 * (n - 1))]));
    }

    /** One line for people. */
    String title() {
        return String.format(
                Locale.ROOT,
                "%s, revision %d: %d points, mean uncertainty %.2f degrees",
                scanId,
                revision,
                points.size(),
                meanUncertaintyDeg());
    }

    /** Name for the file, of letters that every file system takes: {@code SCAN-rN-LAYER.FORMAT}. */
    public String fileName(ExportFormat format, ExportLayer layer) {
        String plain = scanId.replaceAll("[^A-Za-z0-9._-]", "_");
        return (plain.length() > 100 ? plain.substring(0, 100) : plain) + "-r" + revision + "-" + layer.word() + "."
                + format.word();
    }
}
