/**
 * How far the ensemble can be trusted: measured points compared with what the map said before them. It uses the
 * models and the message types only, and neither Kafka nor a clock. Start at {@link
 * sunstone.agent.calibration.CalibrationMonitor}, which judges the points, and {@link
 * sunstone.agent.calibration.ErrorBound}, the bound that follows.
 */
@NullMarked
package sunstone.agent.calibration;

import org.jspecify.annotations.NullMarked;
