/**
 * The co-pilot: ingest, suggest, report. Start at {@link sunstone.agent.policy.AcquisitionPolicy} for the choice of
 * points.
 */
@NullMarked
package sunstone.agent;

import org.jspecify.annotations.NullMarked;
