/**
 * The co-pilot: ingest, suggest, report. {@link sunstone.agent.ScanState} folds the records of a scan, {@link
 * sunstone.agent.Copilot} makes a map and a suggestion of it; both are free of Kafka and of clocks, so that an
 * evaluation without a broker runs the same code.
 */
@NullMarked
package sunstone.agent;

import org.jspecify.annotations.NullMarked;
