/**
 * Scores of maps and ensembles against a known truth, and yardsticks that know it. It uses the models and the
 * generator of microstructures; no report, no files. Start at {@link sunstone.agent.evaluation.metrics.MapMetrics}.
 */
@NullMarked
package sunstone.agent.evaluation.metrics;

import org.jspecify.annotations.NullMarked;
