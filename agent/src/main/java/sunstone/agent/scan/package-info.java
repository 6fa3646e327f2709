/**
 * The state of one scan: its points, its PL frames, its suggestions and what operators decided. It uses the models,
 * the message types and the calibration; time comes in with each call, and nothing here reads a clock, Kafka or the
 * log. Start at {@link sunstone.agent.scan.ScanState}.
 */
@NullMarked
package sunstone.agent.scan;

import org.jspecify.annotations.NullMarked;
