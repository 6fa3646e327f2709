package sunstone.agent.cli.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sunstone.agent.evaluation.metrics.Scene;
import sunstone.agent.evaluation.report.EvaluationReport;
import sunstone.agent.evaluation.report.Report;
import sunstone.agent.evaluation.report.SpecimenReport;
import sunstone.agent.process.ModelLoader;
import sunstone.connectors.instrument.KafkaInstrument;

/** The report of the demo, scan by scan. */
final class DemoReport {
    private final DemoOptions asked;
    private final ModelLoader sampling;
    private final List<DemoScan> scans;
    private final List<EvaluationReport.Run> runs = new ArrayList<>();
    private final List<SpecimenReport.Section> sections = new ArrayList<>();
    private final List<Scene> scenes = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private double instrumentMs;

    DemoReport(DemoOptions asked, ModelLoader sampling, List<DemoScan> scans) {
        this.asked = asked;
        this.sampling = sampling;
        this.scans = scans;
    }

    /** Adds a scan that has ended. */
    void add(DemoScan scan, DemoScore score, KafkaInstrument.Outcome outcome) {
        EvaluationReport.Run run = score.run(asked, sampling);
        runs.add(run);
        SpecimenReport.Section section = score.section(scan.section(), run);
        if (section != null) {
            sections.add(section);
        }
        score.scene(scan.id(), asked).ifPresent(scenes::add);
        notes.addAll(score.notes());
        ended.add(outcome.reason());
        instrumentMs += outcome.instrumentMillis();
    }

    /** Writes the report. */
    void write() throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("command", "demo, through a Kafka broker");
        settings.put("policy", asked.policy);
        settings.put("condition", asked.condition);
        settings.put("seed", Long.toString(asked.seed));
        settings.put("ended", String.join("; ", ended));
        settings.put("instrument", String.format(Locale.ROOT, "%.1f s", instrumentMs / 1e3));
        EvaluationReport report = EvaluationReport.of(
                scans.stream().map(DemoScan::truth).toList(),
                sampling.digest() == null
                        ? null
                        : new EvaluationReport.Model(String.valueOf(sampling.name()), sampling.digest()),
                sampling.device(),
                runs,
                settings,
                notes);
        if (scans.size() > 1) {
            settings.put("sections", Integer.toString(scans.size()));
            double thickness =
                    scans.get(1).below() == null ? 0 : scans.get(1).below().thicknessUm();
            report = report.with(new SpecimenReport(thickness, sections));
        }
        Report.write(asked.out, report, scenes);
    }
}
