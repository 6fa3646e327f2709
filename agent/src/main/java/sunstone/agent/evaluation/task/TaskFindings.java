package sunstone.agent.evaluation.task;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import sunstone.agent.evaluation.report.TaskResult;

/**
 * Takes what one task finds on one scene.
 *
 * @param task which
 * @param scene where
 * @param plan what was asked for
 * @param each told of every result
 */
record TaskFindings(Task task, TaskScene scene, TaskEvaluation.Plan plan, Consumer<TaskResult> each) {
    /** Adds the figures of a method. */
    void add(double fraction, String method, Map<String, Double> metrics) {
        each.accept(new TaskResult(
                task.word(),
                scene.condition(),
                scene.seed(),
                fraction,
                method,
                metrics,
                scene.source().file()));
    }

    /** Points as shares of the valid pixels. */
    List<Double> fractions() {
        return plan.fractions();
    }
}
