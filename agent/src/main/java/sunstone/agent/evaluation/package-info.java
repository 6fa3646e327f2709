/**
 * How good a map is, and after how many points: the agent's own decisions in a closed loop without a broker. It uses
 * round, scan, policy and, beside the command line alone, the simulators. Start at {@link
 * sunstone.agent.evaluation.Evaluation}, then {@link sunstone.agent.evaluation.ClosedLoop}.
 */
@NullMarked
package sunstone.agent.evaluation;

import org.jspecify.annotations.NullMarked;
