/**
 * Posterior samplers of the literature over a denoiser and masked linear-Gaussian observations; start at {@link
 * sunstone.models.posterior.sampler.DiffusionSampler}, all of them by name in {@link
 * sunstone.models.posterior.sampler.SamplerCatalogue}.
 *
 * <p>They know of no crystals and no maps, so that the toys whose posterior has a closed form test the very code that
 * runs on maps. Notation is that of the papers: a is the share of signal at the current noise level (alpha bar), b that
 * of the next one, x = sqrt(a) x_0 + sqrt(1 - a) z. No I/O, no logging; every sampler is immutable and a pure function
 * of its arguments.
 */
@NullMarked
package sunstone.models.posterior.sampler;

import org.jspecify.annotations.NullMarked;
