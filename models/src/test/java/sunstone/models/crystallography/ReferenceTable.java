package sunstone.models.crystallography;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import sunstone.models.SharedFolder;

/** A table of reference vectors (comma-separated, no quotes), from the shared folder beside the project. */
record ReferenceTable(List<String> columns, List<String[]> rows) {
    /** Reads {@code shared/reference/name}; the test is skipped only where there is no shared folder at all. */
    static ReferenceTable of(String name) {
        Path file = SharedFolder.reference(name);
        assumeTrue(
                file != null,
                () -> "no folder with shared/reference above " + Path.of("").toAbsolutePath()
                        + "; name it with -Dsunstone.shared");
        try {
            List<String> lines = Files.readAllLines(requireNonNull(file));
            return new ReferenceTable(
                    Arrays.asList(lines.get(0).split(",")),
                    lines.stream().skip(1).map(l -> l.split(",")).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
