package sunstone.connectors.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;

/**
 * Project files of Oxford Instruments (.cpr, text) with their data (.crc, binary, little-endian, row-major): one byte
 * phase, then the fields in the order that the project lists; angles in radians, hexagonal crystals with X parallel to
 * a*.
 */
final class CprReader {
    private static final int MAX_LINES = 20_000;
    private static final int MAX_BYTES = 1 << 22;
    private static final int MAX_FIELDS = 100;
    private static final double MAX_RADIANS = 13;

    private final List<String> notes = new ArrayList<>();
    private final FilePhases phases = new FilePhases(notes);
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, Integer> lines = new HashMap<>();

    EbsdMap read(Path project) throws IOException, MalformedFile {
        readValues(project);
        int cols = whole("job.xcells", FilePoints.MAX), rows = whole("job.ycells", FilePoints.MAX);
        double step = decimal("job.griddistx"), across = decimal("job.griddisty");
        if (!(step > 0 && Math.abs(step - across) <= 0.01 * step)) {
            throw new MalformedFile(
                    "has steps of " + step + " and " + across + " um, needed is one step of more than 0 um");
        }
        int count = whole("phases.count", Phase.MAX_ID);
        for (int id = 1; id <= count; id++) {
            int code = whole("phase" + id + ".lauegroup", 11);
            phases.add(
                    id,
                    values.getOrDefault("phase" + id + ".structurename", ""),
                    LaueGroup.ofOxford(code),
                    String.valueOf(code));
        }
        return readData(data(project), rows, cols, step);
    }

    private static Path data(Path project) throws MalformedFile {
        String name = String.valueOf(project.getFileName());
        String stem = name.substring(0, name.length() - 4);
        for (String ending : List.of(".crc", ".CRC", ".Crc")) {
            Path p = project.resolveSibling(stem + ending);
            if (Files.isRegularFile(p)) {
                return p;
            }
        }
        throw new MalformedFile("has no " + stem + ".crc beside it");
    }

    /** Reads the sections of the project as "section.key", lower case. */
    private void readValues(Path project) throws IOException, MalformedFile {
        if (Files.size(project) > MAX_BYTES) {
            throw new MalformedFile("holds " + Files.size(project) + " bytes, allowed are " + MAX_BYTES);
        }
        try (TextLines in = new TextLines(project)) {
            String section = "";
            for (String line = in.nextFilled(); line != null; line = in.nextFilled()) {
                if (in.number() > MAX_LINES) {
                    throw in.wrong("is one too many, allowed are " + MAX_LINES);
                }
                String s = line.strip();
                int equals = s.indexOf('=');
                if (s.startsWith("[") && s.endsWith("]")) {
                    section = s.substring(1, s.length() - 1).toLowerCase(Locale.ROOT);
                } else if (equals > 0) {
                    String key = section + "." + s.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                    values.put(key, s.substring(equals + 1).strip());
                    lines.put(key, in.number());
                }
            }
        }
    }

    private String value(String key) throws MalformedFile {
        String v = values.get(key);
        if (v == null) {
            throw new MalformedFile("has no value " + key.replaceFirst("(.*)\\.", "[$1] "));
        }
        return v;
    }

    private MalformedFile wrong(String key, String value, String needed) {
        return new MalformedFile("line " + lines.get(key) + " has " + key.substring(key.indexOf('.') + 1) + " \""
                + TextLines.shortened(value) + "\", " + needed);
    }

    private int whole(String key, int most) throws MalformedFile {
        String v = value(key);
        try {
            int n = Integer.parseInt(v);
            if (n >= 1 && n <= most) {
                return n;
            }
        } catch (NumberFormatException e) {
            // falls through to the complaint
        }
        throw wrong(key, v, "allowed is 1 to " + most);
    }

    private double decimal(String key) throws MalformedFile {
        String v = value(key);
        try {
            double d = Double.parseDouble(v.replace(',', '.'));
            if (Double.isFinite(d)) {
                return d;
            }
        } catch (NumberFormatException e) {
            // falls through to the complaint
        }
        throw wrong(key, v, "needed is a finite number");
    }

    /** Offsets of what is needed in a record of the data. */
    private record Layout(int euler1, int euler2, int euler3, int contrast, int bytes) {}

    private Layout layout() throws MalformedFile {
        int[] at = new int[13];
        int offset = 1; // the phase
        int fields = whole("fields.count", MAX_FIELDS);
        for (int k = 1; k <= fields; k++) {
            int code = whole("fields.field" + k, 12);
            int bytes = fieldBytes(code);
            if (bytes == 0) {
                throw wrong("fields.field" + k, String.valueOf(code), "known are 1 to 8 and 10 to 12");
            }
            at[code] = offset;
            offset += bytes;
        }
        if (at[3] == 0 || at[4] == 0 || at[5] == 0) {
            throw new MalformedFile("lists no Euler angles (3, 4, 5) in [fields]");
        }
        int windows = values.containsKey("edx windows.count")
                        && !value("edx windows.count").equals("0")
                ? whole("edx windows.count", MAX_FIELDS)
                : 0;
        return new Layout(at[3], at[4], at[5], at[7], offset + 4 * windows);
    }

    /** Bytes of a field: coordinates, angles, MAD and reliability are float, the rest small counts. */
    private static int fieldBytes(int code) {
        return switch (code) {
            case 1, 2, 3, 4, 5, 6, 12 -> 4;
            case 7, 8, 10, 11 -> 1;
            default -> 0;
        };
    }

    private EbsdMap readData(Path data, int rows, int cols, double step) throws IOException, MalformedFile {
        Layout layout = layout();
        long points = (long) rows * cols;
        if (points > FilePoints.MAX || points * layout.bytes != Files.size(data)) {
            throw new MalformedFile(
                    "says " + cols + " x " + rows + " points of " + layout.bytes + " bytes, its .crc holds "
                            + Files.size(data) + " bytes; allowed are " + FilePoints.MAX + " points");
        }
        FilePoints read = new FilePoints(CrystalAxes.X_PARALLEL_A_STAR, (int) points);
        byte[] line = new byte[cols * layout.bytes];
        ByteBuffer buffer = ByteBuffer.wrap(line).order(ByteOrder.LITTLE_ENDIAN);
        try (InputStream in = Files.newInputStream(data)) {
            for (int row = 0; row < rows; row++) {
                if (in.readNBytes(line, 0, line.length) != line.length) {
                    throw new MalformedFile("has a .crc that ends in row " + row + " of " + rows);
                }
                for (int col = 0; col < cols; col++) {
                    point(read, buffer, layout, row, col);
                }
            }
        }
        ScanGrid grid = new ScanGrid(rows, cols, step);
        return new EbsdMap(grid, phases.usable(), read.phase, read.quaternions, read.quality, notes);
    }

    private void point(FilePoints read, ByteBuffer b, Layout layout, int row, int col) throws MalformedFile {
        int at = col * layout.bytes;
        int id = b.get(at) & 255;
        if (id > phases.count()) {
            throw new MalformedFile("has phase " + id + " in its .crc at row " + row + ", col " + col
                    + ", allowed is 0 to " + phases.count());
        }
        double quality = layout.contrast == 0 ? 1 : (b.get(at + layout.contrast) & 255) / 255.0;
        @Nullable LaueGroup laue = phases.usable(id).map(Phase::laue).orElse(null);
        if (laue == null) {
            read.addBlank(col, row, quality);
            return;
        }
        float phi1 = b.getFloat(at + layout.euler1);
        float capitalPhi = b.getFloat(at + layout.euler2);
        float phi2 = b.getFloat(at + layout.euler3);
        float largest = Math.max(Math.abs(phi1), Math.max(Math.abs(capitalPhi), Math.abs(phi2)));
        if (!(largest <= MAX_RADIANS)) { // this form also rejects NaN
            throw new MalformedFile("has an Euler angle of " + largest + " rad in its .crc at row " + row + ", col "
                    + col + ", allowed is up to " + MAX_RADIANS);
        }
        read.add(col, row, quality, id, laue, phi1, capitalPhi, phi2);
    }
}
