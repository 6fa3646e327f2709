package sunstone.connectors.format.hdf5;

import io.jhdf.api.Group;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sunstone.connectors.format.map.Declared;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.format.map.FilePhases;
import sunstone.connectors.format.map.LaueClass;
import sunstone.connectors.format.map.MalformedFile;
import sunstone.connectors.format.map.UnitCell;

/**
 * A section of an .h5ebsd stack (DREAM.3D): what EDAX or HKL wrote, unchanged. The file also says how DREAM.3D is to
 * turn sample and angles; that is passed on in a note, not done.
 */
final class H5EbsdScan {
    private final Group top;
    private final List<String> notes;
    private final FilePhases phases;

    H5EbsdScan(Group top, List<String> notes) {
        this.top = top;
        this.notes = notes;
        phases = new FilePhases(notes);
    }

    EbsdMap read(Group section, String maker) throws MalformedFile {
        Group data = Hdf5.group(section, "Data"), header = Hdf5.group(section, "Header");
        boolean hkl = maker.contains("hkl") || maker.contains("oxford") || Hdf5.child(data, "Euler1") != null;
        phases(header, hkl);
        double turn = Hdf5.number(top, 0, "EulerTransformationAngle");
        double sample = Hdf5.number(top, 0, "SampleTransformationAngle");
        if (turn != 0 || sample != 0) {
            notes.add("the file asks DREAM.3D to turn the Euler frame by " + turn + " degrees and the sample by "
                    + sample + " degrees; here both are as measured");
        }
        return hkl ? oxford(data, header) : edax(data, header);
    }

    private EbsdMap edax(Group data, Group header) throws MalformedFile {
        int most = GridArrays.MOST;
        int cols = Hdf5.whole(header, 1, most, "NCOLS_ODD"), rows = Hdf5.whole(header, 1, most, "NROWS");
        double xStep = Hdf5.number(header, 0, "XSTEP"), yStep = Hdf5.number(header, xStep, "YSTEP");
        boolean hexagonal = Hdf5.text(header, "GRID").startsWith("Hex");
        return EdaxScan.points(data).map(new Declared(cols, rows, xStep, yStep), false, hexagonal, 0, phases, notes);
    }

    private EbsdMap oxford(Group data, Group header) throws MalformedFile {
        int most = GridArrays.MOST;
        int cols = Hdf5.whole(header, 1, most, "XCells"), rows = Hdf5.whole(header, 1, most, "YCells");
        double xStep = Hdf5.number(header, 0, "XStep"), yStep = Hdf5.number(header, xStep, "YStep");
        float[] phase = Hdf5.numbers(data, most, "Phase");
        float[] contrast = Hdf5.numbersIf(data, most, "BC");
        float[] quality = new float[phase.length];
        boolean[] masked = new boolean[phase.length];
        for (int i = 0; i < quality.length; i++) {
            quality[i] = contrast != null && i < contrast.length ? contrast[i] / 255 : 1;
            masked[i] = phase[i] == 0;
        }
        float[][] euler = GridArrays.radians(
                Hdf5.numbers(data, most, "Euler1"),
                Hdf5.numbers(data, most, "Euler2"),
                Hdf5.numbers(data, most, "Euler3"));
        return new GridArrays(
                        euler, phase, quality, masked, Hdf5.numbersIf(data, most, "X"), Hdf5.numbersIf(data, most, "Y"))
                .map(new Declared(cols, rows, xStep, yStep), true, false, 0, phases, notes);
    }

    private void phases(Group header, boolean hkl) throws MalformedFile {
        for (Map.Entry<Integer, Group> e :
                EdaxScan.numbered(Hdf5.group(header, "Phases")).entrySet()) {
            Group p = e.getValue();
            String symmetry = Hdf5.text(p, hkl ? "LaueGroup" : "Symmetry");
            Optional<LaueClass> laue = hkl ? LaueClass.ofOxford(symmetry) : LaueClass.of(symmetry);
            float[] v = Hdf5.numbersIf(p, 10, "LatticeConstants");
            double[] cell = new double[6];
            for (int i = 0; v != null && i < 6 && i < v.length; i++) {
                cell[i] = Double.parseDouble(Float.toString(v[i]));
            }
            phases.add(
                    e.getKey(),
                    Hdf5.text(p, "MaterialName", "PhaseName"),
                    symmetry,
                    laue,
                    (int) Hdf5.number(p, 0, "SpaceGroup"),
                    UnitCell.of(cell));
        }
    }
}
