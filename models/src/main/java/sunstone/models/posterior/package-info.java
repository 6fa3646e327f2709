/**
 * From what has been measured to what the whole map may be; start at {@link
 * sunstone.models.posterior.PosteriorSampler}. No I/O, no logging.
 */
@NullMarked
package sunstone.models.posterior;

import org.jspecify.annotations.NullMarked;
