/**
 * What else a posterior is good for, measured against a known truth: boundaries, super-resolution, denoising, one
 * modality alone, more members, error bars. Start at {@link sunstone.agent.evaluation.task.TaskEvaluation}.
 */
@NullMarked
package sunstone.agent.evaluation.task;

import org.jspecify.annotations.NullMarked;
