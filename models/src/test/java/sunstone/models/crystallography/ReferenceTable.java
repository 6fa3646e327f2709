package sunstone.models.crystallography;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A table of reference vectors (comma-separated, no quotes), from the shared folder beside the project. */
record ReferenceTable(List<String> columns, List<String[]> rows) {
    /** Reads {@code shared/reference/name}; the test is skipped only where there is no shared folder at all. */
    static ReferenceTable of(String name) {
        Path folder = folder();
        assumeThat(folder)
                .as("no folder with shared/reference above " + Path.of("").toAbsolutePath()
                        + "; name it with -Dsunstone.shared")
                .exists();
        try {
            List<String> lines = Files.readAllLines(folder.resolve("reference").resolve(name));
            return new ReferenceTable(
                    Arrays.asList(lines.get(0).split(",")),
                    lines.stream().skip(1).map(l -> l.split(",")).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        String named = System.getProperty("sunstone.shared");
        if (named != null) {
            return Path.of(named);
        }
        Path missing = Path.of("shared");
        for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
            if (Files.isDirectory(p.resolve("shared/reference"))) {
                return p.resolve("shared");
            }
        }
        return missing;
    }

    String text(int row, String column) {
        return rows.get(row)[columns.indexOf(column)];
    }

    boolean flag(int row, String column) {
        return text(row, column).equals("1");
    }

    /** Neighbouring columns as numbers. */
    double[] numbers(int row, String firstColumn, int count) {
        int first = columns.indexOf(firstColumn);
        double[] out = new double[count];
        for (int i = 0; i < count; i++) {
            out[i] = Double.parseDouble(rows.get(row)[first + i]);
        }
        return out;
    }
}
