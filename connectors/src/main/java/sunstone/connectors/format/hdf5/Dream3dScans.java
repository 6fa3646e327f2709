package sunstone.connectors.format.hdf5;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.format.map.FilePhases;
import sunstone.connectors.format.map.LaueClass;
import sunstone.connectors.format.map.MalformedFile;
import sunstone.connectors.format.map.Raster;
import sunstone.connectors.format.map.UnitCell;
import sunstone.connectors.format.text.AngReader;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;

/**
 * Image geometries of DREAM.3D, versions 7.0 (DataContainers) and 8.0 (DataStructure), each section along z a scan of
 * its own: angles in radians or quaternions (x, y, z, w), hexagonal crystals with X parallel to a, phases from 1. Not
 * indexed is phase 0, a mask of 0, or a confidence index of -1.
 */
final class Dream3dScans {
    private static final int MOST_SECTIONS = 10_000;
    private static final int MOST = GridArrays.MOST;

    private final Group container;
    private final int[] dimensions;
    private final float[] spacing;
    private final float[] origin;
    private final List<String> notes;

    private Dream3dScans(Group container, float[] dimensions, float[] spacing, float[] origin, List<String> notes)
            throws MalformedFile {
        this.container = container;
        this.dimensions = new int[3];
        for (int i = 0; i < 3; i++) {
            this.dimensions[i] = i < dimensions.length ? (int) dimensions[i] : 0;
        }
        long size = Math.multiplyFull(this.dimensions[0], this.dimensions[1]);
        if (this.dimensions[0] < 1 || this.dimensions[1] < 1 || this.dimensions[2] < 1 || size > MOST) {
            throw new MalformedFile("has a geometry of " + Arrays.toString(dimensions)
                    + " cells, needed are three sizes and at most " + MOST + " cells a section");
        }
        if (spacing.length < 2 || this.dimensions[2] > MOST_SECTIONS || !Raster.same(spacing[0], spacing[1])) {
            throw new MalformedFile("has cells of " + Arrays.toString(spacing) + " um in " + this.dimensions[2]
                    + " sections, needed are square cells and at most " + MOST_SECTIONS + " sections");
        }
        this.spacing = spacing;
        this.origin = origin.length < 2 ? new float[2] : origin;
        this.notes = notes;
    }

    /** Adds the sections of all geometries: NAME, or NAME/K of several; K alone where there is one geometry. */
    static void find(Group top, Map<String, Hdf5Reader.Scan> scans, List<String> notes) throws MalformedFile {
        Optional<Group> seven = Hdf5.find(top, "DataContainers"), eight = Hdf5.find(top, "DataStructure");
        Group containers = seven.isPresent() ? seven.get() : eight.orElse(null);
        if (containers == null) {
            return;
        }
        for (Map.Entry<String, Node> e : Hdf5.children(containers).entrySet()) {
            if (!(e.getValue() instanceof Group group)) {
                continue;
            }
            Optional<Group> geometry = Hdf5.find(group, "_SIMPL_GEOMETRY");
            Dream3dScans found;
            if (geometry.isPresent() && Hdf5.child(geometry.get(), "DIMENSIONS") != null) {
                found = new Dream3dScans(
                        group,
                        Hdf5.numbers(geometry.get(), 3, "DIMENSIONS"),
                        Hdf5.numbers(geometry.get(), 3, "SPACING"),
                        Hdf5.numbers(geometry.get(), 3, "ORIGIN"),
                        notes);
            } else if (Hdf5.attributeText(group, "ObjectType").equals("ImageGeom")) {
                found = new Dream3dScans(
                        group,
                        Hdf5.attribute(group, "_DIMENSIONS"),
                        Hdf5.attribute(group, "_SPACING"),
                        Hdf5.attribute(group, "_ORIGIN"),
                        notes);
            } else {
                continue;
            }
            for (int z = 0; z < found.dimensions[2]; z++) {
                int section = z;
                scans.put(found.dimensions[2] == 1 ? e.getKey() : e.getKey() + "/" + z, () -> found.read(section));
            }
        }
    }

    /** The matrix of the geometry that holds a dataset. */
    private Optional<Group> holding(String... names) throws MalformedFile {
        for (Node n : Hdf5.children(container).values()) {
            if (n instanceof Group g) {
                for (String name : names) {
                    if (Hdf5.child(g, name) instanceof Dataset) {
                        return Optional.of(g);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private EbsdMap read(int z) throws MalformedFile {
        Group cells = holding("EulerAngles", "Quats")
                .orElseThrow(() -> new MalformedFile("has no EulerAngles and no Quats in " + container.getPath()));
        FilePhases phases = phases();
        int n = dimensions[0] * dimensions[1];
        float[] phase = section(cells, z, 1, "Phases");
        float[] mask = section(cells, z, 1, "Mask"), confidence = section(cells, z, 1, "Confidence Index");
        float[] contrast = section(cells, z, 1, "BC");
        float[] euler = section(cells, z, 3, "EulerAngles"), quats = section(cells, z, 4, "Quats");
        byte[] id = new byte[n];
        double[] q = new double[4 * n];
        float[] quality = new float[n];
        int masked = 0;
        for (int i = 0; i < n; i++) {
            int number = phase.length == 0 ? phases.first() : (int) phase[i];
            boolean none = mask.length > 0 && mask[i] == 0 || confidence.length > 0 && confidence[i] <= -1;
            masked += number > 0 && none ? 1 : 0;
            if (number > 0 && !phases.lists(number)) {
                throw new MalformedFile("has phase " + number + " at cell " + i + ", which is not listed");
            }
            boolean turned = number > 0 && !none && orientation(euler, quats, i, q);
            id[i] = turned ? (byte) phases.merged(number) : 0;
            if (!turned) {
                Arrays.fill(q, 4 * i, 4 * i + 4, 0);
                q[4 * i] = 1;
            }
            quality[i] = confidence.length > 0
                    ? Math.max(0, Math.min(1, confidence[i]))
                    : contrast.length > 0 ? contrast[i] / 255 : 1;
        }
        if (masked > 0) {
            notes.add(masked
                    + " cells have a phase but a mask of 0 or a confidence index of -1: they count as not indexed");
        }
        double step = Double.parseDouble(Float.toString(spacing[0]));
        ScanGrid grid = new ScanGrid(dimensions[1], dimensions[0], step);
        return new EbsdMap(grid, phases.all(), id, q, quality, notes, origin[0], origin[1]);
    }

    /** Writes the orientation of a cell; false if the file has none there. */
    private static boolean orientation(float[] euler, float[] quats, int i, double[] q) throws MalformedFile {
        if (euler.length > 0) {
            double a = euler[3 * i], b = euler[3 * i + 1], c = euler[3 * i + 2];
            double largest = Math.max(Math.abs(a), Math.max(Math.abs(b), Math.abs(c)));
            if (largest > GridArrays.MAX_RADIANS) {
                throw new MalformedFile("has an Euler angle of " + (float) largest + " rad at cell " + i
                        + ", allowed is up to " + GridArrays.MAX_RADIANS);
            }
            if (AngReader.notIndexed(a, b, c)) {
                return false;
            }
            EulerAngles.toQuaternion(a, b, c, q, 4 * i);
            return true;
        }
        double x = quats[4 * i], y = quats[4 * i + 1], z = quats[4 * i + 2], w = quats[4 * i + 3];
        double norm = Math.sqrt(x * x + y * y + z * z + w * w);
        if (!(Math.abs(norm - 1) < 0.01)) {
            return false;
        }
        double s = (w < 0 ? -1 : 1) / norm;
        q[4 * i] = s * w;
        q[4 * i + 1] = s * x;
        q[4 * i + 2] = s * y;
        q[4 * i + 3] = s * z;
        return true;
    }

    /** The values of a section, or none if there is no such array. */
    private float[] section(Group cells, int z, int components, String name) throws MalformedFile {
        if (!(Hdf5.child(cells, name) instanceof Dataset d)) {
            return new float[0];
        }
        int n = dimensions[0] * dimensions[1] * components;
        long whole = (long) n * dimensions[2];
        if (d.getSize() != whole) {
            throw new MalformedFile("has " + d.getSize() + " numbers in " + name + ", needed are " + whole);
        }
        float[] all = Hdf5.numbers(d, (int) Math.min(Integer.MAX_VALUE - 8, 4L * MOST));
        return Arrays.copyOfRange(all, z * n, (z + 1) * n);
    }

    private FilePhases phases() throws MalformedFile {
        Group ensemble = holding("CrystalStructures")
                .orElseThrow(() -> new MalformedFile("has no CrystalStructures in " + container.getPath()));
        float[] codes = Hdf5.numbers(ensemble, Phase.MAX_ID + 1, "CrystalStructures");
        float[] cells = Hdf5.numbersIf(ensemble, 6 * codes.length, "LatticeConstants");
        List<String> names = Hdf5.texts(ensemble, codes.length, "MaterialName");
        if (names.isEmpty()) {
            names = Hdf5.texts(ensemble, codes.length, "PhaseName");
        }
        FilePhases phases = new FilePhases(notes);
        for (int id = 1; id < codes.length; id++) { // 0 is the phase of what is not indexed
            double[] cell = new double[6];
            for (int i = 0; cells != null && i < 6 && 6 * id + i < cells.length; i++) {
                cell[i] = Double.parseDouble(Float.toString(cells[6 * id + i]));
            }
            String code = String.valueOf((long) codes[id]);
            String name = id < names.size()
                    ? names.get(id).replaceFirst("^MaterialName\\s+", "").strip()
                    : "";
            phases.add(id, name, code, LaueClass.ofDream3d((long) codes[id]), 0, UnitCell.of(cell));
        }
        if (phases.count() == 0) {
            throw new MalformedFile("lists no phase in CrystalStructures");
        }
        return phases;
    }
}
