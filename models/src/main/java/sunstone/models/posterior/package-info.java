/**
 * From what has been measured to what the whole map may be; start at {@link
 * sunstone.models.posterior.PosteriorSampler}. The samplers of the literature, free of crystals and maps, are in {@code sampler};
 * {@link sunstone.models.posterior.JointSampler} brings them to maps. No I/O, no logging.
 */
@NullMarked
package sunstone.models.posterior;

import org.jspecify.annotations.NullMarked;
