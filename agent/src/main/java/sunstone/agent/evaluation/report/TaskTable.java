package sunstone.agent.evaluation.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import sunstone.agent.evaluation.metrics.TruthMap;

/** Results of tasks as tables, means over seeds, one table a task. */
public final class TaskTable {
    /** Figures that are curves, and stand in report.json only. */
    private static final String CURVES = "(coverage|tarp)\\d\\d";

    private TaskTable() {}

    /** Rows of text by task, the headings first. */
    static Map<String, List<List<String>>> rows(List<TaskResult> results) {
        Map<String, Map<List<String>, List<TaskResult>>> tasks = new LinkedHashMap<>();
        for (TaskResult r : results) {
            List<String> key = List.of(
                    TruthMap.fileName(r.truth()),
                    r.condition(),
                    String.format(Locale.ROOT, "%.4f", r.fraction()),
                    r.method());
            tasks.computeIfAbsent(r.task(), t -> new LinkedHashMap<>())
                    .computeIfAbsent(key, k -> new ArrayList<>())
                    .add(r);
        }
        Map<String, List<List<String>>> tables = new LinkedHashMap<>();
        tasks.forEach((task, groups) -> tables.put(task, table(groups)));
        return tables;
    }

    private static List<List<String>> table(Map<List<String>, List<TaskResult>> groups) {
        Set<String> figures = new LinkedHashSet<>();
        groups.values().forEach(g -> g.forEach(r -> figures.addAll(r.metrics().keySet())));
        figures.removeIf(f -> f.matches(CURVES));
        List<List<String>> rows = new ArrayList<>();
        List<String> headings = new ArrayList<>(List.of("truth", "condition", "fraction", "method", "seeds"));
        headings.addAll(figures);
        rows.add(headings);
        groups.forEach((key, group) -> {
            List<String> row = new ArrayList<>(key);
            row.add(String.valueOf(group.size()));
            figures.forEach(f -> row.add(cell(group, f)));
            rows.add(row);
        });
        return rows;
    }

    private static String cell(List<TaskResult> group, String figure) {
        double[] values = group.stream()
                .filter(r -> r.metrics().containsKey(figure))
                .mapToDouble(r -> r.metrics().getOrDefault(figure, Double.NaN))
                .toArray();
        if (values.length == 0) {
            return "-";
        }
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        return String.format(Locale.ROOT, Math.abs(mean) >= 1000 ? "%.0f" : "%.3f", mean);
    }

    /** The tables as Markdown, for terminals and notes. */
    public static String text(List<TaskResult> results) {
        StringBuilder text = new StringBuilder();
        rows(results).forEach((task, rows) -> {
            text.append(task).append("\n\n");
            for (int k = 0; k < rows.size(); k++) {
                text.append("| ").append(String.join(" | ", rows.get(k))).append(" |\n");
                if (k == 0) {
                    text.append("|---".repeat(rows.get(0).size())).append("|\n");
                }
            }
            text.append('\n');
        });
        return text.toString();
    }
}
