/**
 * Samplers that outlive a missing model and share their work with other machines. An agent puts the members that it
 * wants on the topic {@code sampling}, a few a record and everything in it that they depend on; workers share that
 * topic as a consumer group and put what they draw on {@code members}; a member is the same bit for bit wherever it
 * is drawn, so nothing that an agent publishes depends on who helped. It uses the models and the connectors; start at
 * {@link sunstone.agent.sampling.ReopeningSampler}, then {@link sunstone.agent.sampling.SharedSampler}.
 */
@NullMarked
package sunstone.agent.sampling;

import org.jspecify.annotations.NullMarked;
