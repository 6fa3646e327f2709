/**
 * One round of the co-pilot: from what has been measured to the published map and the next points, the same input
 * giving the same round bit for bit. It uses scan, policy, calibration and the models, and neither Kafka nor a clock.
 * Start at {@link sunstone.agent.round.Copilot}.
 */
@NullMarked
package sunstone.agent.round;

import org.jspecify.annotations.NullMarked;
