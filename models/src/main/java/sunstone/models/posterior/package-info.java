/**
 * From what has been measured to what the whole map may be. It uses prior, polarizedlight, map and crystallography;
 * no I/O, no logging. Start at {@link sunstone.models.posterior.PosteriorSampler}, then {@link
 * sunstone.models.posterior.Snapshot} and {@link sunstone.models.posterior.Posterior}, its input and output.
 */
@NullMarked
package sunstone.models.posterior;

import org.jspecify.annotations.NullMarked;
