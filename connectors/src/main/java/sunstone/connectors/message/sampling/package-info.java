/**
 * The records between an agent and its workers, not part of the public contract. It uses the headers and limits of
 * the public messages and nothing of the sampler. Start at {@link
 * sunstone.connectors.message.sampling.SamplingRequest}.
 */
@NullMarked
package sunstone.connectors.message.sampling;

import org.jspecify.annotations.NullMarked;
