/**
 * Sampling on more than one machine; start at {@link sunstone.agent.workers.SharedSampler}.
 *
 * <p>An agent puts the members that it wants on the topic {@code sampling}, a few a record and everything in it that they depend on; workers
 * share that topic as a consumer group and put what they draw on {@code members}. A member is the same bit for bit wherever it
 * is drawn, so nothing that an agent publishes depends on who helped.
 */
@NullMarked
package sunstone.agent.workers;

import org.jspecify.annotations.NullMarked;
