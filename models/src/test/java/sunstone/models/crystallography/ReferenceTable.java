package sunstone.models.crystallography;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Table of reference vectors (comma-separated, no quotes), a test resource of this module. */
public record ReferenceTable(List<String> columns, List<String[]> rows) {
    /**
     * Reads a table.
     *
     * @param name file name under {@code src/test/resources/reference}
     */
    public static ReferenceTable of(String name) {
        var resource = requireNonNull(ReferenceTable.class.getResourceAsStream("/reference/" + name), name);
        try (var reader = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            List<String> lines = reader.lines().toList();
            return new ReferenceTable(
                    Arrays.asList(lines.get(0).split(",")),
                    lines.stream().skip(1).map(l -> l.split(",")).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String text(int row, String column) {
        return rows.get(row)[columns.indexOf(column)];
    }

    public boolean flag(int row, String column) {
        return text(row, column).equals("1");
    }

    /** Neighbouring columns as numbers. */
    public double[] numbers(int row, String firstColumn, int count) {
        int first = columns.indexOf(firstColumn);
        double[] out = new double[count];
        for (int i = 0; i < count; i++) {
            out[i] = Double.parseDouble(rows.get(row)[first + i]);
        }
        return out;
    }
}
