/**
 * The product's sampler: an ensemble of maps drawn by a network that takes the observations itself. It uses the
 * posterior's types and the prior. Start at {@link sunstone.models.posterior.ensemble.EnsembleSampler}.
 */
@NullMarked
package sunstone.models.posterior.ensemble;

import org.jspecify.annotations.NullMarked;
