/**
 * How good is a map, and after how many points: start at {@link sunstone.agent.evaluation.Evaluation}, the closed loop
 * without a broker, and at {@link sunstone.agent.evaluation.Report}, which writes what came of it.
 *
 * <p>The only package beside the command line that may see the simulators.
 */
@NullMarked
package sunstone.agent.evaluation;

import org.jspecify.annotations.NullMarked;
