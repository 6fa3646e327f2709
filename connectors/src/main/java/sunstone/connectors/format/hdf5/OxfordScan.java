package sunstone.connectors.format.hdf5;

import io.jhdf.api.Group;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.format.map.Declared;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.format.map.FilePhases;
import sunstone.connectors.format.map.LaueClass;
import sunstone.connectors.format.map.MalformedFile;
import sunstone.connectors.format.map.UnitCell;
import sunstone.connectors.format.text.CtfReader;

/**
 * A scan of Oxford Instruments in HDF5 (.h5oina 2.0 to 8.0): angles in radians, hexagonal crystals with X parallel to a*, phase
 * 0 where not indexed.
 */
final class OxfordScan {
    private final List<String> notes;
    private final FilePhases phases;

    OxfordScan(List<String> notes) {
        this.notes = notes;
        phases = new FilePhases(notes);
    }

    EbsdMap read(Group data, Group header) throws MalformedFile {
        int most = GridArrays.MOST;
        float[] phase = Hdf5.numbers(data, most, "Phase");
        float[] euler = Hdf5.numbers(data, 3 * most, "Euler");
        float[] contrast = Hdf5.numbersIf(data, most, "Band Contrast");
        phases(header, phase);
        int cols = Hdf5.whole(header, 1, most, "X Cells"), rows = Hdf5.whole(header, 1, most, "Y Cells");
        double xStep = Hdf5.number(header, 0, "X Step"), yStep = Hdf5.number(header, xStep, "Y Step");
        float[] surface = Hdf5.numbersIf(header, 10, "Specimen Orientation Euler", "Acquisition Surface Euler");
        if (surface != null
                && (surface[0] != 0 || surface[surface.length - 1] != 0 || surface[surface.length / 2] != 0)) {
            notes.add(CtfReader.TURNED);
        }
        if (contrast != null && contrast.length != phase.length) {
            throw new MalformedFile("has " + contrast.length + " band contrasts for " + phase.length + " points");
        }
        float[] quality = new float[phase.length];
        boolean[] masked = new boolean[phase.length];
        for (int i = 0; i < quality.length; i++) {
            quality[i] = contrast == null ? 1 : contrast[i] / 255;
            masked[i] = phase[i] == 0;
        }
        float[][] angles = {
            GridArrays.component(euler, 0, 3), GridArrays.component(euler, 1, 3), GridArrays.component(euler, 2, 3)
        };
        return new GridArrays(
                        angles,
                        phase,
                        quality,
                        masked,
                        Hdf5.numbersIf(data, most, "X"),
                        Hdf5.numbersIf(data, most, "Y"))
                .map(new Declared(cols, rows, xStep, yStep), true, false, 0, phases, notes);
    }

    private void phases(Group header, float[] used) throws MalformedFile {
        Optional<Group> listed = Hdf5.find(header, "Phases");
        if (listed.isEmpty()) {
            notes.add("its header describes no phase");
            int most = 0;
            for (float id : used) {
                most = Math.max(most, (int) id);
            }
            for (int id = 1; id <= most; id++) {
                phases.add(id, "phase " + id, "", Optional.empty(), 0, Optional.empty());
            }
            return;
        }
        for (Map.Entry<Integer, Group> e : EdaxScan.numbered(listed.get()).entrySet()) {
            Group p = e.getValue();
            String laue = Hdf5.text(p, "Laue Group");
            phases.add(
                    e.getKey(),
                    Hdf5.text(p, "Phase Name"),
                    laue,
                    LaueClass.ofOxford(laue),
                    (int) Hdf5.number(p, 0, "Space Group"),
                    cell(Hdf5.numbersIf(p, 10, "Lattice Dimensions"), Hdf5.numbersIf(p, 10, "Lattice Angles")));
        }
    }

    /** The cell; its angles are in radians, as the specification says, or in degrees, as some programs write. */
    private static Optional<UnitCell> cell(float @Nullable [] lengths, float @Nullable [] angles) {
        if (lengths == null || angles == null || lengths.length != 3 || angles.length != 3) {
            return Optional.empty();
        }
        double unit = Math.max(angles[0], Math.max(angles[1], angles[2])) < 4 ? Math.toDegrees(1) : 1;
        return UnitCell.of(
                rounded(lengths[0]),
                rounded(lengths[1]),
                rounded(lengths[2]),
                rounded(unit * angles[0]),
                rounded(unit * angles[1]),
                rounded(unit * angles[2]));
    }

    /** Four decimals: what single precision can vouch for. */
    private static double rounded(double v) {
        return Math.rint(v * 1e4) / 1e4;
    }
}
