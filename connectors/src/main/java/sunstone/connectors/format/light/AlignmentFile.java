package sunstone.connectors.format.light;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sunstone.models.polarizedlight.registration.Fiducials;

/**
 * A table of marks that an operator found in the light and on the EBSD raster: comma-separated, first line {@value #HEAD}, pixels from 0.
 * Empty lines and lines that begin with # are skipped.
 */
public final class AlignmentFile {
    /** The first line. */
    public static final String HEAD = "lightRow,lightCol,row,col";

    private static final int COLUMNS = 4;
    private static final int MOST_BYTES = 1 << 20;

    private AlignmentFile() {}

    /**
     * The marks of a file.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no such table; names the line
     */
    public static Fiducials read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IllegalArgumentException(file + " is larger than a table of marks: " + MOST_BYTES + " bytes");
        }
        List<Fiducials.Mark> marks = new ArrayList<>();
        boolean head = false;
        int number = 0;
        for (String line : lines(file)) {
            number++;
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            if (!head) {
                if (!text.replace(" ", "").equalsIgnoreCase(HEAD)) {
                    throw new IllegalArgumentException(
                            file + ", line " + number + ": the columns must be " + HEAD + ", not " + text);
                }
                head = true;
                continue;
            }
            marks.add(mark(file, number, text));
        }
        try {
            return new Fiducials(marks);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException(file + " is no text", e);
        }
    }

    private static Fiducials.Mark mark(Path file, int number, String text) {
        String[] fields = text.split(",", -1);
        double[] v = new double[COLUMNS];
        try {
            for (int k = 0; k < COLUMNS && fields.length == COLUMNS; k++) {
                v[k] = Double.parseDouble(fields[k].strip());
            }
            if (fields.length == COLUMNS) {
                return new Fiducials.Mark(v[0], v[1], v[2], v[3]);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ", line " + number + ": four numbers (" + HEAD + ") are expected: " + text, e);
        }
        throw new IllegalArgumentException(
                file + ", line " + number + ": four numbers (" + HEAD + ") are expected: " + text);
    }
}
