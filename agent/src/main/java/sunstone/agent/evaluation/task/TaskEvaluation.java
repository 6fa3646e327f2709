package sunstone.agent.evaluation.task;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sunstone.agent.evaluation.Evaluation;
import sunstone.agent.evaluation.Samplers;
import sunstone.agent.evaluation.metrics.TruthMap;
import sunstone.agent.evaluation.report.EvaluationReport;
import sunstone.agent.evaluation.report.Report;
import sunstone.agent.evaluation.report.TaskResult;

/**
 * Measures tasks over truths, conditions and seeds, and writes the report, anew after each, so that one that is stopped
 * leaves what it has.
 */
public final class TaskEvaluation {
    private final List<TruthMap> truths;
    private final Plan plan;
    private final Samplers samplers;
    private final Path out;
    private final Evaluation.Progress progress;

    /**
     * Plan of the measurements.
     *
     * @param conditions names of PL conditions
     * @param seeds one measurement each
     * @param fractions points as shares of the valid pixels, each above 0 and at most 1, ascending
     * @param members sizes of ensembles, ascending; all tasks but scaling take the last
     */
    public record Plan(
            List<Task> tasks,
            List<String> conditions,
            List<Long> seeds,
            List<Double> fractions,
            List<Integer> members) {
        public Plan {
            tasks = List.copyOf(tasks);
            conditions = List.copyOf(conditions);
            seeds = List.copyOf(seeds);
            fractions = fractions.stream().sorted().toList();
            members = members.stream().sorted().toList();
            if (tasks.isEmpty() || fractions.isEmpty() || members.isEmpty()) {
                throw new IllegalArgumentException("tasks need a task, a fraction and a number of members");
            }
            for (double f : fractions) {
                if (!(f > 0 && f <= 1)) {
                    throw new IllegalArgumentException("--fractions must be above 0 and at most 1: " + f);
                }
            }
        }

        /** The largest ensemble. */
        int most() {
            return members.get(members.size() - 1);
        }
    }

    /** Tasks whose report goes into a folder. */
    public TaskEvaluation(List<TruthMap> truths, Plan plan, Samplers samplers, Path out, Evaluation.Progress progress) {
        if (truths.isEmpty()) {
            throw new IllegalArgumentException("an evaluation needs a truth");
        }
        this.truths = List.copyOf(truths);
        this.plan = plan;
        this.samplers = samplers;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Measures everything.
     *
     * @throws IOException if the folder cannot be written
     */
    public EvaluationReport run() throws IOException {
        List<TaskResult> results = new ArrayList<>();
        long total = (long) truths.size()
                * plan.conditions().size()
                * plan.seeds().size()
                * plan.tasks().size();
        long done = 0;
        for (TruthMap truth : truths) {
            for (String condition : plan.conditions()) {
                for (long seed : plan.seeds()) {
                    TaskScene scene = new TaskScene(truth, condition, seed, samplers.make(Samplers.ENSEMBLE));
                    for (Task task : plan.tasks()) {
                        progress.run(task.word() + ", " + condition + ", seed " + seed, total);
                        task.measure(scene, new TaskFindings(task, scene, plan, results::add));
                        progress.points(++done);
                        write(results);
                    }
                }
            }
        }
        results.addAll(MeanClaims.together(results));
        return write(results);
    }

    private EvaluationReport write(List<TaskResult> results) throws IOException {
        EvaluationReport report = EvaluationReport.of(
                        truths, samplers.model(), samplers.device(), List.of(), settings(), List.of())
                .with(results);
        Report.writePanels(out, report, List.of(), Map.of(), Map.of());
        return report;
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(
                "tasks", String.join(", ", plan.tasks().stream().map(Task::word).toList()));
        settings.put("conditions", String.join(", ", plan.conditions()));
        settings.put("seeds", plan.seeds().toString());
        settings.put("fractions", plan.fractions().toString());
        settings.put("members", plan.members().toString());
        return settings;
    }
}
