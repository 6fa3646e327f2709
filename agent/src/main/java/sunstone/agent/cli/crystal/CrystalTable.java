package sunstone.agent.cli.crystal;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Runs an operation over a table, row by row: all columns of the input come out again, then those of the result (in
 * place of input columns of the same name), then {@code error}, which is empty where a row is sound.
 */
final class CrystalTable {
    private static final String ERROR = "error";

    private final Iterator<CsvRecord> rows;
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private long read;

    /**
     * Starts to read a table.
     *
     * @throws IllegalArgumentException if it has no usable header
     */
    CrystalTable(Reader in) {
        rows = CsvReader.builder().ofCsvRecord(in).iterator();
        if (!hasNext()) {
            throw new IllegalArgumentException("is empty, needed is a line of column names");
        }
        List<String> header = rows.next().getFields();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i).replace("\uFEFF", "").strip();
            if (columns.put(name, i) != null) {
                throw new IllegalArgumentException("has column \"" + name + "\" twice");
            }
        }
    }

    /** Whether a row follows; what is no CSV ends the table with an IllegalArgumentException. */
    private boolean hasNext() {
        try {
            return rows.hasNext();
        } catch (CsvParseException e) {
            throw new IllegalArgumentException("is no CSV after row " + read + ": " + e.getMessage(), e);
        }
    }

    private CsvRecord next() {
        read++;
        return rows.next();
    }

    /**
     * Checks the columns.
     *
     * @throws IllegalArgumentException naming what is needed and what there is
     */
    void require(List<List<String>> needs) {
        if (needs.stream().noneMatch(columns.keySet()::containsAll)) {
            throw new IllegalArgumentException("needs columns "
                    + needs.stream().map(n -> String.join(",", n)).collect(Collectors.joining(" or ")) + "; it has "
                    + String.join(",", columns.keySet()));
        }
    }

    /** Writes the table with the results of an operation. */
    void apply(CrystalOperation operation, CsvWriter out) {
        require(operation.needs);
        List<String> names = new ArrayList<>(columns.keySet());
        names.remove(ERROR);
        operation.gives.stream().filter(n -> !names.contains(n)).forEach(names::add);
        names.add(ERROR);
        int[] resultAt = operation.gives.stream().mapToInt(names::indexOf).toArray();
        out.writeRecord(names);
        List<String> results = new ArrayList<>();
        String[] line = new String[names.size()];
        while (hasNext()) {
            CsvRecord record = next();
            for (int i = 0; i < line.length; i++) {
                Integer at = columns.get(names.get(i));
                line[i] = at == null
                                || at >= record.getFieldCount()
                                || names.get(i).equals(ERROR)
                        ? ""
                        : record.getField(at);
            }
            results.clear();
            line[line.length - 1] = compute(operation, record, results);
            for (int k = 0; k < resultAt.length; k++) {
                line[resultAt[k]] = k < results.size() ? results.get(k) : "";
            }
            out.writeRecord(line);
        }
    }

    /** Returns why the row is rejected, or nothing; a rejected row has no results. */
    private String compute(CrystalOperation operation, CsvRecord record, List<String> results) {
        CrystalRow row = new CrystalRow(columns, record);
        try {
            if (row.notIndexed()) {
                return "not indexed";
            }
            operation.compute(row, results);
            return "";
        } catch (IllegalArgumentException e) {
            results.clear();
            return String.valueOf(e.getMessage());
        }
    }

    /** Writes the means of the table's groups. */
    void apply(MeanByGroup means, CsvWriter out) {
        require(MeanByGroup.NEEDS);
        while (hasNext()) {
            means.add(new CrystalRow(columns, next()), read);
        }
        out.writeRecord(MeanByGroup.GIVES);
        for (List<String> row : means.rows(columns.containsKey("group"))) {
            out.writeRecord(row);
        }
    }
}
