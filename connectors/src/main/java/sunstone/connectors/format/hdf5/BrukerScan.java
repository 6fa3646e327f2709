package sunstone.connectors.format.hdf5;

import io.jhdf.api.Group;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sunstone.connectors.format.map.Declared;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.format.map.FilePhases;
import sunstone.connectors.format.map.LaueClass;
import sunstone.connectors.format.map.MalformedFile;
import sunstone.connectors.format.map.TextLines;
import sunstone.connectors.format.map.UnitCell;

/**
 * A scan of Bruker Esprit in HDF5: angles in degrees, phase 0 or below where not indexed, columns and rows of the
 * points in X BEAM and Y BEAM. Bruker does not say how the crystal's axes lie in a hexagonal cell; X parallel to a* is
 * assumed, as MTEX does.
 */
final class BrukerScan {
    private final List<String> notes;
    private final FilePhases phases;

    BrukerScan(List<String> notes) {
        this.notes = notes;
        phases = new FilePhases(notes);
    }

    EbsdMap read(Group data, Group header) throws MalformedFile {
        int most = GridArrays.MOST;
        String grid = Hdf5.text(header, "Grid Type").toLowerCase(Locale.ROOT);
        if (!grid.isEmpty() && !grid.startsWith("iso")) {
            throw new MalformedFile("has grid \"" + TextLines.shortened(grid) + "\", known of Bruker is isometric");
        }
        for (Map.Entry<Integer, Group> e :
                EdaxScan.numbered(Hdf5.group(header, "Phases")).entrySet()) {
            Group p = e.getValue();
            float[] v = Hdf5.numbersIf(p, 10, "LatticeConstants");
            double[] cell = new double[6];
            for (int i = 0; v != null && i < 6 && i < v.length; i++) {
                cell[i] = Double.parseDouble(Float.toString(v[i]));
            }
            int space = (int) Hdf5.number(p, 0, "IT");
            phases.add(
                    e.getKey(),
                    Hdf5.text(p, "Name"),
                    Hdf5.text(p, "SpaceGroup"),
                    LaueClass.ofSpaceGroup(space),
                    space,
                    UnitCell.of(cell));
            if (phases.hexagonalAxes(e.getKey())) {
                notes.add("Bruker does not say how the axes of hexagonal phase " + e.getKey()
                        + " lie: X parallel to a* was assumed; a turn of 30 degrees about c cannot be excluded");
            }
        }
        int cols = Hdf5.whole(header, 1, most, "NCOLS"), rows = Hdf5.whole(header, 1, most, "NROWS");
        double xStep = Hdf5.number(header, 0, "XSTEP"), yStep = Hdf5.number(header, xStep, "YSTEP");
        float[] phase = Hdf5.numbers(data, most, "Phase");
        boolean[] masked = new boolean[phase.length];
        for (int i = 0; i < masked.length; i++) {
            masked[i] = phase[i] <= 0;
        }
        float[] quality = Hdf5.numbersIf(data, most, "RadonQuality");
        if (quality == null) {
            quality = new float[phase.length];
            Arrays.fill(quality, 1);
        }
        float[][] euler = GridArrays.radians(
                Hdf5.numbers(data, most, "phi1"), Hdf5.numbers(data, most, "PHI"), Hdf5.numbers(data, most, "phi2"));
        float[] x = Hdf5.numbersIf(data, most, "X BEAM"), y = Hdf5.numbersIf(data, most, "Y BEAM");
        return new GridArrays(
                        euler,
                        phase,
                        quality,
                        masked,
                        x == null ? null : GridArrays.times(x, xStep),
                        y == null ? null : GridArrays.times(y, yStep))
                .map(new Declared(cols, rows, xStep, yStep), true, false, 0, phases, notes);
    }
}
