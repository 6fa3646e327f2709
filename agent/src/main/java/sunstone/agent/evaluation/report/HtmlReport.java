package sunstone.agent.evaluation.report;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sunstone.agent.evaluation.metrics.Oracle;
import sunstone.agent.evaluation.metrics.TruthMap;
import sunstone.agent.evaluation.report.EvaluationReport.Truth;

/** The report as one HTML file that loads nothing: pictures are inside. */
final class HtmlReport {
    private static final String STYLE = """
            body{font:15px/1.5 system-ui,sans-serif;color:#202020;background:#fff;max-width:1240px;margin:2em auto;
            padding:0 1em}
            h1{font-size:1.6em}h2{font-size:1.25em;margin-top:2em;border-bottom:1px solid #ccc}h3{font-size:1.05em}
            table{border-collapse:collapse;font-size:.88em}
            td,th{padding:.25em .6em;border-bottom:1px solid #ddd;text-align:right}
            th{background:#f3f3f3}td:nth-child(-n+4),th:nth-child(-n+4){text-align:left}
            .maps{display:flex;flex-wrap:wrap;gap:8px}.maps figure{margin:0}
            .maps figure img{max-width:400px;height:auto;image-rendering:pixelated}
            .growth{display:flex;flex-wrap:wrap;gap:16px}.growth figure{margin:0}
            .chart{max-width:min(100%,610px)}.growth .chart{max-width:100%}.wide{max-width:100%}td{white-space:nowrap}
            dt{font-weight:600}dd{margin:0 0 .5em 1.5em}.scroll{overflow-x:auto}
            """;

    /** Room for pictures of growth, and for maps, bytes each. */
    private static final int MOST_BYTES = 12 << 20;

    private final StringBuilder html = new StringBuilder();

    private HtmlReport() {}

    /**
     * The file's text.
     *
     * @param charts PNG files by heading
     * @param calibration chart of the ensembles' honesty, or null if there is no ensemble
     * @param growth pictures of how maps grew, by heading, then by run
     */
    static String of(
            EvaluationReport report,
            Map<String, byte[]> charts,
            byte @Nullable [] calibration,
            List<Panel> panels,
            Map<String, Map<String, byte[]>> growth) {
        HtmlReport page = new HtmlReport();
        page.html
                .append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width\"><title>Sunstone report</title><style>")
                .append(STYLE)
                .append("</style><h1>Sunstone: points and what they bought</h1>");
        page.head(report);
        page.notes(report);
        if (!report.runs().isEmpty()) {
            page.table(report);
        }
        page.tasks(report.tasks());
        page.specimen(report.specimen());
        page.light(report);
        page.charts(charts, report.runs().isEmpty());
        if (calibration != null) {
            page.html
                    .append(
                            "<h2>Does the ensemble know how wrong its map is?</h2><p>At the last checkpoint, over all runs of a name.</p>")
                    .append(image(calibration, "calibration", "wide"));
        }
        page.growth(growth);
        page.panels(panels);
        page.explain();
        return page.html.append("</html>\n").toString();
    }

    private void head(EvaluationReport report) {
        html.append("<h2>What was measured</h2><div class=\"scroll\"><table><tr><th>truth<th>pixels<th>Laue group")
                .append("<th>mapped phase<th>grains of 10 px<th>oracle: points<th>oracle: mean error</tr>");
        for (int k = 0; k < report.truths().size(); k++) {
            Truth t = report.truths().get(k);
            Oracle o = report.oracles().get(k);
            html.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s<td>%d x %d<td>%s<td>%.1f%%<td>%d<td>%d<td>%.2f&deg;</tr>",
                    text(TruthMap.fileName(t.file())),
                    t.rows(),
                    t.cols(),
                    text(t.laue()),
                    100.0 * t.indexed() / ((double) t.rows() * t.cols()),
                    t.grains(),
                    o.pointsOnePerGrain(),
                    o.meanDeg()));
        }
        html.append("</table></div><p>The oracle knows the grain boundaries and measures one point per grain.</p><p>");
        html.append("Model: ")
                .append(
                        report.model() == null
                                ? "none, maps are nearest-neighbour fills"
                                : text(report.model().name() + ", sha256 "
                                        + report.model().sha256()))
                .append(". Machine: ")
                .append(report.machine().cores())
                .append(" cores, ")
                .append(text(report.machine().device()))
                .append(".</p><p>");
        report.settings().forEach((key, value) -> html.append(text(key))
                .append(" <b>")
                .append(text(value))
                .append("</b>; "));
        html.append("</p>");
    }

    private void notes(EvaluationReport report) {
        if (!report.notes().isEmpty()) {
            html.append("<ul>");
            report.notes().forEach(n -> html.append("<li>").append(text(n)));
            html.append("</ul>");
        }
    }

    private void table(EvaluationReport report) {
        html.append(
                "<h2>Result</h2><p>At the last checkpoint of each run, averaged over seeds (and over maps, last rows).</p>");
        columns(report, true);
        if (report.stopping().judged() > 0) {
            html.append("<p>")
                    .append(text(report.stopping().text(report.runs().get(0).targetDeg())));
        }
        html.append("<p>More of the same checkpoints:");
        columns(report, false);
    }

    private void tasks(List<TaskResult> tasks) {
        TaskTable.rows(tasks).forEach((task, rows) -> {
            html.append("<h2>Task: ").append(text(task)).append("</h2><div class=\"scroll\"><table>");
            for (int k = 0; k < rows.size(); k++) {
                String cell = k == 0 ? "<th>" : "<td>";
                html.append("<tr>");
                rows.get(k).forEach(c -> html.append(cell).append(text(c)));
            }
            html.append("</table></div>");
        });
    }

    private void specimen(@Nullable SpecimenReport specimen) {
        if (specimen == null) {
            return;
        }
        html.append(String.format(
                        Locale.ROOT,
                        "<h2>The specimen, section by section</h2><p>Sections are %.2f &micro;m apart.",
                        specimen.thicknessUm()))
                .append(" In brackets the same section alone. Points are those measured when the agent stopped.")
                .append(
                        "<div class=\"scroll\"><table><tr><th>section<th>condition<th>policy<th>seed<th>grains<th>points")
                .append(
                        "<th>points to target<th>first map<th>mean error<th>coverage 90%<th>spread/error<th>stopped right")
                .append("<th>carried<th>what was said</tr>");
        for (SpecimenReport.Section s : specimen.sections()) {
            SpecimenReport.Alone alone = s.alone();
            html.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%d<td>%s<td>%s<td>%d<td>%d<td>%d (%s)<td>%s (%s)<td>%.1f&deg; (%s)<td>%.2f&deg; (%s)<td>%s<td>%s<td>%s<td>%.0f%%<td>%s%s</tr>",
                    s.section(),
                    text(s.condition()),
                    text(s.policy()),
                    s.seed(),
                    s.grains(),
                    s.points(),
                    alone == null ? "-" : alone.points(),
                    figure(s.pointsToTarget(), "%d"),
                    figure(alone == null ? null : alone.pointsToTarget(), "%d"),
                    s.firstMapDeg(),
                    figure(alone == null ? null : alone.firstMapDeg(), "%.1f"),
                    s.meanDeg(),
                    figure(alone == null ? null : alone.meanDeg(), "%.2f"),
                    figure(s.coverage90(), "%.2f"),
                    figure(s.spreadSkill(), "%.2f"),
                    figure(s.stopRight(), "%s"),
                    100 * s.carried(),
                    text(s.why()),
                    s.takenBack() ? "; the points took it back" : ""));
        }
        html.append("</table></div>");
    }

    private static String figure(@Nullable Object value, String format) {
        return value == null ? "-" : String.format(Locale.ROOT, format, value);
    }

    private void light(EvaluationReport report) {
        List<List<String>> rows = LightTable.rows(report.runs());
        if (rows.isEmpty()) {
            return;
        }
        html.append("<h2>What the points taught of the light</h2><p>At the end of each run; &plusmn; is the standard")
                .append(" deviation of what they leave open.</p><div class=\"scroll\"><table><tr>");
        LightTable.HEADINGS.forEach(h -> html.append("<th>").append(text(h)));
        for (List<String> row : rows) {
            html.append("<tr>");
            row.forEach(cell -> html.append("<td>").append(text(cell)));
        }
        html.append("</table></div>");
    }

    private void charts(Map<String, byte[]> charts, boolean ofTasks) {
        if (!charts.isEmpty() && ofTasks) {
            html.append("<h2>Charts</h2><p>Means over truths and seeds.");
        } else if (!charts.isEmpty()) {
            html.append(
                            "<h2>Error against points and time</h2><p>Solid: the published map; thin: the best and the worst seed of one map;")
                    .append(
                            " dotted: the classical fill of the same points with its best weight in hindsight; cross: the oracle.");
        }
        html.append("<div class=\"maps\">");
        charts.forEach((heading, png) -> html.append(image(png, heading, "chart")));
        html.append("</div>");
    }

    /** The table of the columns that are the result, or of the others. */
    private void columns(EvaluationReport report, boolean result) {
        List<Integer> shown = IntStream.range(0, Summary.HEADINGS.size())
                .filter(k -> k < Summary.NAMING || result == Summary.RESULT.contains(Summary.HEADINGS.get(k)))
                .boxed()
                .toList();
        html.append("<div class=\"scroll\"><table><tr>");
        shown.forEach(k -> html.append("<th>").append(text(Summary.HEADINGS.get(k))));
        for (Average average : report.averages()) {
            List<String> row = Summary.row(average);
            html.append("<tr>");
            shown.forEach(k -> html.append("<td>").append(text(row.get(k))));
        }
        html.append("</table></div>");
    }

    private void growth(Map<String, Map<String, byte[]>> growth) {
        if (growth.isEmpty()) {
            return;
        }
        html.append(
                        "<h2>How the maps grew</h2><p>Published map, points on the true boundaries, and error, at the first checkpoint with")
                .append(
                        " 1, 2 and 5% of the pixels measured and at the end; above each column points, share of the pixels and mean")
                .append(" error. First seed of each policy; all on one scale. The files are runs/*-growth.png.");
        int room = MOST_BYTES;
        int left = 0;
        for (Map.Entry<String, Map<String, byte[]>> scene : growth.entrySet()) {
            html.append("<h3>").append(text(scene.getKey())).append("</h3><div class=\"growth\">");
            for (Map.Entry<String, byte[]> run : scene.getValue().entrySet()) {
                room -= run.getValue().length;
                if (room < 0) {
                    left++;
                    continue;
                }
                html.append("<figure><figcaption>")
                        .append(text(run.getKey()))
                        .append("</figcaption>")
                        .append(image(run.getValue(), scene.getKey() + ", " + run.getKey(), "chart"))
                        .append("</figure>");
            }
            html.append("</div>");
        }
        more(left, "in runs/");
    }

    private void more(int left, String where) {
        if (left > 0) {
            html.append("<p>")
                    .append(left)
                    .append(" more are ")
                    .append(where)
                    .append(" only, so that this page stays small.");
        }
    }

    private void panels(List<Panel> panels) {
        if (!panels.isEmpty()) {
            html.append("<h2>Maps</h2><p>Error and uncertainty of one run share a scale.</p>");
        }
        int room = MOST_BYTES;
        int left = 0;
        for (Panel panel : panels) {
            room -= panel.pictures().values().stream()
                    .mapToInt(png -> png.length)
                    .sum();
            if (room < 0) {
                left++;
                continue;
            }
            html.append("<h3>").append(text(panel.title())).append("</h3><div class=\"maps\">");
            panel.pictures().forEach((what, png) -> html.append("<figure>")
                    .append(image(png, panel.title() + ": " + what, ""))
                    .append("</figure>"));
            html.append("</div>");
        }
        more(left, "beside this page");
    }

    private void explain() {
        html.append("<h2>What the numbers mean</h2><dl>");
        for (String[] entry : Glossary.ENTRIES) {
            html.append("<dt>").append(text(entry[0])).append("<dd>").append(text(entry[1]));
        }
        html.append("</dl>");
    }

    private static String image(byte[] png, String alt, String cssClass) {
        return "<img class=\"" + cssClass + "\" alt=\"" + text(alt) + "\" src=\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(png) + "\">";
    }

    private static String text(String raw) {
        return raw.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
