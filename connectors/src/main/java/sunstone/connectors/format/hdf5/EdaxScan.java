package sunstone.connectors.format.hdf5;

import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sunstone.connectors.format.map.Declared;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.format.map.FilePhases;
import sunstone.connectors.format.map.FilePoints;
import sunstone.connectors.format.map.LaueClass;
import sunstone.connectors.format.map.MalformedFile;
import sunstone.connectors.format.map.TextLines;
import sunstone.connectors.format.map.UnitCell;
import sunstone.models.map.Phase;

/**
 * A scan of EDAX OIM or TEAM in HDF5: angles in radians, crystals with X parallel to a, numbers of phases and forms of
 * "not indexed" as in .ang, and an array Valid (0: indexed).
 */
final class EdaxScan {
    private static final float IN_VAIN = (float) FilePoints.IN_VAIN;

    private final List<String> notes;
    private final FilePhases phases;

    EdaxScan(List<String> notes) {
        this.notes = notes;
        phases = new FilePhases(notes);
    }

    EbsdMap read(Group data, Group header) throws MalformedFile {
        int shift = phases(header);
        int cols = Hdf5.whole(header, 1, GridArrays.MOST, "nColumns");
        int rows = Hdf5.whole(header, 1, GridArrays.MOST, "nRows");
        double xStep = Hdf5.number(header, 0, "Step X"), yStep = Hdf5.number(header, xStep, "Step Y");
        boolean hexagonal =
                Hdf5.text(header, "Grid Type").toLowerCase(Locale.ROOT).startsWith("hex");
        return points(data).map(new Declared(cols, rows, xStep, yStep), false, hexagonal, shift, phases, notes);
    }

    /** The arrays of a scan, as EDAX and DREAM.3D name them. */
    static GridArrays points(Group data) throws MalformedFile {
        int most = GridArrays.MOST;
        float[] confidence = Hdf5.numbers(data, most, "CI", "Confidence Index");
        float[] phase = Hdf5.numbers(data, most, "Phase", "PhaseData");
        float[] valid = Hdf5.numbersIf(data, most, "Valid");
        boolean[] masked = new boolean[phase.length];
        for (int i = 0; i < masked.length && i < confidence.length; i++) {
            masked[i] = confidence[i] <= -1 || valid != null && i < valid.length && valid[i] != 0;
        }
        float[] seen = Hdf5.numbersIf(data, most, "IQ", "Image Quality");
        float[] quality = confidence.clone();
        for (int i = 0; i < masked.length && i < quality.length; i++) {
            quality[i] = !masked[i] ? quality[i] : seen != null && i < seen.length && seen[i] > 0 ? IN_VAIN : 0;
        }
        float[][] euler = {
            Hdf5.numbers(data, most, "Phi1"), Hdf5.numbers(data, most, "Phi"), Hdf5.numbers(data, most, "Phi2")
        };
        return new GridArrays(
                euler,
                phase,
                quality,
                masked,
                Hdf5.numbersIf(data, most, "X Position", "X"),
                Hdf5.numbersIf(data, most, "Y Position", "Y"));
    }

    private int phases(Group header) throws MalformedFile {
        Map<Integer, Group> groups = numbered(Hdf5.group(header, "Phase"));
        int shift = groups.containsKey(0) ? 1 : 0;
        for (Map.Entry<Integer, Group> e : groups.entrySet()) {
            Group p = e.getValue();
            String symmetry = Hdf5.text(p, "Symmetry"), point = Hdf5.text(p, "Point Group");
            double[] cell = new double[6];
            List<String> keys = List.of("a", "b", "c", "alpha", "beta", "gamma");
            for (int i = 0; i < 6; i++) {
                cell[i] = Hdf5.number(p, 0, "Lattice Constant " + keys.get(i));
            }
            Optional<LaueClass> laue = LaueClass.of(point).or(() -> LaueClass.of(symmetry));
            phases.add(
                    e.getKey() + shift,
                    Hdf5.text(p, "MaterialName", "Material Name"),
                    point.isEmpty() ? symmetry : point,
                    laue,
                    (int) Hdf5.number(p, 0, "Space Group"),
                    UnitCell.of(cell));
        }
        return shift;
    }

    /** The groups that have numbers for names, by them. */
    static Map<Integer, Group> numbered(Group group) throws MalformedFile {
        Map<Integer, Group> groups = new TreeMap<>();
        List<String> others = new ArrayList<>();
        for (Map.Entry<String, Node> e : Hdf5.children(group).entrySet()) {
            if (e.getValue() instanceof Group g && e.getKey().strip().matches("\\d{1,3}")) {
                groups.put(Integer.parseInt(e.getKey().strip()), g);
            } else {
                others.add(e.getKey());
            }
        }
        if (groups.isEmpty() || groups.size() > Phase.MAX_ID) {
            throw new MalformedFile("has " + groups.size() + " numbered phases, allowed are 1 to " + Phase.MAX_ID
                    + "; it has " + TextLines.shortened(others.toString()));
        }
        return groups;
    }
}
